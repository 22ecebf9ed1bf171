// Agreeing with an opinion, and the votes that each tablet has.
function agreeButton(c, number) {
  const on = () => c.kept.agreed.includes(number);
  const button = c.button("like", () => {
    c.kept.agreed = on() ? c.kept.agreed.filter((n) => n !== number) : [...c.kept.agreed, number];
    c.own.save();
    button.setAttribute("aria-pressed", String(on()));
    c.model.send({ type: "agree", key: newKey(), number, on: on(), device: c.kept.device });
  }, { class: "agree", "aria-pressed": String(on()) });
  return button;
}

function voteButton(c, number) {
  return c.button("vote", () => {
    const { votes } = c.kept, has = votes.includes(number);
    if (!has && votes.length >= c.room.votes_each) return;
    c.kept.votes = has ? votes.filter((n) => n !== number) : [...votes, number];
    c.own.save();
    c.model.send({ type: "vote", key: newKey(), numbers: c.kept.votes, device: c.kept.device });
    refreshVotes(c);
  }, { class: "agree", "data-vote": number });
}

/** How many votes are left; the buttons say what pressing them would do. */
function refreshVotes(c) {
  const { parts, room } = c, left = room.votes_each - c.kept.votes.length;
  parts.votesLeft.hidden = room.scene !== "vote";
  if (room.scene !== "vote") return;
  c.say(parts.votesLeft, `${c.text("vote_help", { n: room.votes_each })}　${c.text("votes_left", { n: left })}`);
  for (const button of parts.others.querySelectorAll("[data-vote]")) {
    const on = c.kept.votes.includes(button.dataset.vote);
    c.say(button, c.text(on ? "vote_done" : "vote"));
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("aria-disabled", String(!on && left <= 0));
  }
}
