// Left: the plan's places. Middle: originals. Right: the gist. Nothing is written by the machine;
// a draft from outside comes by hand, with its source said beside it.

function render({ model, el }) {
  const words = model.get("wording");
  let picked = new Set(), editing = "", source = "";
  const { say, stop } = settle(el, model, "gather-desk", (message) => {
    if (message.type === "proposals") offer(message.rows);
    if (message.type === "fill") fill(message);
    if (message.type === "saved") { editing = ""; begun(""); picked = new Set(); text.value = ""; divided.checked = false; offer([]); drawAll(); }
  });
  const tree = h("ul", { class: "tree", "aria-label": words.gather_tree });
  const notes = h("ul", { class: "notes", "aria-label": words.gather_notes });
  const listed = h("ul", { class: "written", "aria-label": words.gather_written });
  const text = h("textarea", { rows: "3", id: "gist-text", maxlength: String(model.get("longest")) });
  const divided = h("input", { type: "checkbox" }), chosen = h("p", { class: "small quiet", role: "status" }), offers = h("div", { class: "offers" }), origin = h("p", { class: "small origin", hidden: true });
  const save = h("button", { type: "submit", class: "main", "data-do": "save" }, words.gather_save);
  const fresh = h("button", { type: "button", "data-do": "fresh", onclick: () => start("") }, words.gather_fresh);
  const drop = h("button", { type: "button", "data-do": "drop", onclick: () => { if (editing) model.send({ type: "drop", gist: editing }); start(""); } }, words.gather_drop);
  const editor = h("form", { class: "card editor", "aria-label": words.gather_editor, onsubmit: (event) => { event.preventDefault(); send(); } },
    h("h2", {}, words.gather_editor), chosen, offers,
    h("label", { for: "gist-text" }, words.gather_text), text, origin,
    h("label", { class: "pick" }, divided, words.gather_divided),
    h("p", { class: "promise" }, words.gather_promise),
    h("div", { class: "row" }, save, fresh, drop));
  const out = h("div", { class: "row" },
    h("button", { type: "button", "data-do": "whole", onclick: () => aside("whole") }, words.gather_whole),
    h("button", { type: "button", "data-do": "out", onclick: () => aside("out") }, words.gather_out),
    h("button", { type: "button", "data-do": "back", onclick: () => aside(null) }, words.gather_back),
    h("button", { type: "button", class: "push", "data-do": "undo", onclick: () => model.send({ type: "undo" }) }, words.check_undo));
  const title = h("h2", {}, ""), bare = h("p", { class: "empty", hidden: true }, words.gather_empty);
  el.prepend(h("div", { class: "columns" }, h("nav", { class: "card places", "aria-label": words.gather_tree }, tree),
    h("section", { class: "card middle", "aria-label": words.gather_notes }, title, h("p", { class: "small quiet" }, words.gather_keys), notes, bare, out),
    h("div", { class: "right" }, editor, h("section", { class: "card", "aria-label": words.gather_written }, h("h2", {}, words.gather_written), listed))));
  text.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(); }
  });
  function send() {
    if (!text.value.trim() || !picked.size) return say(words.gather_need, true);
    model.send({ type: "save", gist: editing, text: text.value, divided: divided.checked, comments: [...picked], source });
  }
  function aside(group) {
    if (!picked.size) return say(words.gather_need_notes, true);
    model.send({ type: "aside", comments: [...picked], group });
    picked = new Set();
    drawAll();
  }
  function start(number) {
    const gist = model.get("gists").find((g) => g.number === number);
    editing = gist ? number : "";
    text.value = gist ? gist.text : "";
    divided.checked = gist ? gist.divided : false;
    picked = new Set(gist ? gist.comments : []);
    begun("");
    drawAll();
    ask();
  }
  function begun(ident, note) {
    source = ident;
    origin.hidden = !ident;
    put(origin, note || "");
  }
  function fill(message) {
    start("");
    text.value = message.text;
    picked = new Set(message.comments);
    begun(message.source, message.note);
    drawAll();
    ask();
    text.focus();
  }
  function toggle(id) {
    if (picked.has(id)) picked.delete(id); else picked.add(id);
    drawAll();
    ask();
  }
  function ask() { if (picked.size) model.send({ type: "propose", comments: [...picked] }); else offer([]); }
  function offer(rows) {
    keyed(offers, rows.map(([number, body]) => ({ number, body })), (r) => r.number, (r) =>
      h("button", { type: "button", class: "offer", onclick: () => { text.value = r.body; text.focus(); } }, `「${r.body}」（${r.number}）`));
  }
  function place(one) {
    return h("li", {}, h("button", { type: "button", "aria-current": one.on ? "true" : null, "data-keep": `p${one.id}`, "data-place": one.id,
      onclick: () => { start(""); model.send({ type: "choose", id: one.id }); } }, h("span", { class: "name" }, one.label),
      h("span", { class: "number" }, `${one.n}件`), one.bare ? h("span", { class: "tag notice" }, words.gather_bare.replace("{n}", one.bare)) : null));
  }
  function note(one) {
    return h("li", {}, h("button", { type: "button", role: "checkbox", "aria-checked": String(one.on), "data-keep": `n${one.id}`, "data-note": one.id,
      onclick: () => toggle(one.id), onkeydown: (event) => step(event) },
      h("span", { class: "number small quiet" }, one.number), h("span", { class: "words" }, one.body),
      ...one.gists.map((g) => h("span", { class: "tag sure" }, g)), one.gists.length ? null : h("span", { class: "tag none" }, words.gather_none)));
  }
  function step(event) {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") { event.preventDefault(); return text.focus(); }
    if (!way) return;
    event.preventDefault();
    const all = [...notes.querySelectorAll("button")];
    const next = all[all.indexOf(event.currentTarget) + way];
    if (next) next.focus();
  }
  function written(one) {
    return h("li", {}, h("button", { type: "button", "aria-pressed": String(one.on), "data-keep": `g${one.number}`, "data-gist": one.number, onclick: () => start(one.number) },
      h("b", { class: "number" }, one.number), h("span", { class: "words" }, one.text), h("span", { class: "number small" }, `${one.comments.length}件`),
      one.divided ? h("span", { class: "tag notice" }, words.gather_divided) : null, one.lone ? h("span", { class: "tag" }, words.board_lone_title) : null, one.outside ? h("span", { class: "tag none" }, words.outside_marked) : null));
  }
  function drawAll() {
    const now = model.get("chosen"), known = model.get("notes");
    const ids = new Set(known.map((n) => n.id));
    picked = new Set([...picked].filter((id) => ids.has(id)));
    const named = model.get("tree").find((p) => p.id === now);
    put(title, named ? named.label : "");
    keepFocus(el, () => {
      keyed(tree, model.get("tree").map((p) => ({ ...p, on: p.id === now })), (p) => p.id, place);
      keyed(notes, known.map((n) => ({ ...n, on: picked.has(n.id) })), (n) => n.id, note);
      keyed(listed, model.get("gists").map((g) => ({ ...g, on: g.number === editing })), (g) => g.number, written);
    });
    bare.hidden = known.length > 0;
    drop.hidden = !editing;
    put(chosen, (editing ? `${editing}　` : "") + words.gather_chosen.replace("{n}", picked.size));
  }
  const unfollow = follow(model, ["tree", "chosen", "notes", "gists"], drawAll);
  return () => { unfollow(); stop(); };
}

export default { render };
