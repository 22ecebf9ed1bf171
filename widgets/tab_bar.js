// Tabs by the book: arrows move, the chosen one is in the tab order, state is a trait.

function render({ model, el }) {
  const { stop } = settle(el, model, "tab-bar", () => {});
  const list = h("div", { role: "tablist", "aria-label": model.get("label") });
  const headline = h("p", { class: "headline" });
  el.prepend(list, headline);
  const choose = (id) => { model.set("value", id); model.save_changes(); };
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const ids = model.get("tabs").map((t) => t.id);
    choose(ids[(ids.indexOf(model.get("value")) + step + ids.length) % ids.length]);
    list.querySelector('[aria-selected="true"]').focus();
  });
  const unfollow = follow(model, ["tabs", "value", "headline"], () => {
    put(headline, model.get("headline"));
    headline.hidden = !model.get("headline");
    const value = model.get("value");
    keepFocus(el, () => keyed(list, model.get("tabs").map((t) => ({ ...t, on: t.id === value })), (t) => t.id, (t) => h("button", {
      type: "button", role: "tab", "aria-selected": String(t.on), tabindex: t.on ? "0" : "-1", "data-keep": t.id,
      onclick: () => choose(t.id) }, t.name, t.n === null || t.n === undefined ? null : h("span", { class: "n number" }, String(t.n)))));
  });
  return () => { unfollow(); stop(); };
}

export default { render };
