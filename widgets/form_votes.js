// Agreeing with an opinion, and the votes that each tablet has.
function agreeButton(c, number) {
  const on = () => c.kept.agreed.includes(number);
  return c.button("like", () => {
    c.kept.agreed = on() ? c.kept.agreed.filter((n) => n !== number) : [...c.kept.agreed, number];
    c.wants.put(`agree ${number}`, "agree", { number, on: on(), device: c.kept.device });
    refreshAgrees(c);
  }, { class: "agree", "aria-pressed": String(on()), "data-agree": number });
}

function refreshAgrees(c) {
  for (const button of c.parts.others?.querySelectorAll("[data-agree]") ?? [])
    button.setAttribute("aria-pressed", String(c.kept.agreed.includes(button.dataset.agree)));
}

function voteButton(c, number) {
  return c.button("vote", () => {
    const { votes } = c.kept, has = votes.includes(number);
    if (!has && votes.length >= c.room.votes_each) return;
    chooseVotes(c, has ? votes.filter((n) => n !== number) : [...votes, number]);
  }, { class: "agree", "data-vote": number });
}

/** These are my votes: kept, shown, and told to the room until it has answered. */
function chooseVotes(c, numbers) {
  c.kept.votes = numbers;
  c.wants.put("vote", "vote", { numbers, device: c.kept.device });
  refreshVotes(c);
}

/** An opinion that must not be seen any longer has no vote: it is free for another. */
function freeVote(c, number) {
  if (c.kept.votes.includes(number)) chooseVotes(c, c.kept.votes.filter((n) => n !== number));
}

/** An answer to a vote or an agreement; false when it is about something else. What the room did not
 *  take is not shown as given; the votes are those that it took last. */
function heardWant(c, message) {
  const item = c.wants.answered(message);
  if (!item) return false;
  const { kept } = c, last = !c.wants.of(item.subject), refused = message.type === "rejected";
  if (item.subject === "vote") {
    if (!refused) kept.counted = message.numbers;
    if (last) kept.votes = kept.counted ?? [];
  } else if (refused && last) kept.agreed = kept.agreed.filter((n) => n !== item.number);
  c.own.save();
  refreshAgrees(c); refreshVotes(c);
  return true;
}

/** How many votes are left; the buttons say what pressing them would do. */
function refreshVotes(c) {
  const { parts, room } = c, left = room.votes_each - c.kept.votes.length;
  if (!parts.votesLeft) return;
  parts.votesLeft.hidden = room.scene !== "vote";
  if (room.scene !== "vote") return;
  c.say(parts.votesLeft, [c.text("vote_help", { n: room.votes_each }), c.text("votes_left", { n: Math.max(0, left) }),
    !c.online && c.wants.of("vote") ? c.text("st_waiting") : ""].filter(Boolean).join("　"));
  for (const button of parts.others.querySelectorAll("[data-vote]")) {
    const on = c.kept.votes.includes(button.dataset.vote), pressed = String(on);
    button.setAttribute("aria-disabled", String(!on && left <= 0));
    if (button.getAttribute("aria-pressed") === pressed) continue;
    c.say(button, c.text(on ? "vote_done" : "vote"));
    button.setAttribute("aria-pressed", pressed);
  }
}
