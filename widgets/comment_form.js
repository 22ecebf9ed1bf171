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
function drawer(name) {
  const read = () => { try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; } };
  const kept = read();
  const save = () => { try { localStorage.setItem(name, JSON.stringify(kept)); } catch { /* memory only */ } };
  return { kept, save, read };
}

// ---- the outbox: every change is sent again until it is answered ---------------------------------
export function makeOutbox({ items, send, save, changed, now = Date.now, random = Math.random }) {
  const due = new Map(), tries = new Map();
  const find = (key) => items.find((item) => item.key === key);
  const wait = (item, ms) => due.set(item.key, now() + ms);
  const settle = (item) => { item.want = ""; due.delete(item.key); tries.delete(item.key); save(); changed(item); };
  const tick = () => {
    for (const item of items.filter((i) => i.want && (due.get(i.key) ?? 0) <= now())) {
      wait(item, 10000);                                     // no answer at all: try again
      const { key, number, edit_token, body, kind, table, language, device } = item;
      if (item.want === "submit") send({ type: "submit", key, body, kind, table, language, device });
      if (item.want === "edit") send({ type: "edit", key, number, edit_token, ...item.edited });
      if (item.want === "withdraw") send({ type: "withdraw", key, number, edit_token });
    }
  };
  return {
    tick, find,
    put(item) { if (!items.includes(item)) items.unshift(item); due.delete(item.key); save(); changed(item); tick(); },
    hurry() { for (const key of due.keys()) due.set(key, now() + random() * 1500); },
    accepted(message) {
      const item = find(message.key);
      if (!item) return null;
      if (item.want === "edit") Object.assign(item, item.edited);
      const { number, state, edit_token, editable_until } = message;
      Object.assign(item, { number, state, advice: null },
        edit_token && { edit_token, editable_until });
      settle(item);
      return item;
    },
    rejected(message) {
      const item = find(message.key);
      if (!item) return null;
      Object.assign(item, { advice: message.advice, refused: !item.number });
      settle(item);
      return item;
    },
    unreachable({ key, after = 0 }) {
      const item = find(key), n = tries.get(key) ?? 0;
      if (!item) return;
      tries.set(key, n + 1);
      wait(item, Math.max(after * 1000, backoff(n, random)));
      changed(item);
    },
    drop(item) { items.splice(items.indexOf(item), 1); settle(item); },
  };
}

// ---- building the page ---------------------------------------------------------------------------
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

const KINDS = { good: "◎", issue: "△", idea: "＋" };
const SIZES = [1, 1.2, 1.5];                         // 20, 24, 30 px
const MOST_OTHERS = 60, HELLO_SECONDS = 10;

function render({ model, el }) {
  const slug = model.get("slug"), wording = model.get("wording");
  const languages = Object.fromEntries(model.get("languages").map((about) => [about.code, about]));
  const me = drawer("workshop-me"), own = drawer(`workshop-${slug}`);
  const { kept } = own;
  kept.items ??= []; kept.agreed ??= []; kept.votes ??= []; kept.device ??= newKey();
  kept.draft ??= { key: newKey(), body: "", kind: "" };
  const room = { ...model.get("room"), counts: {} };
  const others = new Map();                          // number → {number, body, kind, language}
  const agrees = new Map();
  let skew = 0, online = true, live = false, news = 0, parts = {}, lastTold = null, reading = false;

  const root = h("div", { class: "face comment-form" });
  el.replaceChildren(root);
  const language = () => languages[me.kept.language] ? me.kept.language : "ja";
  const tag = (code) => languages[code]?.tag ?? code;
  const furigana = () => me.kept.furigana ?? Boolean(languages[language()].furigana);
  const clock = () => Date.now() + skew;

  // -- words
  const text = (key, values) => fill(wording[key]?.[language()] ?? wording[key]?.ja ?? key, values);
  const spoken = (marked) => language() === "ja_easy" ? kana(marked) : plain(marked);
  function inRuby(marked, readings) {
    if (!furigana()) return [plain(marked)];
    const source = readings || language() === "ja" ? withReadings(marked, readings ?? model.get("readings")) : marked;
    return ruby(source).map(([base, reading]) => reading
      ? h("ruby", {}, base, h("rt", { "aria-hidden": "true" }, reading)) : base);
  }
  function say(node, marked, readings) {
    node.replaceChildren(...inRuby(marked, readings));
    if (node.tagName === "BUTTON") node.setAttribute("aria-label", spoken(marked));
    return node;
  }
  const put = (tagName, key, attributes = {}, values) => say(h(tagName, attributes), text(key, values));
  const button = (key, onclick, attributes = {}, values) =>
    put("button", key, { type: "button", onclick, ...attributes }, values);

  // -- sending
  const outbox = makeOutbox({
    items: kept.items, send: (message) => model.send(message), save: own.save,
    changed: () => refreshMine(),
  });
  function submit(body, kind) {
    const { key } = kept.draft;
    kept.draft = { key: newKey(), body: "", kind: "" };
    lastTold = null;
    outbox.put({ key, body, kind, table: kept.table ?? 0, language: language(), device: kept.device,
      want: "submit", at: clock() });
    parts.clear?.();
    tell("sending");
  }
  function trySend({ sure = false } = {}) {
    const { body, kind } = kept.draft, n = graphemes(body.trim());
    if (isShut()) return tell(shutReason());
    if (!n) return tell("e_empty", {}, "alert");
    if (n > room.max_chars) return tell("e_long", { n, max: room.max_chars }, "alert");
    const mine = kept.items.filter((i) => i.state !== "withdrawn").map((i) => i.body);
    const asked = sure ? [] : questionsAbout(body, { mine, surnames: model.get("surnames") });
    if (asked.length) return ask(asked);
    return submit(body, kind);
  }
  const isShut = () => room.is_open === false;
  const shutReason = () => room.scene === "close" ? "closed"
    : ["welcome", "explain"].includes(room.scene) ? "e_notopen" : "paused";

  // -- small announcements beside the send button
  function tell(key, values, mood = "") {
    if (!parts.status) return;
    parts.ask.hidden = true;
    parts.status.className = `status ${mood}`;
    parts.status.replaceChildren(put("span", key, {}, values));
    if (mood === "alert") parts.box?.focus();
  }
  function tellReceipt(item) {
    if (!parts.status || item.key === lastTold) return;
    lastTold = item.key;
    parts.ask.hidden = true;
    parts.status.className = "status done";
    parts.status.replaceChildren(h("span", { class: "tick", "aria-hidden": "true" }, "✓"),
      put("span", "sent"), put("strong", "your_no", { class: "number" }, { id: item.number }));
  }
  function tellAdvice(advice) {
    parts.status.className = "status alert";
    parts.status.replaceChildren(say(h("span"), advice?.[language()] ?? text("e_bad")));
  }
  function ask(reasons) {
    const heading = put("h3", "check_first", { tabindex: "-1" });
    parts.ask.replaceChildren(heading, h("ul", {}, reasons.map((key) => put("li", key))),
      h("div", { class: "row" },
        button("back_to_writing", () => { parts.ask.hidden = true; parts.box.focus(); }, { class: "main" }),
        button("send_as_is", () => { parts.ask.hidden = true; trySend({ sure: true }); })));
    parts.status.replaceChildren();
    parts.ask.hidden = false;
    heading.focus();
  }

  // -- the steps before writing
  function nextStep() {
    if (!me.kept.language) return "language";
    if (kept.table == null && room.tables > 1) return "table";
    return kept.consented ? "write" : "consent";
  }
  let step = nextStep();
  function go(to = nextStep()) { step = to; own.save(); me.save(); draw(); root.querySelector("h1,h2")?.focus(); }

  const heading = (key) => put("h2", key, { tabindex: "-1", class: "step-title" });
  const screens = {
    language: () => [
      h("h2", { tabindex: "-1", class: "step-title" }, wording.choose_language.ja,
        h("small", { lang: "en" }, ` ${wording.choose_language.en}`)),
      h("div", { class: "choices" }, Object.entries(languages).map(([code, about]) =>
        h("button", { type: "button", lang: about.tag, "aria-pressed": String(me.kept.language === code),
          onclick: () => { me.kept.language = code; delete me.kept.furigana; go(); } }, about.name)))],
    table: () => [heading("choose_table"),
      h("div", { class: "choices tables" }, Array.from({ length: room.tables }, (_, i) =>
        button("table_n", () => { kept.table = i + 1; go(); }, { "aria-pressed": String(kept.table === i + 1) }, { n: i + 1 })),
      button("no_table", () => { kept.table = 0; go(); }, { class: "wide" }))],
    consent: () => [heading("consent_title"),
      h("ul", { class: "consent" }, (model.get("consent")[language()] ?? []).map((line) =>
        say(h("li"), fill(line, { ...room, min: room.edit_minutes })))),
      h("div", { class: "row end" }, button("consent_ok", () => { kept.consented = true; go(); }, { class: "main" }))],
    write: () => [questionCard(), h("div", { class: "columns" }, composer(),
      h("div", { class: "lists" }, ending(), mineCard(), othersCard()))],
  };

  function draw() {
    parts = {};
    const code = language();
    root.lang = tag(code);
    root.dataset.step = step;
    root.dataset.ruby = String(furigana());
    root.replaceChildren(header(), h("main", {}, screens[step]()));
    el.dispatchEvent(new CustomEvent("workshop-step", { bubbles: true, detail: step }));
    refresh();
  }

  // -- the top band: always there
  function header() {
    const japanese = tag(language()) === "ja";
    parts.offline = put("p", "offline", { class: "offline", role: "status" });
    parts.help = h("div", { class: "help card", hidden: true }, put("p", "help"),
      h("div", { class: "row" },
        room.tables > 1 && button("change_table", () => go("table")),
        button("consent_title", () => go("consent")),
        button("close", () => { parts.help.hidden = true; helper.setAttribute("aria-expanded", "false"); })));
    const helper = button("help_short", () => {
      parts.help.hidden = !parts.help.hidden;
      helper.setAttribute("aria-expanded", String(!parts.help.hidden));
    }, { "aria-expanded": "false" });
    const dots = h("span", { "aria-hidden": "true", class: "dots" });
    const sizer = h("button", { type: "button", class: "sizer",
      onclick: () => { me.kept.size = ((me.kept.size ?? 0) + 1) % SIZES.length; me.save(); resize(); } }, put("span", "size_short"), dots);
    const resize = () => {
      const size = me.kept.size ?? 0;
      root.style.setProperty("--size", SIZES[size]);
      dots.textContent = "●".repeat(size + 1) + "○".repeat(SIZES.length - 1 - size);
      sizer.setAttribute("aria-label", spoken(`${text("font_size")}: ${text(`size_${size + 1}`)}`));
    };
    resize();
    return h("header", {},
      h("div", { class: "where" }, parts.title = h("h1", { tabindex: "-1", lang: "ja" }),
        kept.table ? put("span", "table_n", { class: "chip" }, { n: kept.table }) : null),
      h("div", { class: "tools" },
        step !== "language" && button("change_language", () => go("language")), sizer,
        japanese && step !== "language" && button("furigana", () => { me.kept.furigana = !furigana(); go(step); },
          { "aria-pressed": String(furigana()) }),
        step !== "language" && helper),
      parts.offline, parts.help);
  }

  // -- the question
  function questionCard() {
    parts.question = h("p", { class: "question", lang: "ja" });
    parts.time = h("p", { class: "time" });
    parts.notice = h("p", { class: "notice", role: "status" });
    parts.reader = button("read_aloud", readAloud, { class: "reader", hidden: true });
    return h("section", { class: "ask-card", "aria-labelledby": "q" },
      h("div", { class: "row top" }, put("h2", "question", { id: "q" }), parts.time, parts.reader),
      parts.question, parts.notice);
  }
  const questionText = () => model.get("question") || room.question || "";
  const voiceFor = () => globalThis.speechSynthesis?.getVoices().find((v) => v.lang.replace("_", "-").startsWith("ja"));
  function readAloud() {
    speechSynthesis.cancel();
    if (reading) { reading = false; return say(parts.reader, text("read_aloud")); }
    const speech = new SpeechSynthesisUtterance(kana(questionText()));
    Object.assign(speech, { voice: voiceFor(), lang: "ja-JP", rate: 0.9,
      onend: () => { reading = false; if (parts.reader) say(parts.reader, text("read_aloud")); } });
    reading = true;
    say(parts.reader, text("stop_reading"));
    return speechSynthesis.speak(speech);
  }

  // -- the box and the send button: never drawn again while someone writes
  function composer() {
    const { draft } = kept;
    const box = h("textarea", { id: "box", rows: "4", "aria-describedby": "hint left", autocomplete: "off", lang: tag(language()),
      oninput: () => { kept.draft.body = box.value; own.save(); count(); },
      onkeydown: (event) => {
        if (event.isComposing || event.keyCode === 229) return;   // still choosing kanji
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); trySend(); }
      } });
    box.value = draft.body;
    const kinds = Object.entries(KINDS).map(([kind, mark]) => h("button", {
      type: "button", class: `kind ${kind}`, "data-kind": kind, "aria-pressed": "false",
      "aria-label": spoken(text(`kind_${kind}`)),
      onclick: () => { kept.draft.kind = kept.draft.kind === kind ? "" : kind; own.save(); choose(); } },
    h("span", { class: "mark", "aria-hidden": "true" }, mark), put("span", `kind_${kind}`)));
    const choose = () => kinds.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.kind === kept.draft.kind)));
    const left = h("span", { id: "left", class: "left" });
    const count = () => {
      const n = room.max_chars - graphemes(box.value.trim());
      say(left, n >= 0 ? text("chars_left", { n }) : text("e_long", { n: room.max_chars - n, max: room.max_chars }));
      left.classList.toggle("over", n < 0);
    };
    Object.assign(parts, { box, count,
      clear: () => { box.value = ""; choose(); count(); box.focus({ preventScroll: true }); },
      restore: () => { box.value = kept.draft.body; choose(); count(); },
      status: h("p", { class: "status", role: "status" }),
      ask: h("div", { class: "asking", role: "alertdialog", "aria-label": spoken(text("check_first")), hidden: true }),
      send: button("send", () => trySend(), { class: "main send" }) });
    choose(); count();
    return h("section", { class: "composer card" },
      put("label", "write_label", { for: "box", class: "label" }), put("p", "hint_write", { id: "hint", class: "hint" }),
      box,
      h("fieldset", { class: "kinds" }, put("legend", "kind"), h("div", { class: "row" }, kinds)),
      put("p", "no_personal", { class: "care" }),
      h("div", { class: "bar" }, parts.ask, parts.status, h("div", { class: "row" }, left, parts.send)));
  }

  // -- my own opinions
  function mineCard() {
    parts.mine = h("ul", { class: "notes", "aria-live": "off" });
    parts.cards = new Map();
    parts.empty = put("p", "empty_mine", { class: "empty" });
    return h("section", { class: "mine card" }, put("h2", "my_posts"), parts.empty, parts.mine);
  }
  function refreshMine() {
    if (!parts.mine) return;
    parts.empty.hidden = kept.items.length > 0;
    kept.items.forEach((item, i) => {
      if (!parts.cards.has(item.key)) parts.cards.set(item.key, mineNote(item));
      const note = parts.cards.get(item.key);
      if (parts.mine.children[i] !== note.node) parts.mine.insertBefore(note.node, parts.mine.children[i] ?? null);
      note.update();
    });
    for (const [key, note] of parts.cards) {
      if (!outbox.find(key)) { note.node.remove(); parts.cards.delete(key); }
    }
  }
  function stateOf(item) {
    if (item.refused) return "st_refused";
    if (item.want) return online ? "sending" : "st_waiting";
    if (item.state === "withdrawn") return "st_withdrawn";
    if (item.number?.startsWith("P")) return "st_practice";
    return { pending: "checking", hidden: "not_shown", withheld: "not_shown" }[item.state] ?? "st_accepted";
  }
  const editable = (item) => item.number && !item.want && item.state !== "withdrawn" && Date.parse(item.editable_until) > clock();
  function mineNote(item) {
    const body = h("p", { class: "said", lang: tag(item.language) });
    const number = h("strong", { class: "number" }), state = h("span", { class: "state" });
    const until = h("span", { class: "until" }), actions = h("div", { class: "row actions" }), advice = h("p", { class: "advice" });
    const node = h("li", { class: "note" }, h("div", { class: "row top" }, number, state), body, advice, actions);
    let mode = "";
    const idle = () => [until, button("edit", () => open("edit")), button("undo", () => open("withdraw"))];
    const modes = {
      edit() {
        const box = h("textarea", { rows: "3", "aria-label": spoken(text("edit")) });
        box.value = item.body;
        const save = () => {
          const n = graphemes(box.value.trim());
          if (!n || n > room.max_chars) { say(advice, text(n ? "e_long" : "e_empty", { n, max: room.max_chars })); return; }
          Object.assign(item, { want: "edit", edited: { body: box.value, kind: item.kind }, advice: null });
          close(); outbox.put(item);
        };
        actions.replaceChildren(box, button("save_edit", save, { class: "main" }), button("back", close));
        box.focus();
      },
      withdraw() {
        const yes = button("undo", () => { item.want = "withdraw"; close(); outbox.put(item); }, { class: "main" });
        actions.replaceChildren(put("p", "ask_withdraw"), yes, button("back", close));
        yes.focus();
      },
    };
    const open = (name) => { mode = name; modes[name](); };
    const close = () => { mode = ""; update(); };
    function update() {
      body.textContent = item.want === "edit" ? item.edited.body : item.body;
      node.dataset.state = stateOf(item);
      number.textContent = item.number ?? "";
      say(state, text(stateOf(item)));
      const words = item.advice ? (item.advice[language()] ?? item.advice.ja ?? text("e_bad")) : "";
      say(advice, words);
      advice.hidden = !words;
      if (mode) return;
      if (item.refused) actions.replaceChildren(button("back_to_writing", () => takeBack(item)));
      else if (editable(item)) {
        const time = new Date(Date.parse(item.editable_until) - skew).toLocaleTimeString(tag(language()), { hour: "2-digit", minute: "2-digit" });
        say(until, text("edit_until", { time }));
        if (actions.children[0] !== until) actions.replaceChildren(...idle());
      } else actions.replaceChildren();
    }
    return { node, update };
  }
  function takeBack(item) {
    if (kept.draft.body.trim()) return tell("words_kept");
    kept.draft = { key: item.key, body: item.body, kind: item.kind };
    outbox.drop(item);
    return parts.restore?.();
  }

  // -- everyone's opinions; new ones wait behind a button, so that nothing jumps while one reads
  const showOthers = () => Boolean(room.show_others) || room.scene === "vote";
  function othersCard() {
    parts.others = h("ul", { class: "notes" });
    parts.newer = h("button", { type: "button", class: "newer", hidden: true, onclick: () => drawOthers() });
    parts.othersTitle = put("h2", "others");
    parts.votesLeft = h("p", { class: "votes-left", role: "status" });
    parts.count = h("p", { class: "count" });
    return parts.othersCard = h("section", { class: "others card" },
      h("div", { class: "row top" }, parts.othersTitle, parts.count), parts.votesLeft, parts.newer, parts.others);
  }
  function drawOthers() {
    if (!parts.others) return;
    news = 0;
    parts.newer.hidden = true;
    const mine = new Set(kept.items.map((i) => i.number)), list = [...others.values()].slice(-MOST_OTHERS).reverse();
    parts.others.replaceChildren(...(list.length ? list.map((one) => otherNote(one, mine.has(one.number)))
      : [put("li", "empty_others", { class: "empty" })]));
    refreshVotes();
  }
  function otherNote(one, isMine) {
    const toggle = room.scene === "vote" ? voteButton(one.number) : !isMine && agreeButton(one.number);
    return h("li", { class: "note", "data-number": one.number },
      one.kind && KINDS[one.kind] ? h("span", { class: `mark ${one.kind}` }, h("span", { "aria-hidden": "true" }, KINDS[one.kind]), " ", put("span", `kind_${one.kind}`)) : null,
      (() => { const p = h("p", { class: "said", lang: tag(one.language) }); p.textContent = one.body; return p; })(),
      toggle && h("div", { class: "row actions" }, toggle,
        ["result", "close"].includes(room.scene) && agrees.get(one.number) ? h("span", { class: "agrees" }, String(agrees.get(one.number))) : null));
  }
  function agreeButton(number) {
    const on = () => kept.agreed.includes(number);
    const b = button("like", () => {
      kept.agreed = on() ? kept.agreed.filter((n) => n !== number) : [...kept.agreed, number];
      own.save();
      b.setAttribute("aria-pressed", String(on()));
      model.send({ type: "agree", key: newKey(), number, on: on(), device: kept.device });
    }, { class: "agree", "aria-pressed": String(on()) });
    return b;
  }
  function voteButton(number) {
    const b = button("vote", () => {
      const has = kept.votes.includes(number);
      if (!has && kept.votes.length >= (room.votes_each ?? 3)) return;
      kept.votes = has ? kept.votes.filter((n) => n !== number) : [...kept.votes, number];
      own.save();
      model.send({ type: "vote", key: newKey(), numbers: kept.votes, device: kept.device });
      refreshVotes();
    }, { class: "agree", "data-vote": number });
    return b;
  }
  function refreshVotes() {
    const each = room.votes_each ?? 3, left = each - kept.votes.length;
    if (room.scene === "vote") say(parts.votesLeft, `${text("vote_help", { n: each })}　${text("votes_left", { n: left })}`);
    parts.votesLeft.hidden = room.scene !== "vote";
    for (const b of parts.others.querySelectorAll("[data-vote]")) {
      const on = kept.votes.includes(b.dataset.vote);
      say(b, text(on ? "vote_done" : "vote"));
      b.setAttribute("aria-pressed", String(on));
      b.setAttribute("aria-disabled", String(!on && left <= 0));
    }
  }
  function take(one) {
    if (one.body == null) { if (others.delete(one.number)) parts.others?.querySelector(`[data-number="${one.number}"]`)?.remove(); return; }
    const known = others.has(one.number);
    others.set(one.number, one);
    const shown = parts.others?.querySelector(`[data-number="${one.number}"] .said`);
    if (shown) shown.textContent = one.body;
    else if (!known && !kept.items.some((i) => i.number === one.number)) news += 1;
  }

  // -- the end of the evening
  function ending() {
    const values = { date: room.date };
    parts.ending = h("section", { class: "ending card", hidden: true }, put("h2", "after_title"),
      h("ol", {}, ["after_1", "after_2", "after_3"].map((key) => put("li", key, {}, values))),
      put("h3", "your_numbers"), parts.numbers = h("ul", { class: "numbers" }),
      h("div", { class: "row" }, button("print_numbers", () => print())));
    return parts.ending;
  }

  // -- what changes with the room, the clock and the line
  function refresh() {
    parts.offline.hidden = online;
    parts.title.textContent = room.title || plain(text("app_title"));
    if (step !== "write" || !parts.question) return;
    say(parts.question, questionText(), model.get("question_readings"));
    parts.reader.hidden = !voiceFor();
    const minutes = room.deadline ? Math.ceil((Date.parse(room.deadline) - clock()) / 60000) : null;
    say(parts.time, minutes == null || isShut() ? "" : minutes > 0 ? text("time_left", { m: minutes }) : text("time_up"));
    parts.time.classList.toggle("last", minutes != null && minutes <= 1);
    const notice = isShut() ? shutReason() : room.scene === "icebreak" ? "practice_now" : "";
    parts.notice.hidden = !notice;
    if (notice) say(parts.notice, text(notice));
    parts.send.setAttribute("aria-disabled", String(isShut()));
    root.dataset.scene = room.scene ?? "";
    parts.count.hidden = room.counts?.accepted == null;
    if (!parts.count.hidden) say(parts.count, text("count_now", { n: room.counts.accepted }));
    parts.othersCard.dataset.open = String(showOthers());
    parts.othersTitle.hidden = parts.others.hidden = !showOthers();
    parts.newer.hidden = !news || !showOthers();
    if (news) say(parts.newer, text("newer", { n: news }));
    if (showOthers() && (!parts.others.children.length || !others.size)) drawOthers();
    parts.ending.hidden = room.scene !== "close";
    parts.numbers.replaceChildren(...kept.items.filter((i) => i.number).map((i) => h("li", {},
      h("a", { href: `/r/${i.number}`, "aria-label": `${i.number} ${spoken(text("followup"))}` }, i.number))));
    refreshMine();
  }

  // -- messages
  const on = {
    state(message) {
      const { scene, tables } = room;
      Object.assign(room, message);
      if (message.now) skew = Date.parse(message.now) - Date.now();
      live = message.live ?? live;
      if (showOthers() && !others.size) model.send({ type: "hello", others: true });
      if (step === "table" && tables !== room.tables) draw();
      if (scene !== room.scene) drawOthers();
      refresh();
    },
    counts(message) { room.counts = { accepted: message.accepted }; refresh(); },
    comments({ comments }) {
      others.clear();
      for (const one of [...comments].reverse()) { others.set(one.number, one); agrees.set(one.number, one.agrees ?? 0); }
      drawOthers(); refresh();
    },
    comment(message) {
      const mine = kept.items.find((i) => i.number === message.number);
      if (mine && mine.state !== "withdrawn") { mine.state = message.state; own.save(); }
      take(message); refresh();
    },
    agree({ number, agrees: n }) { agrees.set(number, n); },
    votes() { refreshVotes(); },
    link(message) { online = message.online; if (online) outbox.hurry(); refresh(); },
    accepted(message) {
      const item = outbox.accepted(message);
      if (item?.number && item.state !== "withdrawn") tellReceipt(item);
    },
    rejected(message) {
      const item = outbox.rejected(message);
      if (!item) return;
      if (item.refused && !kept.draft.body.trim()) takeBack(item);
      if (parts.status) tellAdvice(message.advice);
    },
    unreachable: (message) => { outbox.unreachable(message); if (!online && parts.status) tell("st_waiting"); },
  };
  const onMessage = (message) => { if (Object.hasOwn(on, message?.type)) on[message.type](message); };
  const onVoices = () => refresh();
  const fit = () => {
    const view = globalThis.visualViewport;
    const keyboard = view && view.scale < 1.02 ? Math.max(0, innerHeight - view.height - view.offsetTop) : 0;
    root.style.setProperty("--keyboard", `${Math.round(keyboard)}px`);
  };
  const hello = () => model.send({ type: "hello", others: others.size === 0 && showOthers() });
  model.on("msg:custom", onMessage);
  globalThis.visualViewport?.addEventListener("resize", fit);
  globalThis.visualViewport?.addEventListener("scroll", fit);
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", onVoices);
  own.save();
  draw(); fit(); hello();
  const timers = [setInterval(() => outbox.tick(), 500), setInterval(() => refresh(), 10000),
    setInterval(() => { if (!live) hello(); }, HELLO_SECONDS * 1000)];
  return () => {
    timers.forEach(clearInterval);
    model.off("msg:custom", onMessage);
    globalThis.visualViewport?.removeEventListener("resize", fit);
    globalThis.visualViewport?.removeEventListener("scroll", fit);
    globalThis.speechSynthesis?.removeEventListener?.("voiceschanged", onVoices);
    el.replaceChildren();
  };
}

export default { render };
