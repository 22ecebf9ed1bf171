// A table to read. Traits only.

function render({ model, el }) {
  const { stop } = settle(el, model, "plain-table", () => {});
  const title = h("h2", {}), note = h("p", { class: "small quiet" }), empty = h("p", { class: "empty" });
  const head = h("tr", {}), body = h("tbody", {});
  const table = h("table", {}, h("thead", {}, head), body);
  el.prepend(h("section", { class: "card" }, title, note, h("div", { class: "scroll" }, table), empty));
  const unfollow = follow(model, ["title", "note", "columns", "rows", "empty"], () => {
    put(title, model.get("title"));
    put(note, model.get("note"));
    put(empty, model.get("empty"));
    const rows = model.get("rows");
    table.hidden = !rows.length;
    empty.hidden = rows.length > 0;
    head.replaceChildren(...model.get("columns").map((c) => h("th", { scope: "col" }, c)));
    body.replaceChildren(...rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", { class: "words" }, cell)))));
  });
  return () => { unfollow(); stop(); };
}

export default { render };
