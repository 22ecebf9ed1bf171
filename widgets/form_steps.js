// The steps before writing: language, table, consent.
function nextStep(c) {
  if (!c.me.kept.language) return "language";
  if (c.kept.table == null && c.room.tables > 1) return "table";
  return c.kept.consented ? "write" : "consent";
}

function go(c, step = nextStep(c)) {
  const shown = showOthers(c);
  c.step = step;
  c.own.save(); c.me.save();
  c.draw();
  if (!shown && showOthers(c)) sayHello(c);
  (c.root.querySelector(".step-title") ?? c.root.querySelector("h1")).focus();
}

const title = (c, key) => c.put("h2", key, { tabindex: "-1", class: "step-title" });

const SCREENS = {
  language: (c) => [
    h("h2", { tabindex: "-1", class: "step-title", lang: "ja" }, c.wording.choose_language.ja,
      h("small", { lang: "en" }, c.wording.choose_language.en)),
    h("div", { class: "choices" }, Object.values(c.languages).map(({ code, name, tag }) => h("button", {
      type: "button", lang: tag, "aria-pressed": String(c.me.kept.language === code),
      onclick: () => { c.me.kept.language = code; delete c.me.kept.furigana; go(c); } }, name)))],
  table: (c) => [title(c, "choose_table"), h("div", { class: "choices tables" },
    Array.from({ length: c.room.tables }, (_, i) => i + 1).map((n) => c.button("table_n",
      () => { c.kept.table = n; go(c); }, { "aria-pressed": String(c.kept.table === n) }, { n })),
    c.button("no_table", () => { c.kept.table = 0; go(c); }, { class: "wide" }))],
  consent: (c) => [title(c, "consent_title"),
    h("ul", { class: "consent" }, (c.model.get("consent")[c.language()] ?? []).map((line) =>
      c.say(h("li"), fill(line, { ...c.room, min: c.room.edit_minutes })))),
    h("div", { class: "row end" }, c.button("consent_ok", () => { c.kept.consented = true; go(c); }, { class: "main" }))],
  write: (c) => [questionCard(c), h("div", { class: "columns" }, composer(c),
    h("div", { class: "lists" }, ending(c), mineCard(c), othersCard(c)))],
};
