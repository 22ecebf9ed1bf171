// Gists with check boxes go to a department; files come back by drop or choice; answers open under their gist.

function render({ model, el }) {
  const words = model.get("wording");
  let picked = new Set(), open = "", draft = {};
  const { say, stop } = settle(el, model, "answer-desk", (message) => {
    if (message.type === "read") { put(told, message.text); keyed(wrong, message.problems.map((text, id) => ({ id, text })), (r) => r.id + r.text, (r) => h("li", {}, r.text)); }
    if (message.type === "files") keyed(files, message.rows, (r) => r.name, (r) => h("li", {}, h("a", { href: r.url, download: r.name }, r.name)));
    if (message.type === "answered") { open = ""; draft = {}; drawAll(); }
  });
  const todo = h("ul", { class: "todo" }), ready = h("p", { class: "tag sure", hidden: true }, words.answer_ready);
  const waits = h("ul", { class: "waits" }), none = h("p", { class: "quiet small" }, words.answer_no_waiting);
  const department = h("input", { type: "text", id: "department", maxlength: "40", autocomplete: "off" });
  const due = h("input", { type: "date", id: "due" });
  const count = h("span", { class: "small quiet", role: "status" });
  const form = h("form", { class: "card ask", "aria-label": words.answer_ask, onsubmit: (event) => {
    event.preventDefault();
    if (!picked.size || !department.value.trim()) return say(words.answer_need, true);
    model.send({ type: "send", gists: [...picked], department: department.value, due: due.value });
    picked = new Set();
    drawAll();
  } }, h("h2", {}, words.answer_ask), h("div", { class: "row" }, h("label", { for: "department" }, words.answer_department), department,
    h("label", { for: "due" }, words.answer_due), due, count, h("button", { class: "main", type: "submit", "data-do": "send" }, words.answer_send)));
  const files = h("ul", { class: "files" }), told = h("p", { role: "status" }), wrong = h("ol", { class: "wrong" });
  const file = h("input", { type: "file", id: "returned", accept: ".xlsx", onchange: () => [...file.files].forEach(read) });
  const busy = h("p", { role: "status", class: "small" });
  const desk = h("section", { class: "card", "aria-label": words.answer_files }, h("h2", {}, words.answer_files),
    h("div", { class: "row" }, h("button", { type: "button", "data-do": "write", onclick: () => model.send({ type: "write" }) }, words.answer_write),
      h("label", { for: "returned" }, words.answer_read), file), busy, files, told, wrong);
  const list = h("ul", { class: "answers" });
  el.prepend(h("div", { class: "columns" },
    h("section", { class: "card", "aria-label": words.answer_missing }, h("h2", {}, words.answer_missing), ready, todo),
    h("section", { class: "card", "aria-label": words.answer_waiting }, h("h2", {}, words.answer_waiting), none, waits)), form, desk,
    h("section", { class: "card", "aria-label": words.answer_gists }, h("h2", {}, words.answer_gists), list));
  function read(chosen) {
    const reader = new FileReader();
    reader.onload = () => model.send({ type: "read", name: chosen.name, data: String(reader.result).split(",")[1] });
    reader.readAsDataURL(chosen);
    file.value = "";
  }
  function editor(one) {
    const wrongs = new Map(one.problems);
    const boxes = model.get("fields").map(([key, name]) => {
      const id = `f-${one.number}-${key}`, value = draft[key] ?? one.fields[key] ?? "";
      const box = key === "disposition" ? h("select", { id }, h("option", { value: "" }, words.answer_choose),
        ...model.get("letters").map(([letter, label, means]) => h("option", { value: letter }, `${letter} ${label}：${means}`)))
        : key === "changed" ? h("select", { id }, ...["", "有", "無"].map((v) => h("option", { value: v }, v || words.answer_choose)))
          : ["view", "now", "next", "wording"].includes(key) ? h("textarea", { id, rows: "2" }) : h("input", { id, type: key === "filled_on" ? "date" : "text" });
      box.value = value;
      box.addEventListener("input", () => { draft[key] = box.value; });
      return h("div", { class: "field" }, h("label", { for: id }, name), box, wrongs.has(key) ? h("p", { class: "why" }, wrongs.get(key)) : null);
    });
    return h("form", { class: "editor", onsubmit: (event) => { event.preventDefault(); model.send({ type: "answer", gist: one.number, fields: { ...one.fields, ...draft } }); } },
      ...boxes, h("div", { class: "row" }, h("button", { class: "main", type: "submit", "data-do": "answer" }, words.answer_save),
        h("button", { type: "button", onclick: () => turn(one.number) }, words.answer_close)));
  }
  function turn(number) {
    open = open === number ? "" : number;
    draft = {};
    drawAll();
  }
  function line(one) {
    const box = h("input", { type: "checkbox", "aria-label": `${one.number} ${one.text}`, "data-keep": `c${one.number}`, "data-gist": one.number });
    box.checked = one.on;
    box.addEventListener("change", () => { if (box.checked) picked.add(one.number); else picked.delete(one.number); counted(); });
    const letter = one.fields.disposition;
    return h("li", {}, h("div", { class: "line" }, h("label", { class: "pick" }, box, h("b", { class: "number" }, one.number)),
      h("span", { class: "words" }, one.text, h("span", { class: "small quiet where" }, `${one.place}　${one.n}件`)),
      one.inquiry ? h("span", { class: "tag" }, `${one.inquiry} ${one.department}`) : null,
      letter ? h("span", { class: one.problems.length ? "tag notice" : "tag sure" }, letter) : h("span", { class: "tag none" }, words.answer_open),
      h("button", { type: "button", "aria-expanded": String(one.open), "data-keep": `o${one.number}`, "data-open": one.number, onclick: () => turn(one.number) }, words.answer_edit)),
      one.open ? editor(one) : null);
  }
  function counted() { put(count, words.answer_chosen.replace("{n}", picked.size)); }
  function drawAll() {
    const known = model.get("gists");
    picked = new Set([...picked].filter((n) => known.some((g) => g.number === n)));
    keyed(todo, model.get("missing").map((text) => ({ text })), (r) => r.text, (r) => h("li", {}, r.text));
    ready.hidden = model.get("missing").length > 0;
    keyed(waits, model.get("waiting"), (w) => w.number, (w) => h("li", {}, h("b", { class: "number" }, w.number), ` ${w.department}　`, words.answer_still.replace("{n}", w.n), w.due ? `　${words.answer_until}${w.due}` : ""));
    none.hidden = model.get("waiting").length > 0;
    put(busy, model.get("busy"));
    if (!list.querySelector("form :focus")) keepFocus(el, () => keyed(list, known.map((g) => ({ ...g, on: picked.has(g.number), open: g.number === open })), (g) => g.number, line));
    counted();
  }
  const unfollow = follow(model, ["gists", "waiting", "missing", "busy"], drawAll);
  return () => { unfollow(); stop(); };
}

export default { render };
