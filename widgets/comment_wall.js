// parts: letters
// The projector: one view at a time, chosen by the people in front; the way in always at the foot.
// Readable from 12 m: letters are 1/40 of the screen's width (48 px on 1920). At most 12 notes; a
// long one takes more room instead of smaller letters, and what does not fit comes on the next page.
// New notes come quietly, hidden ones go at once. It only listens and asks for public results.

export const MOST_NOTES = 12;
/** Spans [columns, rows] a note may grow to, smallest first; the grid has 3 columns and 4 rows. */
export const SPANS = [[1, 1], [1, 2], [2, 2], [2, 3], [3, 3], [3, 4]];
const HELLO_MS = 5000, MOST_BARS = 8, MOST_VOTES = 6, MOST_MEASURES = 6, OVER_MINUTES = 10;

function h(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children.filter((child) => child !== "" && child != null));
  return node;
}

const tongue = (note) => note.language === "ja_easy" ? "ja" : note.language ?? "ja";

/** Somebody's words, exactly: text only, in the language they were written in. */
function said(note, className = "said") {
  const node = h("p", className, note.body);
  node.lang = tongue(note);
  return node;
}

/** Bars: [{name, n, words?}] with the longest first or in the plan's order; numbers stand beside them. */
function barList(rows, unit) {
  const most = Math.max(1, ...rows.map((row) => row.n ?? 0));
  return h("ol", "bars", ...rows.map((row) => {
    const bar = h("span", "bar");
    bar.style.width = `${100 * (row.n ?? 0) / most}%`;
    const name = h("span", "name", row.name);
    if (row.language) name.lang = tongue(row);
    return h("li", "", name, row.n == null ? "" : h("span", "track", bar), row.n == null ? "" : h("b", "n", `${row.n}${unit}`));
  }));
}

/** The largest topics, and the lone opinions (the last row) always. */
const topMost = (rows) => rows.length > MOST_BARS ? [...rows.slice(0, MOST_BARS - 1), rows.at(-1)] : rows;

/** The measures that somebody spoke to, in the plan's order: the rows of the n-th page and how many pages. */
export function measurePage(rows, n) {
  const some = rows.filter((row) => row.n), pages = Math.max(1, Math.ceil(some.length / MOST_MEASURES)), at = Math.min(n, pages - 1);
  return { rows: some.slice(at * MOST_MEASURES, (at + 1) * MOST_MEASURES), at, pages };
}

/** The notes of one page: newest first, each as large as it needs. Returns how many remain. */
function layNotes(grid, notes, page, known) {
  let at = 0;
  for (let turn = 0; turn <= page; turn += 1) {
    const first = at;
    grid.replaceChildren();
    for (let places = MOST_NOTES; places > 0 && at < notes.length; at += 1) {
      const node = h("li", known.size && !known.has(notes[at].number) ? "note new" : "note", said(notes[at]));
      node.dataset.number = notes[at].number;
      grid.append(node);
      const span = SPANS.find(([columns, rows]) => fits(node, columns, rows)) ?? SPANS.at(-1);
      if (span[0] * span[1] > places || (at > first && grid.scrollHeight > grid.clientHeight + 2)) { node.remove(); break; }
      places -= span[0] * span[1];
    }
    if (at >= notes.length) break;                              // no empty page after the last
  }
  return notes.length - at;
}

function fits(node, columns, rows) {
  node.style.gridColumn = `span ${columns}`;
  node.style.gridRow = `span ${rows}`;
  return node.scrollHeight <= node.clientHeight + 1;
}

/** The largest letters in which these words stand whole: from 7 % of the width down to 2.5 %. */
function grow(node, box) {
  for (let size = 7; size >= 2.5; size -= 0.5) {
    node.style.fontSize = `${size}cqw`;
    if (node.scrollHeight <= box.clientHeight && node.scrollWidth <= node.clientWidth + 1) return;
  }
}

function render({ model, el }) {
  const words = model.get("wording"), wifi = model.get("wifi") ?? {}, room = { ...model.get("room"), counts: {} };
  const notes = new Map(), known = new Set();                  // number → {number, body, language}; drawn before
  let live = false, skew = 0, results = { shown: false }, waiting = 0, turned = 0;
  const say = (key, values = {}) => fill(words[key], values);
  const view = () => room.projector?.view ?? "notes";

  const root = h("div", "face comment-wall"), question = h("h2", "question"), heading = h("h1", "unseen"), label = h("p", "label"), stage = h("div", "stage");
  const count = h("p", "count"), time = h("p", "time"), notice = h("p", "notice"), more = h("p", "more"), link = h("p", "offline", say("offline"));
  const code = h("p", "code"), grid = h("ul", "grid"), picture = (name, alt, src) => Object.assign(h("img", name), { alt, src, onerror() { this.hidden = true; } });
  grid.setAttribute("aria-live", "off");
  const top = h("header", "top", label, question), middle = h("main", "middle", heading, stage, grid);
  const foot = h("footer", "foot", picture("qr", say("join_how"), model.get("qr")), code, link, notice, more, time, count);
  root.append(top, middle, foot);
  el.replaceChildren(root);

  const closedWord = () => room.scene === "close" ? "closed" : ["welcome", "explain"].includes(room.scene) ? "e_notopen" : "paused";
  const labels = { next: () => say("after_title"), bars: () => page() ? `${say("wall_measures")}${ofPages(measurePage(results.measures ?? [], page() - 1))}` : say("wall_topics"),
    votes: () => say(results.shown ? "wall_votes" : "wall_voting") };
  const ofPages = ({ at, pages }) => pages > 1 ? `（${at + 1}／${pages}）` : "";
  const page = () => Math.max(0, (room.projector?.page ?? 0) + turned);

  function refresh() {
    root.dataset.view = view();
    root.dataset.scene = room.scene ?? "";
    question.textContent = room.question || room.title || "";
    heading.textContent = room.title ?? "";
    label.textContent = labels[view()]?.() ?? say("question");
    code.replaceChildren(h("span", "code-label", say("room_code")), h("strong", "", room.code ?? ""));
    count.textContent = room.counts?.accepted == null ? "" : say("count_now", { n: room.counts.accepted });
    const left = room.deadline ? Math.ceil((Date.parse(room.deadline) - Date.now() - skew) / 60000) : 0;
    const over = room.deadline && left <= 0 && left > -OVER_MINUTES && room.is_open;
    time.textContent = left > 0 ? say("time_left", { m: left }) : over ? say("wall_over") : "";
    time.classList.toggle("last", left === 1 || Boolean(over));
    notice.textContent = room.is_open === false && !["vote", "result"].includes(room.scene) ? say(closedWord()) : room.scene === "icebreak" ? say("practice_now") : "";
  }

  const join = () => room.join_url ?? (location.pathname.startsWith("/w/") ? location.href.replace(/\/wall\/?$/, "") : "");
  const stages = {
    entry: () => [picture("qr", say("join_how"), model.get("qr")), h("div", "how",
      wifi.name ? h("p", "wifi", wifi.qr ? picture("wifi-qr", say("wall_wifi", wifi), wifi.qr) : "", h("span", "", say("wall_wifi", wifi))) : "",
      h("p", "join", say("join_how")), h("p", "address", join().replace(/^https?:\/\//, "")),
      h("p", "code big", h("span", "code-label", say("room_code")), h("strong", "", room.code ?? "")), h("p", "names", say("no_names_asked")))],
    one: () => room.projector.one ? [said(room.projector.one, "said large")] : [h("p", "nothing", say("wall_gone"))],
    next: () => [h("ol", "ending", ...["after_1", "after_2", "after_3"].map((key) => h("li", "", say(key, { date: room.date })))),
      results.next ? h("p", "date", results.next) : ""],
    bars: () => !results.shown ? [h("p", "nothing", say("wall_hidden"))] : page()
      ? [barList(measurePage(results.measures ?? [], page() - 1).rows, say("wall_unit")), h("p", "caution", say("wall_caution"))]
      : [barList(topMost(results.topics ?? []), say("wall_unit")), h("p", "caution", say("wall_caution"))],
    votes: () => !results.shown ? [] : (results.votes ?? []).length
      ? [barList(results.votes.slice(0, MOST_VOTES).map((one) => ({ name: one.body, n: one.votes, language: one.language })), say("wall_votes_unit"))]
      : [h("p", "nothing", say("wall_no_votes"))],
  };
  const showsNotes = () => view() === "notes" || (view() === "votes" && !results.shown);

  function draw() {
    refresh();
    stage.replaceChildren(...(stages[view()]?.() ?? []).filter(Boolean));
    grid.hidden = !showsNotes();
    stage.hidden = showsNotes() || view() === "question" || view() === "black";
    more.textContent = "";
    if (showsNotes()) drawNotes();
    const large = stage.querySelector(".large");
    if (large) grow(large, stage);
  }
  function drawNotes() {
    const remain = layNotes(grid, [...notes.values()].reverse(), page(), known);
    for (const number of notes.keys()) known.add(number);
    if (!notes.size) grid.append(h("li", "nothing", say("empty_mine")));
    more.textContent = remain > 0 ? say("wall_more", { n: remain }) : "";
  }
  function later() { if (!waiting) waiting = setTimeout(() => { waiting = 0; draw(); }, 250); }   // a burst is one quiet change
  const wanted = () => ["bars", "votes", "next"].includes(view());
  const askResults = () => { if (wanted()) model.send({ type: "results" }); };

  const on = {
    state(message) {
      const before = JSON.stringify([room.projector, room.results, room.scene]);
      Object.assign(room, message);
      live = message.live ?? live;
      if (message.now) skew = Date.parse(message.now) - Date.now();
      if (JSON.stringify([room.projector, room.results, room.scene]) === before) { refresh(); return; }
      if (!room.results) results = { ...results, shown: false };
      turned = 0;
      draw();
      askResults();
    },
    counts({ accepted }) { room.counts = { accepted }; refresh(); },
    results(message) { results = message; if (wanted()) draw(); },
    comments({ comments }) { notes.clear(); for (const one of [...comments].reverse()) notes.set(one.number, one); draw(); },
    comment(one) {
      if (one.body != null) { notes.set(one.number, one); if (showsNotes()) later(); return; }
      notes.delete(one.number);
      if (room.projector?.one?.number === one.number) delete room.projector.one;
      draw();                                                  // hidden: gone at once
    },
    link({ online }) { link.hidden = online; },
  };
  const onMessage = (message) => { if (Object.hasOwn(on, message?.type)) on[message.type](message); };
  const hello = () => model.send({ type: "hello", others: true });
  const onResize = () => later();
  const onKey = (event) => {
    const step = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }[event.key];
    if (step && page() + step >= 0) { turned += step; draw(); }
  };
  link.hidden = true;
  model.on("msg:custom", onMessage);
  addEventListener("resize", onResize);
  addEventListener("keydown", onKey);
  draw(); hello();
  const timers = [setInterval(refresh, 5000), setInterval(() => { if (!live) hello(); askResults(); }, HELLO_MS)];
  return () => {
    timers.forEach(clearInterval);
    clearTimeout(waiting);
    removeEventListener("resize", onResize);
    removeEventListener("keydown", onKey);
    model.off("msg:custom", onMessage);
    el.replaceChildren();
  };
}

export default { render };
