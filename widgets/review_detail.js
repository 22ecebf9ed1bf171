// One comment on the planner's page: its words, why the machine chose, and the measures to press.
// A part of review_list (widgets/_staff.py joins the files).

// The measures in the order of their digit: the plan's order, or by likeness when there are many.
function numbered(measures, row) {
  if (measures.length <= 9 || !row) return measures;
  const score = new Map(row.others);
  const rank = (m) => (row.measures.includes(m.id) ? 2 : 0) + (score.get(m.id) || 0);
  return [...measures].sort((a, b) => rank(b) - rank(a));
}

// Pressing a measure: alone it becomes the main one, `more` adds it to the others or takes it away.
function pressed(draft, id, more) {
  if (!more) return [id];
  return draft.includes(id) ? draft.filter((m) => m !== id) : [...draft, id];
}

function detail(model, act) {
  const words = model.get("wording");
  let row = null, draft = [];
  const node = h("aside", { class: "card detail", "aria-label": words.review_one });
  function press(id, more) {
    draft = id === null ? [] : pressed(draft, id, more);
    draw();
  }
  function measure(m, digit) {
    const at = draft.indexOf(m.id);
    const score = (row.others.find(([id]) => id === m.id) || [])[1];
    return h("li", {}, h("button", { type: "button", "aria-pressed": String(at === 0), class: at > 0 ? "also" : "", "data-keep": `m${m.id}`,
      onclick: () => press(m.id, false) },
      h("kbd", {}, digit <= 9 ? String(digit) : ""), h("span", { class: "name" }, h("b", { class: "number" }, m.number), ` ${m.name}`),
      score === undefined ? null : h("span", { class: "small number" }, score.toFixed(2))),
      h("button", { type: "button", class: "plus", "aria-pressed": String(at > 0), "aria-label": `${words.plan_add} ${m.number}`, title: words.plan_add,
        "data-keep": `p${m.id}`, onclick: () => press(m.id, true) }, "＋"));
  }
  function translation() {
    const text = h("textarea", { rows: "2", "data-keep": "translation", "aria-label": words.review_translation });
    const checked = h("input", { type: "checkbox", "data-keep": "translated", checked: row.translated });
    text.value = row.translation;
    return h("form", { class: "translation", onsubmit: (event) => { event.preventDefault(); act.translate(row.id, text.value, checked.checked); } },
      h("span", { class: "small" }, words.review_translation), text, h("div", { class: "row" }, h("label", { class: "pick" }, checked, words.review_translation_checked),
        h("button", { type: "submit", "data-keep": "translate" }, words.review_translation_save)));
  }
  function draw() {
    if (!row) return node.replaceChildren(h("p", { class: "empty" }, words.review_choose));
    const list = numbered(model.get("measures"), row);
    const changed = draft.join() !== row.measures.join();
    const topic = h("select", { "aria-label": words.review_topic, "data-keep": "topic", onchange: (e) => act.move([row.id], Number(e.target.value)) },
      h("option", { value: "-1", selected: row.topic === null }, words.board_lone_title),
      ...model.get("topics").map((t) => h("option", { value: t.id, selected: t.id === row.topic }, t.name)), h("option", { value: "-2" }, words.topic_new));
    return keepFocus(node, () => node.replaceChildren(...[
      h("div", { class: "row" }, h("b", { class: "number" }, row.number), h("span", { class: "tag" }, row.by),
        row.state === "shown" ? null : h("span", { class: "tag alert" }, model.get("states")[row.state]),
        row.kind ? h("span", { class: "tag" }, row.kind) : null, row.language ? h("span", { class: "tag" }, row.language) : null),
      h("p", { class: "words said", lang: row.tongue || null }, row.body),
      row.masked ? h("p", { class: "small words" }, `${words.list_shown_as}${row.masked}`) : null,
      h("p", { class: "small why" }, row.evidence.length ? `${words.review_evidence}${row.evidence.join("／")}` : words.review_no_evidence),
      h("ul", { class: "measures" }, ...list.map((m, i) => measure(m, i + 1)),
        h("li", {}, h("button", { type: "button", class: "none", "aria-pressed": String(!draft.length), "data-keep": "m-", onclick: () => press(null) },
          h("kbd", {}, "0"), h("span", { class: "name" }, words.plan_none)))),
      h("label", { class: "row" }, words.review_topic, topic),
      row.language ? translation() : null,
      h("button", { type: "button", class: "main", "data-keep": "sure", onclick: () => send() }, changed ? words.review_change : words.review_confirm)].filter(Boolean)));
  }
  function send() {
    if (!row) return;
    if (draft.join() === row.measures.join()) act.confirm([row.id]);
    else act.place([row.id], draft);
  }
  return {
    node, press, send, draft: () => draft,
    by: (digit) => { const m = row && numbered(model.get("measures"), row)[digit - 1]; return m ? m.id : undefined; },
    show: (next) => {
      const same = row && next && row.id === next.id && row.measures.join() === next.measures.join();
      if (!same) draft = next ? [...next.measures] : [];
      row = next;
      draw();
    },
  };
}
