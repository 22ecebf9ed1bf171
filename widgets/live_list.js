// The facilitator's list. Rows arrive as messages and are kept in a Map; 60 are drawn, more on request.
const STEP = 60;
const BLOT = "■■";

// The words with the chosen places blotted out; ranges are [start, end) of UTF-16 positions.
function blotted(text, ranges) {
  let out = "", at = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (to <= at) continue;
    out += text.slice(at, Math.max(from, at)) + (from < at ? "" : BLOT);
    at = to;
  }
  return out + text.slice(at);
}

// Waiting ones oldest first, then all others newest first.
function ordered(rows) {
  const waiting = rows.filter((r) => r.state === "pending").sort((a, b) => a.id - b.id);
  const others = rows.filter((r) => r.state !== "pending").sort((a, b) => b.id - a.id);
  return [waiting, others];
}

// The dialog that hides a comment: how, why, and for masking which part. Opened with ask(row).
function hider(model, host) {
  const words = model.get("wording");
  const dialog = h("dialog", { "aria-label": words.hide_title });
  host.append(dialog);
  function ask(row, first) {
    let ranges = [];
    const box = h("textarea", { rows: "3", "aria-label": words.hide_words });
    box.value = row.body;
    box.addEventListener("beforeinput", (event) => event.preventDefault());
    const look = h("p", { class: "words preview" }, row.body);
    const blot = h("button", { type: "button", onclick: () => {
      if (box.selectionStart === box.selectionEnd) return put(trouble, words.hide_choose_part);
      ranges.push([box.selectionStart, box.selectionEnd]);
      put(look, blotted(row.body, ranges));
      put(trouble, "");
    } }, words.hide_blot);
    const again = h("button", { type: "button", onclick: () => { ranges = []; put(look, row.body); } }, words.hide_blot_again);
    const masking = h("div", { class: "masking" }, h("p", { class: "small" }, words.hide_how_to_mask), box,
      h("div", { class: "row" }, blot, again), h("p", { class: "small quiet" }, words.hide_preview), look);
    const note = h("input", { type: "text", maxlength: "200", "aria-label": words.hide_note });
    const other = h("label", { class: "note", hidden: true }, words.hide_note, note);
    const trouble = h("p", { class: "trouble", role: "alert" });
    const radio = (group, value, text, on) => h("label", { class: "pick" },
      h("input", { type: "radio", name: group, value, checked: on, onchange: settleForm }), h("span", {}, text));
    const how = h("div", { class: "row", role: "radiogroup", "aria-label": words.hide_how },
      radio("how", "withhold", words.hide_all, first === "withhold"), radio("how", "mask", words.hide_part, first === "mask"),
      radio("how", "hold", words.hide_hold, first === "hold"));
    const why = h("div", { class: "why", role: "radiogroup", "aria-label": words.hide_why },
      ...Object.entries(model.get("reasons")).map(([code, text]) => radio("why", code, `${code} ${text}`)));
    const form = h("form", { method: "dialog", onsubmit: decide },
      h("h2", {}, `${words.hide_title}　${row.number}`), h("p", { class: "words original" }, row.body),
      h("p", { class: "promise" }, words.check_always), how, masking, h("h3", { class: "why-title" }, words.hide_why), why, other, trouble,
      h("div", { class: "row" }, h("button", { class: "main" }, words.hide_decide),
        h("button", { type: "button", onclick: () => dialog.close() }, words.cancel)));
    const chosen = (group) => form.querySelector(`input[name="${group}"]:checked`)?.value;
    function settleForm() {
      masking.hidden = chosen("how") !== "mask";
      for (const part of [why, form.querySelector(".why-title")]) part.hidden = chosen("how") === "hold";
      other.hidden = chosen("why") !== "K9" || chosen("how") === "hold";
    }
    function decide(event) {
      event.preventDefault();
      const type = chosen("how"), reason = chosen("why");
      if (type !== "hold" && !reason) return put(trouble, words.hide_need_why);
      if (type !== "hold" && reason === "K9" && !note.value.trim()) return put(trouble, words.hide_need_note);
      if (type === "mask" && !ranges.length) return put(trouble, words.hide_choose_part);
      model.send({ type, id: row.id, reason, note: note.value.trim(), body: blotted(row.body, ranges) });
      dialog.close();
    }
    dialog.replaceChildren(form);
    settleForm();
    dialog.showModal();
  }
  return ask;
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
  const act = (type) => () => model.send({ type, id: row.id });
  const button = (text, onclick, name, cls) => h("button", { type: "button", class: cls, "data-do": name, onclick,
    "aria-label": `${text} ${row.number}` }, text);
  const buttons = row.state === "shown" ? [button(words.list_hide, () => ask(row, "withhold"), "hide")]
    : row.state === "withdrawn" ? []
    : [button(words.list_show, act("show"), "show", row.state === "pending" ? "main" : ""),
       button(words.check_mask, () => ask(row, "mask"), "mask"),
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
