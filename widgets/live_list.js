// parts: hide_dialog
// The facilitator's list. Rows arrive as messages and are kept in a Map; 60 are drawn, more on request.
const STEP = 60;
// Waiting ones oldest first, then all others newest first.
function ordered(rows) {
  const waiting = rows.filter((r) => r.state === "pending").sort((a, b) => a.id - b.id);
  const others = rows.filter((r) => r.state !== "pending").sort((a, b) => b.id - a.id);
  return [waiting, others];
}

function tagsOf(model, row) {
  const words = model.get("wording");
  const names = model.get("measures");
  const tags = [h("b", { class: "number" }, row.number), h("span", { class: "small quiet number" }, row.time)];
  if (row.state !== "shown") tags.push(h("span", { class: row.state === "pending" ? "tag notice" : "tag alert" },
    model.get("states")[row.state] + (row.reason ? ` ${row.reason}` : "")));
  for (const hint of row.hints) tags.push(h("span", { class: "tag notice" }, words[`hint_${hint}`] || hint));
  if (row.kind) tags.push(h("span", { class: "tag" }, row.kind));
  if (row.language) tags.push(h("span", { class: "tag" }, row.language));
  if (row.measures) tags.push(...(row.measures.length ? row.measures : [""]).map((id) =>
    h("span", { class: id ? "tag" : "tag none", title: names[id] || null }, id ? names[id] || id : words.plan_none)));
  else tags.push(h("span", { class: "small quiet" }, words.list_sorting));
  return tags;
}

function card(model, ask, row) {
  const words = model.get("wording");
  const act = (type) => () => model.send({ type, id: row.id, seen: row.seen });
  const button = (text, onclick, name, cls) => h("button", { type: "button", class: cls, "data-do": name, onclick,
    "aria-label": `${text} ${row.number}` }, text);
  const large = ["shown", "masked"].includes(row.state) ? button(words.list_large, act("large"), "large") : null;
  const buttons = row.state === "shown" ? [large, button(words.list_hide, () => ask(row, "withhold"), "hide")]
    : row.state === "withdrawn" ? []
    : [button(words.check_show, act("show"), "show", row.state === "pending" ? "main" : ""),
       large, button(words.check_mask, () => ask(row, "mask"), "mask"),
       row.state === "withheld" ? null : button(words.check_withhold, () => ask(row, "withhold"), "withhold")].filter(Boolean);
  const body = h("p", { class: "words said", lang: row.tongue || null }, row.body);
  const masked = row.masked ? h("p", { class: "words small quiet" }, `${words.list_shown_as}${row.masked}`) : null;
  const keys = { 1: act("show"), 2: () => ask(row, "mask"), 3: act("hold"), 9: () => ask(row, "withhold") };
  return h("li", { class: `one ${row.state}`, tabindex: "0", "data-keep": row.number, "data-number": row.number, onkeydown: (event) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || row.state === "withdrawn") return;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  } }, h("div", { class: "says" }, h("div", { class: "row" }, ...tagsOf(model, row)), body, masked), h("div", { class: "row acts" }, ...buttons));
}

function render({ model, el }) {
  const words = model.get("wording");
  const known = new Map();
  let most = STEP, planned = 0;
  const { say, stop } = settle(el, model, "live-list", (message) => {
    if (message.type !== "rows") return;
    merge(known, message);
    if (!planned) planned = requestAnimationFrame(draw);
  });
  const ask = hider(model, el);
  const waiting = h("ul", { class: "cards" }), others = h("ul", { class: "cards others" });
  const head = h("h3", { class: "waiting" }), empty = h("p", { class: "empty" }, words.list_empty);
  const more = h("button", { type: "button", onclick: () => { most += STEP; draw(); } }, words.list_more);
  const undo = h("button", { type: "button", "data-do": "undo", onclick: () => model.send({ type: "undo" }) }, words.check_undo);
  el.prepend(h("section", { class: "card", "aria-label": words.list_title },
    h("div", { class: "row" }, h("h2", {}, words.list_title), h("span", { class: "push small quiet" }, words.list_keys), undo),
    h("p", { class: "promise" }, words.check_always), head, waiting, empty, others, more));
  const onkey = (event) => {
    if (event.key.toLowerCase() === "z" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) model.send({ type: "undo" });
  };
  el.addEventListener("keydown", onkey);
  function draw() {
    planned = 0;
    const [first, rest] = ordered([...known.values()]);
    put(head, `${words.list_waiting} ${first.length}件`);
    head.hidden = !first.length;
    empty.hidden = known.size > 0;
    more.hidden = rest.length <= most;
    const one = (row) => card(model, ask, row);
    const queued = waiting.contains(document.activeElement) ? document.activeElement.closest("li").dataset.number : null;
    keepFocus(el, () => { keyed(waiting, first, (r) => r.id, one); keyed(others, rest.slice(0, most), (r) => r.id, one); });
    if (queued && !first.some((r) => r.number === queued)) waiting.firstElementChild?.focus();
  }
  draw();
  return () => { cancelAnimationFrame(planned); stop(); say(""); };
}

export { blotted, ordered };
export default { render };
