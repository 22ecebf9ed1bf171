// The resident's form: write, send, see that it arrived. Runs on a kernel (anywidget) and on the
// kernel-free page (tablet_host.js) alike; it knows only the model: get, send, on("msg:custom").
// A draft gets its key once. Draft, key, outbox and own list live in localStorage, so a reload or
// a dead battery makes no second comment and loses no word. People's words: textContent only.

// ---- pure helpers (tested in tests/e2e/test_helpers.py) ----------------------------------------
const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter("ja", { granularity: "grapheme" });
export const graphemes = (text) => segmenter ? [...segmenter.segment(text)].length : [...text].length;
export const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (blank, name) => values[name] ?? blank);
export const plain = (text) => text.replace(/\[([^[\]|]+)\|([^[\]|]+)\]/g, "$1");
export const kana = (text) => text.replace(/\[([^[\]|]+)\|([^[\]|]+)\]/g, "$2");

/** "[町|まち]を" → [["町", "まち"], ["を", ""]] */
export function ruby(text) {
  const parts = [];
  for (const [all, base, reading] of text.matchAll(/\[([^[\]|]+)\|([^[\]|]+)\]|[^[]+|\[/g)) {
    parts.push(base ? [base, reading] : [all, ""]);
  }
  return parts;
}

/** Put readings (["[町|まち]", …]) on plain Japanese: the longest word wins; marked words stay. */
export function withReadings(text, readings) {
  const table = new Map(readings.map((marked) => [plain(marked), marked]));
  const words = [...table.keys()].sort((a, b) => b.length - a.length);
  if (!words.length) return text;
  const pattern = new RegExp(`\\[[^[\\]|]+\\|[^[\\]|]+\\]|${words.join("|")}`, "g");
  return text.replace(pattern, (word) => table.get(word) ?? word);
}

export function newKey(bytes = crypto.getRandomValues(new Uint8Array(16))) {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/** Milliseconds until the next try: doubles up to 8 s, spread so that tablets do not march in step. */
export const backoff = (tries, random = Math.random) => Math.min(8000, 800 * 2 ** tries) * (0.5 + random() / 2);

const same = (text) => text.normalize("NFKC").replace(/[\s。、.,!！?？]/g, "").toLowerCase();
const FAMILY = /^(?:奥|皆|神|今|関|境|原|島|沖|前|北|南|西|東)$/;

/** What to ask before sending: "e_pii", "ask_name", "e_same", "ask_two". Asks, never blocks. */
export function questionsAbout(text, { mine = [], surnames = "" } = {}) {
  const flat = text.normalize("NFKC");
  const numbers = flat.match(/(?:\+81|0)\d{1,4}[-\s()ー−‐]{0,2}\d{1,4}[-\s()ー−‐]{0,2}\d{3,4}/g) ?? [];
  const phone = numbers.some((n) => n.replace(/\D/g, "").length >= 9);
  const called = [...flat.matchAll(/(?<![一-鿿々])([一-鿿々]{1,4})(?:さん|さま|様|氏|くん|ちゃん|先生)/g)];
  const names = new Set(surnames.split(" "));
  const named = called.some(([, who]) => [1, 2, 3].some((n) => {
    const family = who.slice(0, n);
    return names.has(family) && !FAMILY.test(who) && who.length - n <= 2;
  }));
  const asked = [];
  if (phone || /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/.test(flat)) asked.push("e_pii");
  if (named) asked.push("ask_name");
  if (mine.some((body) => same(body) === same(text))) asked.push("e_same");
  if (text.trim().split(/\n+/).filter((line) => graphemes(line.trim()) > 4).length > 1) asked.push("ask_two");
  return asked;
}

// ---- what the tablet remembers -----------------------------------------------------------------
/** localStorage, or memory alone where it is refused. Two tabs keep each other's opinions. */
export function drawer(name) {
  const read = () => { try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; } };
  const kept = read(), dropped = new Set();
  const save = () => {
    if (kept.items) {
      const here = new Set([...kept.items.map((item) => item.key), ...dropped]);
      kept.items.push(...(read().items ?? []).filter((item) => !here.has(item.key)));
    }
    try { localStorage.setItem(name, JSON.stringify(kept)); } catch { /* memory only */ }
  };
  return { kept, save, forget: (key) => dropped.add(key) };
}

// ---- the outbox: every change is sent again until it is answered ---------------------------------
/** An item: {key, body, kind, table, language, device, want, number?, state?, edit_token?, …};
 *  `want` is what the server must still hear: submit, edit, withdraw or "". */
export function makeOutbox({ items, send, save, forget, changed, now = Date.now, random = Math.random }) {
  const due = new Map(), tries = new Map();
  const find = (key) => items.find((item) => item.key === key);
  const settle = (item) => { item.want = ""; due.delete(item.key); tries.delete(item.key); save(); changed(); };
  const messages = {
    submit: ({ body, kind, table, language, device }) => ({ body, kind, table, language, device }),
    edit: ({ number, edit_token, edited }) => ({ number, edit_token, ...edited }),
    withdraw: ({ number, edit_token }) => ({ number, edit_token }),
  };
  const tick = () => {
    for (const item of items.filter((i) => i.want && (due.get(i.key) ?? 0) <= now())) {
      due.set(item.key, now() + 10000);                       // no answer at all: try again
      send({ type: item.want, key: item.key, ...messages[item.want](item) });
    }
  };
  return {
    tick, find,
    put(item, want) {
      item.want = want;
      if (!items.includes(item)) items.unshift(item);
      due.delete(item.key);
      save(); changed(); tick();
    },
    hurry() { for (const key of due.keys()) due.set(key, now() + random() * 1500); },
    accepted({ key, number, state, edit_token, editable_until }) {
      const item = find(key);
      if (!item) return null;
      if (item.want === "edit") Object.assign(item, item.edited);
      Object.assign(item, { number, state, advice: null }, edit_token && { edit_token, editable_until });
      settle(item);
      return item;
    },
    rejected({ key, advice }) {
      const item = find(key);
      if (!item) return null;
      Object.assign(item, { advice: advice ?? {}, refused: !item.number });
      settle(item);
      return item;
    },
    unreachable({ key, after = 0 }) {
      if (!find(key)) return;
      const n = tries.get(key) ?? 0;
      tries.set(key, n + 1);
      due.set(key, now() + Math.max(after * 1000, backoff(n, random)));
      changed();
    },
    drop(item) { forget(item.key); items.splice(items.indexOf(item), 1); settle(item); },
  };
}

// ---- words and nodes -----------------------------------------------------------------------------
function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

/** Somebody's words, exactly: never read as markup, in the language they were written in. */
function said(c, { body, language }) {
  const node = h("p", { class: "said", lang: c.tag(language) });
  node.textContent = body;
  return node;
}

/** Looking up and writing sentences of the screen, with or without furigana. */
function speaker(c) {
  const { wording, model } = c;
  c.language = () => c.languages[c.me.kept.language] ? c.me.kept.language : "ja";
  c.tag = (code) => c.languages[code]?.tag ?? code ?? "ja";
  c.furigana = () => c.me.kept.furigana ?? Boolean(c.languages[c.language()].furigana);
  c.text = (key, values) => fill(wording[key]?.[c.language()] ?? wording[key]?.ja ?? key, values);
  c.spoken = (marked) => c.language() === "ja_easy" ? kana(marked) : plain(marked);
  c.say = (node, marked, readings = c.language() === "ja" ? model.get("readings") : []) => {
    const parts = c.furigana() ? ruby(withReadings(marked, readings)) : [[plain(marked), ""]];
    node.replaceChildren(...parts.map(([base, reading]) => reading
      ? h("ruby", {}, base, h("rt", { "aria-hidden": "true" }, reading)) : base));
    if (node.tagName === "BUTTON") node.setAttribute("aria-label", c.spoken(marked));
    return node;
  };
  c.put = (tag, key, attributes = {}, values = {}) => c.say(h(tag, attributes), c.text(key, values));
  c.button = (key, onclick, attributes = {}, values = {}) =>
    c.put("button", key, { type: "button", onclick, ...attributes }, values);
}

// ---- the steps before writing ----------------------------------------------------------------------
function nextStep(c) {
  if (!c.me.kept.language) return "language";
  if (c.kept.table == null && c.room.tables > 1) return "table";
  return c.kept.consented ? "write" : "consent";
}

function go(c, step = nextStep(c)) {
  const shown = showOthers(c);
  c.step = step;
  c.own.save(); c.me.save();
  c.draw();
  if (!shown && showOthers(c)) c.model.send({ type: "hello", others: true });
  (c.root.querySelector(".step-title") ?? c.root.querySelector("h1")).focus();
}

const title = (c, key) => c.put("h2", key, { tabindex: "-1", class: "step-title" });

const SCREENS = {
  language: (c) => [
    h("h2", { tabindex: "-1", class: "step-title", lang: "ja" }, c.wording.choose_language.ja,
      h("small", { lang: "en" }, c.wording.choose_language.en)),
    h("div", { class: "choices" }, Object.values(c.languages).map(({ code, name, tag }) => h("button", {
      type: "button", lang: tag, "aria-pressed": String(c.me.kept.language === code),
      onclick: () => { c.me.kept.language = code; delete c.me.kept.furigana; go(c); } }, name)))],
  table: (c) => [title(c, "choose_table"), h("div", { class: "choices tables" },
    Array.from({ length: c.room.tables }, (_, i) => i + 1).map((n) => c.button("table_n",
      () => { c.kept.table = n; go(c); }, { "aria-pressed": String(c.kept.table === n) }, { n })),
    c.button("no_table", () => { c.kept.table = 0; go(c); }, { class: "wide" }))],
  consent: (c) => [title(c, "consent_title"),
    h("ul", { class: "consent" }, (c.model.get("consent")[c.language()] ?? []).map((line) =>
      c.say(h("li"), fill(line, { ...c.room, min: c.room.edit_minutes })))),
    h("div", { class: "row end" }, c.button("consent_ok", () => { c.kept.consented = true; go(c); }, { class: "main" }))],
  write: (c) => [questionCard(c), h("div", { class: "columns" }, composer(c),
    h("div", { class: "lists" }, ending(c), mineCard(c), othersCard(c)))],
};

// ---- the top band: always there ------------------------------------------------------------------
function header(c) {
  const { parts, me } = c, writing = c.step !== "language";
  parts.title = h("h1", { tabindex: "-1", lang: "ja" });
  parts.offline = c.put("p", "offline", { class: "offline", role: "status" });
  const dots = h("span", { "aria-hidden": "true", class: "dots" });
  const sizer = h("button", { type: "button", class: "sizer", onclick: () => {
    me.kept.size = ((me.kept.size ?? 0) + 1) % SIZES.length; me.save(); resize(); } }, c.put("span", "size_short"), dots);
  const resize = () => {
    const size = me.kept.size ?? 0;
    c.root.style.setProperty("--size", SIZES[size]);
    dots.textContent = "●".repeat(size + 1) + "○".repeat(SIZES.length - 1 - size);
    sizer.setAttribute("aria-label", c.spoken(`${c.text("font_size")}: ${c.text(`size_${size + 1}`)}`));
  };
  resize();
  const japanese = writing && c.tag(c.language()) === "ja", [helper, help] = helpPanel(c);
  return h("header", {},
    h("div", { class: "where" }, parts.title, c.kept.table ? c.put("span", "table_n", { class: "chip" }, { n: c.kept.table }) : null),
    h("div", { class: "tools" }, writing && c.button("change_language", () => go(c, "language")), sizer,
      japanese && c.button("furigana", () => { me.kept.furigana = !c.furigana(); go(c, c.step); },
        { "aria-pressed": String(c.furigana()) }), writing && helper),
    parts.offline, help);
}

function helpPanel(c) {
  const show = (open) => { help.hidden = !open; helper.setAttribute("aria-expanded", String(open)); };
  const helper = c.button("help_short", () => show(help.hidden), { "aria-expanded": "false" });
  const help = h("div", { class: "help card", hidden: true }, c.put("p", "help"), h("div", { class: "row" },
    c.room.tables > 1 && c.button("change_table", () => go(c, "table")),
    document.querySelector(".words") && c.button("about_today", () => c.page({ words: true })),
    c.button("consent_title", () => go(c, "consent")),
    c.button("close", () => { show(false); helper.focus(); })));
  return [helper, help];
}

// ---- the question ----------------------------------------------------------------------------------
const questionText = (c) => c.model.get("question") || c.room.question || "";
const questionReadings = (c) => (c.model.get("question") ? c.model.get("question_readings") : c.room.question_readings) ?? [];
const voiceFor = () => globalThis.speechSynthesis?.getVoices().find((voice) => voice.lang.startsWith("ja"));

function questionCard(c) {
  const { parts } = c;
  parts.question = h("p", { class: "question", lang: "ja" });
  parts.time = h("p", { class: "time" });
  parts.notice = h("p", { class: "notice", role: "status" });
  parts.reader = c.button("read_aloud", () => readAloud(c), { class: "reader", hidden: true });
  return h("section", { class: "ask-card" },
    h("div", { class: "row top" }, c.put("h2", "question"), parts.reader, parts.time), parts.question, parts.notice);
}

function readAloud(c) {
  const button = c.parts.reader, quiet = () => c.say(button, c.text("read_aloud"));
  if (speechSynthesis.speaking) { speechSynthesis.cancel(); return; }
  const speech = new SpeechSynthesisUtterance(kana(withReadings(questionText(c), questionReadings(c))));
  Object.assign(speech, { voice: voiceFor(), lang: "ja-JP", rate: 0.9, onend: quiet, onerror: quiet });
  c.say(button, c.text("stop_reading"));
  speechSynthesis.speak(speech);
}

// ---- the box and the send button: never drawn again while someone writes -------------------------
function composer(c) {
  const { parts, kept } = c, { box, counter, count } = writingBox(c), { fieldset, choose } = kindButtons(c);
  const fill_in = () => { box.value = kept.draft.body; choose(); count(); };
  Object.assign(parts, { box, count, fill_in,
    status: h("p", { class: "status", role: "status" }),
    ask: h("div", { class: "asking", role: "group", "aria-label": c.spoken(c.text("check_first")), hidden: true }),
    send: c.button("send", () => trySend(c), { class: "main send" }) });
  fill_in();
  const unsure = c.button("dont_know", () => {
    if (box.value.trim()) return;
    kept.draft.body = plain(c.text("dont_know"));
    fill_in(); c.own.save(); parts.send.focus();
  }, { class: "unsure" });
  return parts.composer = h("section", { class: "composer card" },
    c.put("label", "write_label", { for: "box", class: "label" }), c.put("p", "hint_write", { id: "hint", class: "hint" }),
    box, fieldset, h("div", { class: "row care-row" }, c.put("p", "no_personal", { class: "care" }), unsure),
    h("div", { class: "bar" }, parts.ask, parts.status, h("div", { class: "row" }, counter, parts.send)));
}

function writingBox(c) {
  const { kept } = c, counter = h("span", { id: "left", class: "left" });
  const count = () => {
    const max = c.room.max_chars, n = graphemes(box.value.trim());
    c.say(counter, n <= max ? c.text("chars_left", { n: max - n }) : c.text("e_long", { n, max }));
    counter.classList.toggle("over", n > max);
  };
  const box = h("textarea", { id: "box", rows: "4", autocomplete: "off", lang: c.tag(c.language()),
    "aria-label": c.spoken(c.text("write_label")), "aria-describedby": "hint left",
    oninput: () => { kept.draft.body = box.value; c.own.save(); count(); },
    onkeydown: (event) => {
      if (event.isComposing || event.keyCode === 229) return;          // still choosing kanji
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); trySend(c); }
    } });
  return { box, counter, count };
}

function kindButtons(c) {
  const choose = () => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.kind === c.kept.draft.kind)));
  const buttons = Object.entries(KINDS).map(([kind, mark]) => h("button", { type: "button", class: `kind ${kind}`,
    "data-kind": kind, "aria-label": c.spoken(c.text(`kind_${kind}`)),
    onclick: () => { c.kept.draft.kind = c.kept.draft.kind === kind ? "" : kind; c.own.save(); choose(); } },
  h("span", { class: "mark", "aria-hidden": "true" }, mark), c.put("span", `kind_${kind}`)));
  return { choose, fieldset: h("fieldset", { class: "kinds", "aria-label": c.spoken(c.text("kind")) },
    c.put("legend", "kind"), h("div", { class: "row" }, buttons)) };
}

const isShut = ({ room }) => room.is_open === false;
const SHUT = { close: "closed", welcome: "e_notopen", explain: "e_notopen", vote: "voting_now", result: "result_now" };
const shutReason = ({ room }) => SHUT[room.scene] ?? "paused";

function trySend(c, { sure = false } = {}) {
  const { body, kind } = c.kept.draft, n = graphemes(body.trim()), max = c.room.max_chars;
  if (isShut(c)) return tell(c, shutReason(c), {}, "alert");
  if (!n) return tell(c, "e_empty", {}, "alert");
  if (n > max) return tell(c, "e_long", { n, max }, "alert");
  const mine = c.kept.items.filter((item) => item.state !== "withdrawn").map((item) => item.body);
  const asked = sure ? [] : questionsAbout(body, { mine, surnames: c.model.get("surnames") });
  if (asked.length) return ask(c, asked);
  const item = { key: newKey(), body, kind, table: c.kept.table ?? 0, language: c.language(), device: c.kept.device };
  c.kept.draft = { body: "", kind: "" };
  c.parts.fill_in();
  c.parts.box.focus({ preventScroll: true });
  tell(c, "sending");
  return c.outbox.put(item, "submit");
}

function ask(c, reasons) {
  const { parts } = c, close = () => { parts.ask.hidden = true; parts.box.focus(); };
  const heading = c.put("h3", "check_first", { tabindex: "-1" });
  parts.ask.replaceChildren(heading, h("ul", {}, reasons.map((key) => c.put("li", key))), h("div", { class: "row" },
    c.button("back_to_writing", close, { class: "main" }),
    c.button("send_as_is", () => { close(); trySend(c, { sure: true }); })));
  parts.status.replaceChildren();
  parts.ask.hidden = false;
  heading.focus();
}

/** A word beside the send button; screen readers hear it. */
function tell(c, key, values = {}, mood = "") { announce(c, mood, c.put("span", key, {}, values)); }
function announce(c, mood, ...nodes) {
  const { status, ask: asking } = c.parts;
  if (!status) return;
  asking.hidden = true;
  status.className = `status ${mood}`;
  status.replaceChildren(...nodes);
}

// ---- my own opinions -----------------------------------------------------------------------------
function mineCard(c) {
  const { parts } = c;
  Object.assign(parts, { mine: h("ul", { class: "notes" }), cards: new Map(), empty: c.put("p", "empty_mine", { class: "empty" }) });
  return h("section", { class: "mine card" }, c.put("h2", "my_posts"), parts.empty, parts.mine);
}

function refreshMine(c) {
  const { mine, cards, empty } = c.parts, { items } = c.kept;
  if (!mine) return;
  empty.hidden = items.length > 0;
  items.forEach((item, i) => {
    if (!cards.has(item.key)) cards.set(item.key, mineNote(c, item));
    const note = cards.get(item.key);
    if (mine.children[i] !== note.node) mine.insertBefore(note.node, mine.children[i] ?? null);
    note.update();
  });
  for (const [key, note] of cards) if (!c.outbox.find(key)) { note.node.remove(); cards.delete(key); }
}

function stateOf(c, item) {
  if (item.refused) return "st_refused";
  if (item.want) return c.online ? "sending" : "st_waiting";
  if (item.state === "withdrawn") return "st_withdrawn";
  if (item.number?.startsWith("P")) return "st_practice";
  return { pending: "checking", hidden: "not_shown", withheld: "not_shown" }[item.state] ?? "st_accepted";
}

/** One of my notes; `actions` is either waiting (直す・取り消す), editing or asking to withdraw. */
function mineNote(c, item) {
  const number = h("strong", { class: "number" }), state = h("span", { class: "state" }), words = said(c, item);
  const until = h("span", { class: "until" }), actions = h("div", { class: "row actions" }), advice = h("p", { class: "advice" });
  const node = h("li", { class: "note" }, h("div", { class: "row top" }, number, state), words, advice, actions);
  let busy = false;
  const open = (...nodes) => { busy = true; actions.replaceChildren(...nodes, c.button("back", close)); nodes[0].focus?.(); };
  const close = () => { busy = false; actions.replaceChildren(); update(); };
  const put = (want) => { item.advice = null; close(); c.outbox.put(item, want); };
  function editing() {
    const box = h("textarea", { rows: "3", "aria-label": c.spoken(c.text("edit")), lang: c.tag(item.language) });
    box.value = item.body;
    open(box, c.button("save_edit", () => {
      const n = graphemes(box.value.trim()), max = c.room.max_chars;
      advice.hidden = n > 0 && n <= max;
      if (!advice.hidden) { c.say(advice, c.text(n ? "e_long" : "e_empty", { n, max })); return; }
      item.edited = { body: box.value, kind: item.kind };
      put("edit");
    }, { class: "main" }));
  }
  const withdrawing = () => open(c.put("p", "ask_withdraw"), c.button("undo", () => put("withdraw"), { class: "main" }));
  const idle = [until, c.button("edit", editing), c.button("undo", withdrawing)];
  function update() {
    const editable = item.number && !item.want && item.state !== "withdrawn" && Date.parse(item.editable_until) > c.clock();
    words.textContent = item.want === "edit" ? item.edited.body : item.body;
    node.dataset.state = stateOf(c, item);
    number.textContent = item.number ?? "";
    c.say(state, c.text(stateOf(c, item)));
    if (busy) return;
    advice.hidden = !item.advice;
    if (item.advice) c.say(advice, item.advice[c.language()] ?? c.text("e_bad"));
    if (item.refused) actions.replaceChildren(c.button("back_to_writing", () => takeBack(c, item)));
    else if (!editable) actions.replaceChildren();
    else {
      const time = new Date(Date.parse(item.editable_until) - c.skew).toLocaleTimeString(c.tag(c.language()), { hour: "2-digit", minute: "2-digit" });
      c.say(until, c.text("edit_until", { time }));
      if (actions.firstChild !== until) actions.replaceChildren(...idle);
    }
  }
  return { node, update };
}

/** Refused words go back into the box, unless something else is being written there. */
function takeBack(c, item) {
  if (c.kept.draft.body.trim()) { tell(c, "words_kept"); return; }
  c.kept.draft = { body: item.body, kind: item.kind };
  c.outbox.drop(item);
  c.parts.fill_in?.();
}

// ---- everyone's opinions; new ones wait behind a button, so that nothing jumps while one reads ------
// While people write, each writes alone, unless staff show the results; votes need the list.
const alone = ({ scene, results }) => ["write", "write2"].includes(scene) && results === false;
const showOthers = ({ room, step }) => step === "write" && (room.scene === "vote" || Boolean(room.show_others) && !alone(room));

function othersCard(c) {
  const { parts } = c;
  Object.assign(parts, { others: h("ul", { class: "notes" }), othersTitle: c.put("h2", "others"),
    newer: h("button", { type: "button", class: "newer", hidden: true, onclick: () => { drawOthers(c); parts.others.querySelector("button")?.focus(); } }),
    votesLeft: h("p", { class: "votes-left", role: "status" }), count: h("p", { class: "count" }) });
  return h("section", { class: "others card" }, h("div", { class: "row top" }, parts.othersTitle, parts.count),
    parts.votesLeft, parts.newer, parts.others);
}

function drawOthers(c) {
  if (!c.parts.others) return;
  c.news.clear();
  const list = [...c.others.values()].slice(-MOST_OTHERS).reverse();
  c.parts.others.replaceChildren(...list.map((one) => otherNote(c, one)),
    ...(list.length ? [] : [c.put("li", "empty_others", { class: "empty" })]));
  refreshOthers(c);
}

function otherNote(c, one) {
  const { number, kind } = one, mine = c.kept.items.some((item) => item.number === number);
  const counted = ["result", "close"].includes(c.room.scene) && c.agrees.get(number);
  const toggle = c.room.scene === "vote" ? voteButton(c, number) : !mine && agreeButton(c, number);
  return h("li", { class: "note", "data-number": number },
    KINDS[kind] && h("span", { class: `mark ${kind}` }, h("span", { "aria-hidden": "true" }, `${KINDS[kind]} `), c.put("span", `kind_${kind}`)),
    said(c, one), h("div", { class: "row actions" }, toggle, counted ? h("span", { class: "agrees" }, `＋${counted}`) : null));
}

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
    refreshOthers(c);
  }, { class: "agree", "data-vote": number });
}

function refreshOthers(c) {
  const { parts, room } = c, open = showOthers(c), left = room.votes_each - c.kept.votes.length, news = c.news.size;
  parts.othersTitle.hidden = parts.others.hidden = !open;
  parts.newer.hidden = !open || !news;
  if (news) c.say(parts.newer, c.text("newer", { n: news }));
  parts.count.hidden = room.counts?.accepted == null;
  if (!parts.count.hidden) c.say(parts.count, c.text("count_now", { n: room.counts.accepted }));
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

/** One opinion as the feed tells it; without words it must not be seen any longer. */
function takeOther(c, one) {
  const node = c.parts.others?.querySelector(`[data-number="${one.number}"]`);
  if (one.body == null) { c.others.delete(one.number); c.news.delete(one.number); node?.remove(); return; }
  if (!c.others.has(one.number) && !c.kept.items.some((item) => item.number === one.number)) c.news.add(one.number);
  c.others.set(one.number, one);
  const words = node?.querySelector(".said");
  if (words) words.textContent = one.body;
}

// ---- the end of the evening ------------------------------------------------------------------------
function ending(c) {
  c.parts.numbers = h("ul", { class: "numbers" });
  return c.parts.ending = h("section", { class: "ending card", hidden: true }, c.put("h2", "after_title"),
    c.put("p", "after_1"), c.parts.steps = h("ol"),
    c.put("h3", "your_numbers"), c.parts.numbers, h("div", { class: "row" }, c.button("print_numbers", () => print())));
}

/** When a step comes: what staff wrote, else the promised time of the answers, else "later". */
function stepDay(c, i) {
  const written = c.room.schedule?.[i];
  if (written) return h("span", { class: "when", lang: "ja" }, written);
  return i === 1 && c.room.date ? c.put("span", "step_around", { class: "when" }, { date: c.room.date }) : c.put("span", "step_later", { class: "when" });
}

function refreshEnding(c) {
  const { scene } = c.room, reading = ["vote", "result", "close"].includes(scene) && isShut(c);
  c.parts.ending.hidden = scene !== "close";
  c.parts.steps.replaceChildren(...STEPS.map((key, i) => h("li", {}, c.put("span", key), " ", stepDay(c, i))));
  c.parts.composer.hidden = reading && !c.kept.draft.body.trim();
  c.parts.numbers.replaceChildren(...c.kept.items.filter((item) => item.number && item.state !== "withdrawn").map(({ number }) =>
    h("li", {}, h("a", { href: `/r/${number}`, "aria-label": `${number} ${c.spoken(c.text("followup"))}` }, number))));
}

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
    if (!shown && showOthers(c)) c.model.send({ type: "hello", others: true });
    if (c.step === "write" && scene !== c.room.scene) drawOthers(c);
    refresh(c);
  },
  counts(c, { accepted }) { c.room.counts = { accepted }; refresh(c); },
  comments(c, { comments }) {
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
  agree(c, { number, agrees }) { c.agrees.set(number, agrees); },
  link(c, { online }) { c.online = online; if (online) c.outbox.hurry(); refresh(c); },
  accepted(c, message) {
    const waiting = c.outbox.find(message.key)?.want, item = c.outbox.accepted(message);
    if (!item || waiting !== "submit") return;
    announce(c, "done", h("span", {}, h("span", { class: "tick", "aria-hidden": "true" }, "✓ "), c.put("span", "sent")),
      h("strong", { class: "number" }, plain(c.text("your_no", { id: "" })), h("span", { class: "whole" }, item.number)));
  },
  rejected(c, message) {
    const item = c.outbox.rejected(message);
    if (!item?.refused) return;
    takeBack(c, item);
    announce(c, "alert", c.say(h("span"), message.advice?.[c.language()] ?? c.text("e_bad")));
  },
  unreachable(c, message) { c.outbox.unreachable(message); if (!c.online) tell(c, "st_waiting"); },
};

// ---- putting it together ---------------------------------------------------------------------------
function render({ model, el }) {
  const root = h("div", { class: "face comment-form", "data-usable": true }), me = drawer("workshop-me"), own = drawer(`workshop-${model.get("slug")}`);
  const c = { model, root, me, own, kept: own.kept, room: { votes_each: 3, max_chars: 120, ...model.get("room"), counts: {} },
    wording: model.get("wording"), languages: Object.fromEntries(model.get("languages").map((about) => [about.code, about])),
    others: new Map(), news: new Set(), agrees: new Map(), parts: {}, skew: 0, online: true, live: false };
  c.kept.items ??= []; c.kept.agreed ??= []; c.kept.votes ??= []; c.kept.device ??= newKey(); c.kept.draft ??= { body: "", kind: "" };
  speaker(c);
  c.clock = () => Date.now() + c.skew;
  c.page = (detail) => el.dispatchEvent(new CustomEvent("workshop-page", { bubbles: true, detail }));
  c.outbox = makeOutbox({ items: c.kept.items, send: (message) => model.send(message), save: own.save, forget: own.forget,
    changed: () => refreshMine(c) });
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
  const hello = () => model.send({ type: "hello", others: showOthers(c) });
  const onMessage = (message) => { if (Object.hasOwn(MESSAGES, message?.type)) MESSAGES[message.type](c, message); };
  const onVoices = () => refresh(c);
  const fit = () => {                                       // how much an on-screen keyboard covers
    const covered = view.scale < 1.02 ? Math.max(0, innerHeight - view.height - view.offsetTop) : 0;
    root.style.setProperty("--keyboard", `${Math.round(covered)}px`);
  };
  model.on("msg:custom", onMessage);
  for (const event of ["resize", "scroll"]) view?.addEventListener(event, fit);
  voices?.addEventListener?.("voiceschanged", onVoices);
  hello();
  const timers = [setInterval(() => c.outbox.tick(), 500), setInterval(() => refresh(c), 10000),
    setInterval(() => { if (!c.live) hello(); }, HELLO_MS)];
  return () => {
    timers.forEach(clearInterval);
    model.off("msg:custom", onMessage);
    for (const event of ["resize", "scroll"]) view?.removeEventListener(event, fit);
    voices?.removeEventListener?.("voiceschanged", onVoices);
    el.replaceChildren();
  };
}

const STEPS = ["step_1", "step_2", "step_3", "step_4"];
const KINDS = { good: "◎", issue: "△", idea: "＋" };
const SIZES = [1, 1.2, 1.5];                                 // 20, 24, 30 px
const MOST_OTHERS = 60, HELLO_MS = 10000;

export default { render };
