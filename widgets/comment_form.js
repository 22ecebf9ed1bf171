// parts: nodes letters drawer form_furigana form_check form_outbox form_wants form_steps form_top form_question form_write form_mine form_votes form_others form_end
// The resident's form: write, send, see that it arrived. Runs on a kernel (anywidget) and on the
// kernel-free page (tablet_host.js) alike; it knows only the model: get, send, on("msg:custom").
// A draft gets its key once. Draft, key, outbox and own list live in localStorage, so a reload or
// a dead battery makes no second comment and loses no word. People's words: textContent only.
const HELLO_MS = 10000;

// ---- what changes with the room, the clock and the line --------------------------------------------
function refresh(c) {
  const { parts, room } = c;
  parts.offline.hidden = c.online;
  parts.title.textContent = room.title || plain(c.text("app_title"));
  c.root.dataset.scene = room.scene ?? "";
  if (c.step !== "write") return;
  c.say(parts.question, questionText(c), questionReadings(c));
  parts.reader.hidden = !voiceFor();
  const minutes = room.deadline && !isShut(c) ? Math.ceil((Date.parse(room.deadline) - c.clock()) / 60000) : null;
  c.say(parts.time, minutes == null ? "" : minutes > 0 ? c.text("time_left", { m: minutes }) : c.text("time_up"));
  parts.time.classList.toggle("last", minutes != null && minutes <= 1);
  const notice = isShut(c) ? shutReason(c) : room.scene === "icebreak" ? "practice_now" : "";
  parts.notice.hidden = !notice;
  if (notice && parts.notice.dataset.key !== notice) c.say(parts.notice, c.text(notice));
  parts.notice.dataset.key = notice;
  parts.send.setAttribute("aria-disabled", String(isShut(c)));
  refreshMine(c); refreshOthers(c); refreshEnding(c);
}

const MESSAGES = {
  state(c, message) {
    const { scene, tables } = c.room, shown = showOthers(c);
    Object.assign(c.room, message);
    c.live = message.live ?? c.live;
    if (message.now) c.skew = Date.parse(message.now) - Date.now();
    if (c.step === "table" && tables !== c.room.tables) c.draw();
    if (!shown && showOthers(c)) sayHello(c);
    if (c.step === "write" && scene !== c.room.scene) drawOthers(c);
    if (scene !== "vote" && c.room.scene === "vote" && c.kept.votes.length) chooseVotes(c, c.kept.votes);
    refresh(c);
  },
  counts(c, { accepted }) { c.room.counts = { accepted }; refresh(c); },
  comments(c, { comments, more }) {
    Object.assign(c, { more, oldest: comments.at(-1)?.number });
    const first = c.others.size === 0, now = new Set(comments.map((one) => one.number));
    for (const number of [...c.others.keys()]) if (!now.has(number)) takeOther(c, { number });
    for (const one of [...comments].reverse()) { takeOther(c, one); c.agrees.set(one.number, one.agrees ?? c.agrees.get(one.number)); }
    if (first) drawOthers(c);
    refresh(c);
  },
  comment(c, message) {
    const mine = c.kept.items.find((item) => item.number === message.number);
    if (mine && mine.state !== "withdrawn") { mine.state = message.state; c.own.save(); }
    takeOther(c, message); refresh(c);
  },
  agree(c, message) { c.agrees.set(message.number, message.agrees); heardWant(c, message); },
  votes(c, message) { heardWant(c, message); },
  older(c, message) { takeOlder(c, message); },
  link(c, { online }) { c.online = online; if (online) { c.outbox.hurry(); c.wants.hurry(); } refresh(c); },
  accepted(c, message) {
    const waiting = c.outbox.find(message.key)?.want, item = c.outbox.accepted(message);
    if (!item || waiting !== "submit") return;
    announce(c, "done", h("span", {}, h("span", { class: "tick", "aria-hidden": "true" }, "✓ "), c.put("span", "sent")),
      h("strong", { class: "number" }, plain(c.text("your_no", { id: "" })), h("span", { class: "whole" }, item.number)));
  },
  rejected(c, message) {
    if (heardWant(c, message)) return;
    const item = c.outbox.rejected(message);
    if (!item?.refused) return;
    takeBack(c, item);
    announce(c, "alert", c.say(h("span"), message.advice?.[c.language()] ?? c.text("e_bad")));
  },
  unreachable(c, message) { c.outbox.unreachable(message); c.wants.unreachable(message); if (!c.online && c.outbox.find(message.key)) tell(c, "st_waiting"); },
};

// ---- putting it together ---------------------------------------------------------------------------
function render({ model, el }) {
  const root = h("div", { class: "face comment-form", "data-usable": true }), me = drawer("workshop-me"), own = drawer(`workshop-${model.get("slug")}`);
  const c = { model, root, me, own, kept: own.kept, room: { votes_each: 3, max_chars: 120, ...model.get("room"), counts: {} },
    wording: model.get("wording"), languages: Object.fromEntries(model.get("languages").map((about) => [about.code, about])),
    others: new Map(), most: STEP, news: new Set(), agrees: new Map(), parts: {}, skew: 0, online: true, live: false };
  c.kept.items ??= []; c.kept.agreed ??= []; c.kept.votes ??= []; c.kept.wants ??= []; c.kept.device ??= newKey(); c.kept.draft ??= { body: "", kind: "" };
  speaker(c);
  c.clock = () => Date.now() + c.skew;
  c.page = (detail) => el.dispatchEvent(new CustomEvent("workshop-page", { bubbles: true, detail }));
  c.outbox = makeOutbox({ items: c.kept.items, send: (message) => model.send(message), save: own.save, forget: own.forget,
    changed: () => refreshMine(c) });
  c.wants = makeWants({ wants: c.kept.wants, send: (message) => model.send(message), save: own.save,
    changed: () => refreshVotes(c) });
  c.draw = () => {
    c.parts = {};
    root.lang = c.tag(c.language());
    Object.assign(root.dataset, { step: c.step, ruby: String(c.furigana()) });
    root.replaceChildren(header(c), h("main", {}, SCREENS[c.step](c)));
    c.page({ step: c.step });
    drawOthers(c); refresh(c);
  };
  c.step = nextStep(c);
  el.replaceChildren(root);
  own.save();
  c.draw();
  return live(c, el);
}

/** Connect to the model, the keyboard, the voices and the clock; returns the clean-up. */
function live(c, el) {
  const { model, root } = c, view = globalThis.visualViewport, voices = globalThis.speechSynthesis;
  const onMessage = (message) => { if (Object.hasOwn(MESSAGES, message?.type)) MESSAGES[message.type](c, message); };
  const onVoices = () => refresh(c);
  const fit = () => {                                       // how much an on-screen keyboard covers
    const covered = view.scale < 1.02 ? Math.max(0, innerHeight - view.height - view.offsetTop) : 0;
    root.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  };
  model.on("msg:custom", onMessage);
  for (const event of ["resize", "scroll"]) view?.addEventListener(event, fit);
  voices?.addEventListener?.("voiceschanged", onVoices);
  sayHello(c);
  const timers = [setInterval(() => { c.outbox.tick(); c.wants.tick(); }, 500), setInterval(() => refresh(c), 10000),
    setInterval(() => { if (!c.live) sayHello(c); }, HELLO_MS)];
  return () => {
    timers.forEach(clearInterval);
    model.off("msg:custom", onMessage);
    for (const event of ["resize", "scroll"]) view?.removeEventListener(event, fit);
    voices?.removeEventListener?.("voiceschanged", onVoices);
    el.replaceChildren();
  };
}

export default { render };
