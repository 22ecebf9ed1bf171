// The projector: question, count, newest words; the way in always at the foot. It only listens.
// Readable from 12 m: notes are 1/40 of the screen's width (48 px on 1920). At most 12 notes; a
// long one takes more room instead of smaller letters. New notes come quietly; hidden ones go.

export const MOST_NOTES = 12;
/** Spans [columns, rows] a note may grow to, smallest first; the grid has 3 columns and 4 rows. */
export const SPANS = [[1, 1], [1, 2], [2, 2], [2, 3], [3, 3], [3, 4]];
const HELLO_MS = 5000;

function h(tag, className, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

function render({ model, el }) {
  const words = model.get("wording"), room = { ...model.get("room"), counts: {} };
  const notes = new Map();                                   // number → {number, body, language}
  let live = false, skew = 0;
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (blank, name) => values[name] ?? blank);

  const root = h("div", "face comment-wall"), question = h("h1", "question"), grid = h("ul", "grid");
  const count = h("p", "count"), time = h("p", "time"), notice = h("p", "notice"), label = h("p", "label", say("question"));
  const ending = h("ol", "ending"), qr = h("img", "qr"), link = h("p", "offline", say("offline"));
  const code = h("p", "code"), address = h("p", "address");
  grid.setAttribute("aria-live", "off");
  Object.assign(qr, { alt: `${say("join_how")}`, src: model.get("qr") });
  qr.onerror = () => { qr.hidden = true; };
  const top = h("header", "top"), middle = h("main", "middle"), foot = h("footer", "foot"), how = h("div", "how");
  top.append(label, question);
  how.append(h("p", "join", say("join_how")), address, h("p", "names", say("no_names_asked")));
  foot.append(qr, code, how, link, notice, time, count);
  middle.append(ending, grid);
  root.append(top, middle, foot);
  el.replaceChildren(root);

  const closedWord = () => room.scene === "close" ? "closed" : ["welcome", "explain"].includes(room.scene) ? "e_notopen" : "paused";
  function refresh() {
    root.dataset.scene = room.scene ?? "";
    question.textContent = room.question ?? room.title ?? "";
    code.replaceChildren(h("span", "code-label", say("room_code")), h("strong", "", room.code ?? ""));
    const join = room.join_url ?? (location.pathname.startsWith("/w/") ? location.href : "");   // not "localhost" on the laptop
    address.textContent = join ? new URL(join).host : "";
    count.textContent = room.counts?.accepted == null ? "" : say("count_now", { n: room.counts.accepted });
    const left = room.deadline ? Math.ceil((Date.parse(room.deadline) - Date.now() - skew) / 60000) : 0;
    time.textContent = room.is_open && left > 0 ? say("time_left", { m: left }) : "";
    time.classList.toggle("last", left === 1);
    notice.textContent = room.is_open === false ? say(closedWord()) : room.scene === "icebreak" ? say("practice_now") : "";
    const close = room.scene === "close";
    ending.hidden = !close;
    grid.hidden = close;
    label.textContent = say(close ? "after_title" : "question");
    question.hidden = close;
    ending.replaceChildren(...(close ? ["after_1", "after_2", "after_3"].map((key) => h("li", "", say(key, { date: room.date }))) : []));
  }

  // -- newest first, each as large as it needs, until the grid of 12 places is full
  function draw() {
    const before = new Set([...grid.children].map((node) => node.dataset.number));
    grid.replaceChildren();
    let places = MOST_NOTES;
    for (const note of [...notes.values()].reverse()) {
      const node = h("li", before.size && !before.has(note.number) ? "note new" : "note"), said = h("p", "said", note.body);
      node.dataset.number = note.number;
      said.lang = note.language === "ja_easy" ? "ja" : note.language ?? "ja";
      node.append(said);
      grid.append(node);
      const span = SPANS.find(([columns, rows]) => fits(node, columns, rows)) ?? SPANS.at(-1);
      if (span[0] * span[1] > places || grid.scrollHeight > grid.clientHeight + 2) { node.remove(); break; }
      places -= span[0] * span[1];
      if (places < 1) break;
    }
    if (!notes.size) grid.append(h("li", "nothing", say("empty_mine")));
  }
  function fits(node, columns, rows) {
    node.style.gridColumn = `span ${columns}`;
    node.style.gridRow = `span ${rows}`;
    return node.scrollHeight <= node.clientHeight + 1;
  }
  let waiting = 0;
  function later() { if (!waiting) waiting = setTimeout(() => { waiting = 0; draw(); }, 250); }   // a burst is one quiet change

  const on = {
    state(message) { Object.assign(room, message); live = message.live ?? live;
      if (message.now) skew = Date.parse(message.now) - Date.now(); refresh(); },
    counts({ accepted }) { room.counts = { accepted }; refresh(); },
    comments({ comments }) { notes.clear(); for (const one of [...comments].reverse()) notes.set(one.number, one); draw(); },
    comment(one) {
      if (one.body != null) { notes.set(one.number, one); later(); return; }
      notes.delete(one.number);
      draw();                                                // hidden: gone at once
    },
    link({ online }) { link.hidden = online; },
  };
  const onMessage = (message) => { if (Object.hasOwn(on, message?.type)) on[message.type](message); };
  const hello = () => model.send({ type: "hello", others: true });
  const onResize = () => later();
  link.hidden = true;
  model.on("msg:custom", onMessage);
  addEventListener("resize", onResize);
  refresh(); draw(); hello();
  const timers = [setInterval(refresh, 5000), setInterval(() => { if (!live) hello(); }, HELLO_MS)];
  return () => {
    timers.forEach(clearInterval);
    clearTimeout(waiting);
    removeEventListener("resize", onResize);
    model.off("msg:custom", onMessage);
    el.replaceChildren();
  };
}

export default { render };
