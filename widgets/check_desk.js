// parts: hide_dialog
// The checker's desk. Rows arrive as messages; a row that was judged here leaves at once and comes
// back when the core refuses (somebody else was first).
const TABS = ["waiting", "second", "held", "shown", "hidden"];
const MOST = 80;

/** Which of the five places a row stands in. */
function placeOf(row) {
  if (row.second) return "second";
  if (row.state === "pending") return row.held ? "held" : "waiting";
  return row.state === "shown" ? "shown" : "hidden";
}

/** Rows by place: those that wait oldest first, those judged newest judgement first. */
function sorted(rows) {
  const found = Object.fromEntries(TABS.map((tab) => [tab, []]));
  for (const row of rows) found[placeOf(row)].push(row);
  for (const tab of ["waiting", "second", "held"]) found[tab].sort((a, b) => a.id - b.id);
  for (const tab of ["shown", "hidden"]) found[tab].sort((a, b) => b.last - a.last || b.id - a.id);
  return found;
}

function marks(model, row) {
  const words = model.get("wording"), tags = [];
  if (row.second) tags.push(h("span", { class: "tag notice" }, words.checking_second_tag));
  if (row.state !== "pending" || row.held) tags.push(h("span", { class: row.state === "shown" ? "tag sure" : "tag alert" },
    row.held ? words.checking_tab_held : model.get("states")[row.state] + (row.reason ? ` ${row.reason}` : "")));
  for (const hint of row.hints) tags.push(h("span", { class: "tag notice" }, words[`hint_${hint}`] || hint));
  if (row.edited) tags.push(h("span", { class: "tag notice" }, words.checking_edited));
  if (row.language) tags.push(h("span", { class: "tag" }, row.language));
  return tags;
}

/** Is the comment already what this button would make of it? */
const isAlready = (row, type) => ({ show: row.state === "shown", withhold: row.state === "withheld", hold: row.held })[type] ?? false;

const tableOf = (words, row) => row.table ? words.checking_table.replace("{t}", row.table) : words.no_table;

function large(model, row, act) {
  const words = model.get("wording");
  const button = (type, key, name, cls) => h("button", { type: "button", class: isAlready(row, type) ? null : cls, "data-do": type, "data-keep": type,
    "aria-disabled": isAlready(row, type) ? "true" : null, "aria-label": `${words[name]} ${row.number}`, onclick: () => act(type) }, h("kbd", { "aria-hidden": "true" }, key), words[name]);
  return h("article", { class: "large", "aria-label": row.number },
    h("div", { class: "row" }, h("b", { class: "number" }, row.number), h("span", { class: "quiet" }, tableOf(words, row)),
      h("span", { class: "quiet number" }, row.time), row.kind ? h("span", { class: "tag" }, row.kind) : null, ...marks(model, row)),
    h("p", { class: "words said", lang: row.tongue || null }, row.body),
    row.masked ? h("p", { class: "words public" }, h("span", { class: "quiet" }, words.checking_public_words), row.masked) : null,
    row.note ? h("p", { class: "quiet" }, `${words.checking_reason}：${row.note}`) : null,
    row.hints.length ? h("p", { class: "small quiet" }, words.hint_note) : null,
    h("div", { class: "judge" }, button("show", "1", "check_show", "main"), button("mask", "2", "check_mask"),
      button("hold", "3", "check_hold"), button("withhold", "9", "check_withhold")),
    h("div", { class: "row" }, h("button", { type: "button", "data-do": "second", "data-keep": "second", onclick: () => act("second") },
      row.second ? words.checking_second_back : words.check_second)));
}

function render({ model, el }) {
  const words = model.get("wording"), known = new Map(), sent = new Map();
  let tab = "waiting", chosen = null, planned = 0, list = [];
  const plan = () => { if (!planned) planned = requestAnimationFrame(draw); };
  const { stop } = settle(el, model, "check-desk", (message) => { if (message.type === "rows") { merge(known, message); plan(); } });
  const heard = (message) => {                               // refused: it stands in the queue again
    if (message.type === "said" && message.alarm && sent.delete(message.id)) plan();
  };
  model.on("msg:custom", heard);
  const row = () => known.get(chosen);
  const tell = (message) => { sent.set(message.id, known.get(message.id)?.seen); model.send(message); plan(); };
  const ask = hider({ get: (name) => model.get(name), send: tell }, el);
  function act(type) {
    const one = row();
    if (!one || isAlready(one, type)) return;
    if (type === "mask" || type === "withhold") ask(one, type);
    else if (type === "second") model.send({ type, id: one.id, wanted: !one.second });
    else tell({ type, id: one.id, seen: one.seen });
  }

  const title = h("h2"), mode = h("p", { class: "small" }), withheld = h("p", { class: "small withheld" });
  const undo = h("button", { type: "button", "data-do": "undo", onclick: () => model.send({ type: "undo" }) }, h("kbd", { "aria-hidden": "true" }, "Z"), words.check_undo);
  const tabs = h("div", { class: "row tabs", role: "group", "aria-label": words.checking_title });
  const stand = h("div", { class: "card stand" }), queue = h("ul", { class: "queue", "aria-label": words.checking_queue });
  el.prepend(h("div", { class: "card top" }, h("div", { class: "row" }, title, h("span", { class: "push" }), undo),
    h("p", { class: "promise" }, words.check_always), mode, tabs),
    h("div", { class: "two" }, stand, h("section", { class: "card", "aria-label": words.checking_queue }, queue)),
    h("div", { class: "card foot" }, withheld, h("p", { class: "small quiet" }, words.checking_keys)));

  function turn(name) { tab = name; chosen = null; draw(); }
  function draw() {
    planned = 0;
    for (const [id, seen] of sent) if (known.get(id)?.seen !== seen) sent.delete(id);
    const places = sorted([...known.values()].filter((r) => !sent.has(r.id)));
    const before = list.findIndex((r) => r.id === chosen);
    list = places[tab];
    if (!list.some((r) => r.id === chosen)) chosen = (list[tab === "waiting" ? 0 : Math.max(0, Math.min(before, list.length - 1))] ?? {}).id ?? null;
    keepFocus(el, () => {
      keyed(tabs, TABS.map((name) => ({ name, n: places[name].length, on: name === tab })), (t) => t.name, (t) => h("button", {
        type: "button", "data-keep": `tab-${t.name}`, "aria-pressed": String(t.on), onclick: () => turn(t.name) }, words[`checking_tab_${t.name}`], " ", h("b", { class: "number" }, String(t.n))));
      keyed(stand, [row() ?? { id: 0, tab }], (r) => r.id, (r) => r.id ? large(model, r, act)
        : h("p", { class: "empty", tabindex: "-1", "data-keep": "empty" }, tab === "waiting" ? words.checking_empty_waiting : words.checking_empty_other));
      keyed(queue, list.slice(0, MOST).map((r) => ({ ...r, on: r.id === chosen })), (r) => r.id, (r) => h("li", {}, h("button", {
        type: "button", "data-keep": r.number, "data-number": r.number, "aria-current": r.on ? "true" : null, onclick: () => { chosen = r.id; draw(); } },
        h("span", { class: "row" }, h("b", { class: "number" }, r.number), h("span", { class: "small quiet" }, tableOf(words, r)), ...marks(model, r)),
        h("span", { class: "brief", lang: r.tongue || null }, r.body))));
    });
  }
  const onkey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.keyCode === 229 || el.querySelector("dialog[open]")) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const types = { 1: "show", 2: "mask", 3: "hold", 9: "withhold" };
    if (types[event.key]) act(types[event.key]);
    else if (event.key.toLowerCase() === "z") model.send({ type: "undo" });
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const at = list.findIndex((r) => r.id === chosen) + (event.key === "ArrowDown" ? 1 : -1);
      if (list[at]) { chosen = list[at].id; draw(); queue.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }); }
    } else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", onkey);
  const unfollow = follow(model, ["room", "withheld"], () => {
    const room = model.get("room");
    put(title, `${words.checking_title}　${room.title ?? ""}`);
    put(mode, words[`checking_mode_${room.mode}`] ?? "");
    const some = model.get("withheld");
    put(withheld, some.length ? `${words.checking_counts}：${some.map(([code, text, n]) => `${code} ${text} ${n}件`).join("、")}` : words.checking_none_hidden);
  });
  draw();
  return () => { cancelAnimationFrame(planned); document.removeEventListener("keydown", onkey); model.off("msg:custom", heard); unfollow(); stop(); };
}

export { placeOf, sorted };
export default { render };
