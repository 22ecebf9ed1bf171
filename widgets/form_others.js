// Everyone's opinions; new ones wait behind a button, so that nothing jumps while one reads.
const STEP = 60;

// While people write, each writes alone, unless staff show the results; votes need the list.
const alone = ({ scene, results }) => ["write", "write2"].includes(scene) && results === false;
const showOthers = ({ room, step }) => step === "write" && (room.scene === "vote" || Boolean(room.show_others) && !alone(room));

/** Ask for the room's state and, when they may be read here, for as many opinions as were here before. */
const sayHello = (c) => c.model.send({ type: "hello", others: showOthers(c), since: c.oldest });

function othersCard(c) {
  const { parts } = c;
  Object.assign(parts, { others: h("ul", { class: "notes" }), othersTitle: c.put("h2", "others"),
    newer: h("button", { type: "button", class: "newer", hidden: true, onclick: () => { drawOthers(c); parts.others.querySelector("button")?.focus(); } }),
    votesLeft: h("p", { class: "votes-left", role: "status" }), count: h("p", { class: "count" }),
    more: c.button("more", () => showMore(c), { class: "older" }) });
  return h("section", { class: "others card" }, h("div", { class: "row top" }, parts.othersTitle, parts.count),
    parts.votesLeft, parts.newer, parts.others, parts.more);
}

function drawOthers(c) {
  if (!c.parts.others) return;
  c.news.clear();
  const list = newestFirst(c).slice(0, c.most);
  c.parts.others.replaceChildren(...list.map((one) => otherNote(c, one)),
    ...(list.length ? [] : [c.put("li", "empty_others", { class: "empty" })]));
  refreshOthers(c);
}

const newestFirst = (c) => [...c.others.values()].reverse();

/** Those that the tablet has and that are older than the last one drawn. */
function below(c) {
  const last = c.parts.others.lastElementChild?.dataset.number, list = newestFirst(c);
  return last ? list.slice(list.findIndex((one) => one.number === last) + 1) : [];
}

/** The next older ones below those that stand there; when the tablet has no more, the room is asked. */
function showMore(c) {
  const next = below(c).slice(0, STEP).map((one) => otherNote(c, one));
  if (next.length < STEP && c.more) { c.model.send({ type: "older", key: newKey(), before: c.oldest }); return; }
  c.most += STEP;
  c.parts.others.append(...next);
  refreshOthers(c);
  next[0]?.querySelector("button")?.focus();
}

/** Older ones from the room, newest first. */
function takeOlder(c, { comments, more }) {
  const oldest = comments.at(-1)?.number ?? c.oldest;
  if (oldest === c.oldest && more) return;                          // pressed twice, told already
  const fresh = comments.filter((one) => !c.others.has(one.number)).reverse();
  c.others = new Map([...fresh.map((one) => [one.number, one]), ...c.others]);
  Object.assign(c, { more, oldest });
  if (c.parts.others) showMore(c);
}

function otherNote(c, one) {
  const { number, kind } = one, mine = c.kept.items.some((item) => item.number === number);
  const counted = ["result", "close"].includes(c.room.scene) && c.agrees.get(number);
  const toggle = c.room.scene === "vote" ? voteButton(c, number) : !mine && agreeButton(c, number);
  return h("li", { class: "note", "data-number": number },
    KINDS[kind] && h("span", { class: `mark ${kind}` }, h("span", { "aria-hidden": "true" }, `${KINDS[kind]} `), c.put("span", `kind_${kind}`)),
    said(c, one), h("div", { class: "row actions" }, toggle, counted ? h("span", { class: "agrees" }, `＋${counted}`) : null));
}

function refreshOthers(c) {
  const { parts, room } = c, open = showOthers(c), news = c.news.size;
  parts.othersTitle.hidden = parts.others.hidden = !open;
  parts.newer.hidden = !open || !news;
  parts.more.hidden = !open || !c.more && !below(c).length;
  if (news) c.say(parts.newer, c.text("newer", { n: news }));
  parts.count.hidden = room.counts?.accepted == null;
  if (!parts.count.hidden) c.say(parts.count, c.text("count_now", { n: room.counts.accepted }));
  refreshVotes(c);
}

/** One opinion as the feed tells it; without words it must not be seen any longer. */
function takeOther(c, one) {
  const node = c.parts.others?.querySelector(`[data-number="${one.number}"]`);
  if (one.body == null) { c.others.delete(one.number); c.news.delete(one.number); node?.remove(); freeVote(c, one.number); return; }
  if (!c.others.has(one.number) && !c.kept.items.some((item) => item.number === one.number)) c.news.add(one.number);
  c.others.set(one.number, one);
  const words = node?.querySelector(".said");
  if (words) words.textContent = one.body;
}
