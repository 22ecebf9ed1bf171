// A picture that is made when somebody asks for it.

function render({ model, el }) {
  const { stop } = settle(el, model, "picture-card", () => {});
  const title = h("h2", {}), note = h("p", { class: "small quiet" }), picture = h("img", { hidden: true }), busy = h("p", { role: "status" });
  const button = h("button", { type: "button", "data-do": "make", onclick: () => { if (!model.get("busy")) model.send({ type: "make" }); } });
  el.prepend(h("section", { class: "card" }, title, picture, note, h("div", { class: "row" }, button, busy)));
  const unfollow = follow(model, ["title", "source", "alt", "note", "button", "busy"], () => {
    put(title, model.get("title"));
    put(note, model.get("note"));
    put(button, model.get("button"));
    button.setAttribute("aria-disabled", String(Boolean(model.get("busy"))));
    put(busy, model.get("busy"));
    picture.hidden = !model.get("source");
    if (model.get("source")) { picture.src = model.get("source"); picture.alt = model.get("alt"); }
  });
  return () => { unfollow(); stop(); };
}

export default { render };
