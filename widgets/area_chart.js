// Bars by measure. The open bar's comments arrive as a message; everything else is small enough for traits.

function render({ model, el }) {
  const words = model.get("wording");
  let open = "", rows = [];
  const { stop } = settle(el, model, "area-chart", (message) => {
    if (message.type !== "words" || message.id !== open) return;
    rows = message.rows;
    drawWords();
  });
  const list = h("ul", { class: "bars" });
  const under = h("ul", { class: "under", tabindex: "0", "aria-label": words.topic_words });
  const note = h("p", { class: "small quiet" });
  const draft = h("p", { class: "small draft" });
  el.prepend(h("section", { class: "card", "aria-label": words.chart_title }, h("h2", {}, words.chart_title), list, note, draft));
  function press(id) {
    open = open === id ? "" : id;
    rows = [];
    model.send({ type: "open", id: open });
    draw();
    drawWords();
  }
  function bar(b, most) {
    const expanded = b.id === open;
    return h("li", { class: b.id === "-" ? "bar none" : "bar" },
      h("button", { type: "button", "aria-expanded": String(expanded), "data-keep": b.id, onclick: () => press(b.id) },
        h("span", { class: "name" }, b.number ? h("b", { class: "number" }, b.number) : null, b.name),
        h("span", { class: "track", "aria-hidden": "true" }, h("span", { class: "fill", style: `width:${most ? (100 * b.n) / most : 0}%` })),
        h("b", { class: "number n" }, `${b.n}件`)), expanded ? under : null);
  }
  function draw() {
    const bars = model.get("bars");
    const most = Math.max(0, ...bars.map((b) => b.n));
    keepFocus(el, () => keyed(list, bars.map((b) => ({ ...b, most, open: b.id === open })), (b) => b.id, (b) => bar(b, most)));
    put(note, words.chart_note.replace("{n}", model.get("total")));
    put(draft, words.plan_auto_note.replace("{n}", model.get("unsure")));
  }
  function drawWords() {
    keyed(under, rows, (r) => r.id, (r) => h("li", {}, h("span", { class: "number small quiet" }, r.number),
      h("span", { class: "words" }, r.body), r.note ? h("span", { class: "tag" }, r.note) : null));
  }
  const unfollow = follow(model, ["bars", "total", "unsure"], draw);
  return () => { unfollow(); stop(); };
}

export default { render };
