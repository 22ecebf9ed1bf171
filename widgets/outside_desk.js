// Nothing is sent by opening this: a panel says what would leave, and only 「送ってよい」 sends.

function render({ model, el }) {
  const words = model.get("wording"), purpose = model.get("purpose");
  const { stop } = settle(el, model, "outside-desk", (message) => { if (message.type === "panel") show(message); });
  const ask = h("button", { type: "button", "data-do": "ask", onclick: () => model.send({ type: "ask" }) }, words[`outside_ask_${purpose}`]);
  const about = h("p", { class: "small quiet about" }, words[`outside_about_${purpose}`]);
  const undo = h("button", { type: "button", "data-do": "undo", onclick: () => model.send({ type: "undo" }) }, words.check_undo);
  const busy = h("p", { class: "busy", role: "status" });
  const last = h("p", { class: "small last" });
  const list = h("ul", { class: "drafts", "aria-label": words.outside_list });
  const away = h("ul", { class: "drafts", "aria-label": words.outside_title }), count = h("summary", {});
  const thrown = h("details", { class: "thrown" }, count, away);
  const dialog = h("dialog", { "aria-labelledby": `outside-panel-${purpose}` });
  const card = h("section", { class: "card", "aria-label": words.outside_title }, h("div", { class: "row" }, ask, purpose === "names" ? undo : null, about), busy, last, list, thrown);
  el.prepend(card, dialog);

  function show(message) {
    const no = h("button", { type: "button", "data-do": "no", onclick: () => dialog.close() }, words.outside_no);
    const yes = h("button", { type: "button", class: "main", "data-do": "yes", onclick: () => {
      dialog.close();
      model.send({ type: "send", ticket: message.ticket });
    } }, words.outside_yes);
    const facts = message.lines.map(([what, how]) => h("div", {}, h("dt", {}, what), h("dd", {}, how)));
    const texts = h("ul", { class: "texts", tabindex: "0", "aria-label": words.outside_text }, ...message.texts.map(([number, body]) =>
      h("li", {}, h("span", { class: "number small quiet" }, number), h("span", { class: "words" }, body))));
    dialog.replaceChildren(h("div", { class: "inside" }, h("h2", { id: `outside-panel-${purpose}` }, words.outside_panel),
      h("p", { class: "warning" }, message.warning), h("dl", {}, ...facts),
      h("details", {}, h("summary", {}, words.outside_text), texts), h("p", { class: "small" }, words.outside_promise),
      h("div", { class: "row decide" }, yes, no)));
    dialog.showModal();
    no.focus();
  }
  function button(name, draft, text, look) {
    return h("button", { type: "button", class: look, "data-do": name, "data-keep": name + draft.id, onclick: () => model.send({ type: name, id: draft.id }) }, text);
  }
  function line(draft) {
    const cites = draft.cites.map(([number, body]) => h("li", {}, h("span", { class: "number small quiet" }, number), h("span", { class: "words" }, body)));
    const acts = draft.thrown ? [button("back", draft, words.outside_back)]
      : [button("take", draft, words[`outside_take_${purpose}`], "main"), button("throw", draft, words.outside_throw)];
    return h("li", { class: "draft" },
      h("div", { class: "proposed" }, h("p", {}, h("span", { class: "tag notice" }, words.outside_mark), draft.label ? h("span", { class: "small" }, ` ${draft.label}`) : null),
        h("p", { class: "words text" }, draft.text), h("p", { class: "small quiet" }, draft.origin), h("div", { class: "row" }, ...acts)),
      h("div", { class: "cites" }, h("p", { class: "small quiet" }, words.outside_cites), h("ul", {}, ...cites)));
  }
  function draw() {
    const drafts = model.get("drafts"), on = model.get("on"), waiting = model.get("busy");
    const standing = drafts.filter((d) => !d.thrown), gone = drafts.filter((d) => d.thrown);
    card.hidden = !on && !drafts.length;
    ask.hidden = about.hidden = !on;
    ask.disabled = Boolean(waiting);
    put(busy, waiting);
    busy.hidden = !waiting;
    put(last, model.get("last"));
    last.hidden = !model.get("last") || Boolean(waiting);
    list.hidden = !standing.length;
    thrown.hidden = !gone.length;
    put(count, words.outside_thrown.replace("{n}", gone.length));
    keepFocus(el, () => { keyed(list, standing, (d) => d.id, line); keyed(away, gone, (d) => d.id, line); });
  }
  const unfollow = follow(model, ["drafts", "on", "busy", "last"], draw);
  return () => { unfollow(); stop(); };
}

export default { render };
