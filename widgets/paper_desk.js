// Papers: two audiences, one button, and what was written: a line a document, its formats side by side.

const link = (f) => h("a", { href: f.url, download: f.name, title: f.name }, f.format, h("span", { class: "small quiet number" }, ` ${f.size}`));

const paper = (words) => (one) => h("li", {}, h("span", { class: "what" }, h("b", {}, one.title), h("span", { class: "small quiet number" }, one.when)),
  h("span", { class: "formats" }, ...one.files.map(link)),
  one.more.length ? h("details", {}, h("summary", {}, words.export_more), h("span", { class: "formats" }, ...one.more.map(link))) : null);

function render({ model, el }) {
  const words = model.get("wording");
  const { stop } = settle(el, model, "paper-desk", () => {});
  const radio = (value, text, note, on) => h("label", { class: "pick" }, h("input", { type: "radio", name: "audience", value, checked: on }),
    h("span", {}, h("b", {}, text), h("span", { class: "small quiet" }, note)));
  const send = (message) => () => { if (!model.get("busy")) model.send(message()); };
  const form = h("div", { role: "radiogroup", "aria-label": words.export_whom, class: "whom" },
    radio("staff", words.export_staff, words.export_staff_note, true), radio("public", words.export_public, words.export_public_note));
  const write = h("button", { type: "button", class: "main", "data-do": "export", onclick: send(() => ({ type: "export", audience: form.querySelector(":checked").value })) }, words.export_do);
  const again = h("button", { type: "button", "data-do": "analyse", onclick: send(() => ({ type: "analyse" })) }, words.analyse);
  const busy = h("p", { class: "busy", role: "status" }), refusal = h("p", { class: "refusal", role: "alert" }), unsure = h("p", { class: "small" });
  const list = h("ul", { class: "files" }), title = h("h3", {}, words.export_again);
  el.prepend(h("section", { class: "card" }, h("h2", {}, words.export_title), unsure, form, h("div", { class: "row" }, write, busy), refusal, title, list),
    h("section", { class: "card" }, h("p", { class: "small quiet" }, words.analyse_note), again));
  const unfollow = follow(model, ["busy", "refusal", "papers", "unsure"], () => {
    put(busy, model.get("busy"));
    put(refusal, model.get("refusal"));
    put(unsure, model.get("unsure"));
    refusal.hidden = !model.get("refusal");
    for (const button of [write, again]) button.setAttribute("aria-disabled", String(Boolean(model.get("busy"))));
    title.hidden = !model.get("papers").length;
    keyed(list, model.get("papers"), (one) => one.title, paper(words));
  });
  return () => { unfollow(); stop(); };
}

export default { render };
