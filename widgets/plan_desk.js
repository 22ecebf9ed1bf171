// Proposals are forms; what they change is underlined on both sides. Nothing here decides by itself.

function runs(pieces) {
  return h("span", { class: "words" }, ...pieces.map(([words, changed]) => (changed ? h("u", {}, words) : document.createTextNode(words))));
}

function field(id, label, box) {
  box.id = id;
  return h("div", { class: "field" }, h("label", { for: id }, label), box);
}

function options(select, values, chosen) {
  select.replaceChildren(...values.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
}

function render({ model, el }) {
  const words = model.get("wording");
  const { say, stop } = settle(el, model, "plan-desk", (message) => {
    if (message.type === "files") keyed(files, message.rows, (r) => r.name, (r) => h("li", {}, h("a", { href: r.url, download: r.name }, r.name)));
    if (message.type === "proposed") { text.value = ""; node.value = ""; show(); }
  });
  const node = h("select", { onchange: () => { const one = chosen(); text.value = one ? one.text : ""; show(); } });
  const before = h("p", { class: "before quiet", hidden: true }), text = h("textarea", { rows: "3" });
  const why = h("select", {}), gist = h("select", { multiple: true, size: "4" }), department = h("input", { type: "text", maxlength: "40" });
  const propose = h("form", { class: "card grid", "aria-label": words.revise_title, onsubmit: (event) => {
    event.preventDefault();
    if (!node.value) return say(words.revise_need, true);
    model.send({ type: "propose", node: node.value, new: text.value, why: why.value, department: department.value, gists: [...gist.selectedOptions].map((o) => o.value) });
  } }, h("h2", {}, words.revise_title), field("rev-node", words.revise_node, node), before, field("rev-new", words.revise_new, text),
    h("div", { class: "pair" }, field("rev-why", words.revise_why, why), field("rev-department", words.revise_department, department)),
    field("rev-gists", words.revise_gists, gist), h("div", { class: "row" }, h("button", { class: "main", type: "submit", "data-do": "propose" }, words.revise_propose)));
  const list = h("ul", { class: "lines" }), wrong = h("ul", { class: "todo" }), files = h("ul", { class: "files" }), busy = h("p", { role: "status", class: "small" });
  const version = h("p", { class: "quiet" });
  const undo = () => h("button", { type: "button", "data-do": "undo", onclick: () => model.send({ type: "undo" }) }, words.check_undo);
  const table = h("section", { class: "card grid", "aria-label": words.revise_list }, h("h2", {}, words.revise_list), version, list, wrong,
    h("div", { class: "row" }, h("button", { type: "button", class: "main", "data-do": "make", onclick: () => model.send({ type: "make" }) }, words.revise_make), undo()), busy, files);
  const number = h("input", { type: "text", placeholder: "W1-01-001", autocomplete: "off" }), reason = h("input", { type: "text", maxlength: "100" });
  const allowed = h("select", {}, ...["確認中", "可", "不可"].map((v) => h("option", { value: v }, v))), page = h("input", { type: "text", maxlength: "20" });
  const picks = h("ul", { class: "lines" }), warns = h("ul", { class: "todo" });
  const choose = h("form", { class: "card grid", "aria-label": words.pick_title, onsubmit: (event) => {
    event.preventDefault();
    model.send({ type: "pick", number: number.value.trim(), why: reason.value, allowed: allowed.value, page: page.value });
  } }, h("h2", {}, words.pick_title), h("p", { class: "small quiet" }, words.pick_note),
    h("div", { class: "pair" }, field("pick-number", words.pick_number, number), field("pick-allowed", words.pick_allowed, allowed), field("pick-page", words.pick_page, page)),
    field("pick-why", words.pick_why, reason), h("div", { class: "row" }, h("button", { class: "main", type: "submit", "data-do": "pick" }, words.pick_do), undo()), picks, warns);
  const parts = h("ul", { class: "lines" }), stages = h("ul", { class: "lines" });
  const written = h("section", { class: "card grid", "aria-label": words.write_title }, h("h2", {}, words.write_title), h("p", { class: "small quiet" }, words.write_note), parts);
  const given = h("section", { class: "card grid", "aria-label": words.give_title }, h("h2", {}, words.give_title), h("p", { class: "small quiet" }, words.give_note), stages);
  el.prepend(h("div", { class: "columns" }, propose, table, choose, given), written);
  const chosen = () => model.get("nodes").find((n) => n.id === node.value);
  function show() {
    const one = chosen();
    before.hidden = !one || !one.text;
    put(before, one ? `${words.revise_before}${one.text}` : "");
  }
  function proposal(one) {
    const state = one.adopted === null ? words.revise_open : one.adopted ? words.revise_yes : words.revise_no;
    const decide = (adopted) => () => model.send({ type: "decide", revision: one.number, adopted });
    return h("li", {}, h("div", { class: "row" }, h("b", { class: "number" }, one.number), h("span", {}, one.where), h("span", { class: one.adopted ? "tag sure" : "tag" }, state), h("span", { class: "small quiet push" }, [one.why, ...one.gists, one.department].filter(Boolean).join("・"))),
      h("div", { class: "pair" }, h("p", {}, h("b", { class: "small" }, words.revise_before), runs(one.before)), h("p", {}, h("b", { class: "small" }, words.revise_after), runs(one.after))),
      h("div", { class: "row" }, h("button", { type: "button", "aria-pressed": String(one.adopted === true), "data-keep": `y${one.number}`, "data-adopt": one.number, onclick: decide(true) }, words.revise_adopt),
        h("button", { type: "button", "aria-pressed": String(one.adopted === false), "data-keep": `n${one.number}`, onclick: decide(false) }, words.revise_reject)));
  }
  function picked(one) {
    return h("li", {}, h("div", { class: "row" }, h("b", { class: "number" }, one.number), h("span", { class: "words" }, `「${one.body}」`), h("span", { class: one.allowed === "可" ? "tag sure" : "tag notice" }, `${words.pick_allowed}：${one.allowed}`),
      h("span", { class: "small quiet" }, [one.page, one.why].filter(Boolean).join("・")), h("button", { type: "button", class: "push", "data-keep": `u${one.id}`, onclick: () => model.send({ type: "unpick", id: one.id }) }, words.pick_undo)),
      ...one.problems.map((said) => h("p", { class: "why" }, said)));
  }
  function writing(one) {
    const box = h("textarea", { rows: "2" });
    box.value = one.text;
    const save = h("button", { type: "submit", "data-part": one.part }, words.write_save);
    return h("li", {}, h("form", { onsubmit: (event) => { event.preventDefault(); model.send({ type: "write", part: one.part, text: box.value }); } }, field(`w-${one.part}`, one.name, box), save));
  }
  function stage(one) {
    const day = h("input", { type: "date" });
    day.value = one.on;
    return h("li", {}, h("form", { class: "row", onsubmit: (event) => { event.preventDefault(); model.send({ type: "give", stage: one.stage, on: day.value }); } }, field(`s-${one.stage}`, one.name, day), h("button", { type: "submit", "data-stage": one.stage }, words.give_do)));
  }
  function drawPlan() {
    const kept = node.value;
    options(node, [["", words.revise_choose], ...model.get("nodes").map((n) => [n.id, `${n.where}　${n.text}`.slice(0, 60)])], kept);
    options(why, model.get("reasons").map((r) => [r, r]), why.value || undefined);
    const some = new Set([...gist.selectedOptions].map((o) => o.value));
    gist.replaceChildren(...model.get("gists").map(([value, said]) => h("option", { value, selected: some.has(value) }, `${value} ${said}`)));
    put(version, model.get("version"));
    keepFocus(el, () => keyed(list, model.get("revisions"), (r) => r.number, proposal));
    keyed(wrong, model.get("wrong").map((said) => ({ said })), (r) => r.said, (r) => h("li", {}, r.said));
    put(busy, model.get("busy"));
  }
  function drawRest() {
    keepFocus(el, () => keyed(picks, model.get("picks"), (p) => p.id, picked));
    keyed(warns, model.get("warnings").map((said) => ({ said })), (r) => r.said, (r) => h("li", {}, r.said));
    if (!parts.contains(document.activeElement)) keyed(parts, model.get("writings"), (w) => w.part, writing);
    if (!stages.contains(document.activeElement)) keyed(stages, model.get("stages"), (s) => s.stage, stage);
  }
  const unfollow = [follow(model, ["nodes", "revisions", "wrong", "version", "gists", "reasons", "busy"], drawPlan), follow(model, ["picks", "warnings", "writings", "stages"], drawRest)];
  return () => { unfollow.forEach((f) => f()); stop(); };
}

export default { render };
