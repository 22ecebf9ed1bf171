// The end of the evening: what happens next, and my numbers.
const STEPS = ["step_1", "step_2", "step_3", "step_4"];

function ending(c) {
  c.parts.numbers = h("ul", { class: "numbers" });
  return c.parts.ending = h("section", { class: "ending card", hidden: true }, c.put("h2", "after_title"),
    c.put("p", "after_1"), c.parts.steps = h("ol"),
    c.put("h3", "your_numbers"), c.parts.numbers, h("div", { class: "row" }, c.button("print_numbers", () => print())));
}

/** When a step comes: what staff wrote, else the promised time of the answers, else "later". */
function stepDay(c, i) {
  const written = c.room.schedule?.[i];
  if (written) return h("span", { class: "when", lang: "ja" }, written);
  return i === 1 && c.room.date ? c.put("span", "step_around", { class: "when" }, { date: c.room.date }) : c.put("span", "step_later", { class: "when" });
}

function refreshEnding(c) {
  const { scene } = c.room, reading = ["vote", "result", "close"].includes(scene) && isShut(c);
  c.parts.ending.hidden = scene !== "close";
  c.parts.steps.replaceChildren(...STEPS.map((key, i) => h("li", {}, c.put("span", key), " ", stepDay(c, i))));
  c.parts.composer.hidden = reading && !c.kept.draft.body.trim();
  c.parts.numbers.replaceChildren(...c.kept.items.filter((item) => item.number && item.state !== "withdrawn").map(({ number }) =>
    h("li", {}, h("a", { href: `/r/${number}`, "aria-label": `${number} ${c.spoken(c.text("followup"))}` }, number))));
}
