// What the board asks for in words: the 表札 of an island, and how one island leads to another.

/** A line to write on; Enter that only chooses kanji does not send. */
const lineInput = (id, most) => h("input", { type: "text", maxlength: most, id, required: true,
  onkeydown: (event) => { if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault(); } });

/** The name of an island, or which one it is in the order of the page. */
function called(model, island) {
  const every = model.get("islands"), at = every.findIndex((i) => i.id === island);
  return every[at]?.name || `${model.get("wording").kj_islands} ${at + 1}`;
}

function titleDialog(model, el) {
  const words = model.get("wording"), input = lineInput("kj-name", 40);
  const options = h("div", { class: "row options", role: "status" });
  let island = null;
  const cancel = h("button", { type: "button", onclick: () => dialog.close() }, words.cancel);
  const form = h("form", { method: "dialog", onsubmit: () => model.send({ type: "name", island, name: input.value }) },
    h("h2", { id: "kj-name-title" }, words.board_title), h("p", { class: "small quiet" }, words.board_proposals), options,
    h("label", { for: "kj-name" }, words.kj_name_label), input,
    h("div", { class: "row" }, h("button", { class: "main" }, words.kj_name_save), cancel));
  const dialog = h("dialog", { "aria-labelledby": "kj-name-title" }, form);
  el.append(dialog);
  const show = (names) => options.replaceChildren(...names.map((name) =>
    h("button", { type: "button", "data-do": "proposal", onclick: () => { input.value = name; input.focus(); } }, name)));
  return {
    open(one) { island = one.id; input.value = one.name; options.textContent = words.kj_name_wait; dialog.showModal(); input.focus(); model.send({ type: "names", island }); },
    told(message) { if (message.island === island) message.proposals.length ? show(message.proposals) : (options.textContent = words.kj_name_none); },
  };
}

function joinDialog(model, el) {
  const words = model.get("wording"), input = lineInput("kj-join", 20), to = h("select", { id: "kj-to" });
  let island = null;
  const known = () => model.get("relations").find((r) => r.island === island && r.to === Number(to.value));
  to.addEventListener("change", () => { input.value = known()?.words ?? ""; });
  const cancel = h("button", { type: "button", onclick: () => dialog.close() }, words.cancel);
  const dialog = h("dialog", { "aria-labelledby": "kj-join-title" },
    h("form", { method: "dialog", onsubmit: () => model.send({ type: "join", island, to: Number(to.value), words: input.value }) },
      h("h2", { id: "kj-join-title" }), h("p", { class: "small quiet" }, words.kj_join_help),
      h("label", { for: "kj-to" }, words.kj_join_to), to, h("label", { for: "kj-join" }, words.kj_join_words), input,
      h("div", { class: "row" }, h("button", { class: "main" }, words.kj_join_save), cancel)));
  el.append(dialog);
  return (one) => {
    island = one.id;
    put(dialog.querySelector("h2"), fill(words.kj_join_title, { name: called(model, island) }));
    to.replaceChildren(...model.get("islands").filter((i) => i.id !== island).map((i) => h("option", { value: i.id }, called(model, i.id))));
    input.value = known()?.words ?? "";
    dialog.showModal();
    to.focus();
  };
}

/** The arrows that leave an island, each with a way to take it off. */
function arrowsOf(model, one) {
  const words = model.get("wording");
  return one.arrows.length ? h("ul", { class: "arrows", "aria-label": words.kj_joined_here }, ...one.arrows.map((r) => h("li", {},
    h("span", {}, h("span", { "aria-hidden": "true" }, "→ "), h("b", {}, `「${called(model, r.to)}」`), ` ${r.words}`),
    h("button", { type: "button", "data-do": "part", "data-keep": `part-${one.id}-${r.to}`, "aria-label": fill(words.kj_part_of, { name: called(model, r.to) }),
      onclick: () => model.send({ type: "part", island: one.id, to: r.to }) }, words.kj_part)))) : null;
}
