// parts: topic_signs
// Topics. A pressed topic opens its comments; on the planner's page it can be renamed, merged, taken apart.
const LONE = -1;

function renamer(model, topic) {
  const words = model.get("wording");
  const box = h("input", { type: "text", maxlength: "40", value: topic.name, "aria-label": words.board_title });
  box.value = topic.name;
  const rename = (name) => { if (name.trim()) model.send({ type: "rename", id: topic.id, name: name.trim() }); };
  const form = h("form", { class: "row", onsubmit: (event) => { event.preventDefault(); rename(box.value); } },
    box, h("button", { class: "main" }, words.board_title));
  const chips = topic.proposals.filter((p) => p !== topic.name).map((p) =>
    h("button", { type: "button", class: "chip", onclick: () => rename(p) }, p));
  const outside = (topic.drafts || []).map((d) => h("button", { type: "button", class: "chip", "data-draft": d.id, onclick: () => model.send({ type: "take", id: d.id }) },
    h("span", { class: "tag notice" }, words.outside_mark), ` ${d.text}`, h("span", { class: "small quiet" }, `（${d.cites.map(([number]) => number).join("、")}）`)));
  return h("div", { class: "edit" }, form, chips.length ? h("div", { class: "row" }, h("span", { class: "small quiet" }, words.topic_proposals), ...chips) : null,
    h("p", { class: "small quiet" }, words.board_proposals), outside.length ? h("div", { class: "row" }, ...outside) : null);
}

function chooser(model, label, without, act) {
  const select = h("select", { "aria-label": label }, h("option", { value: "" }, label),
    ...model.get("topics").filter((t) => t.id !== without).map((t) => h("option", { value: t.id }, `${t.name}（${t.n}件）`)));
  if (without === undefined || act.fresh) select.append(h("option", { value: "-2" }, model.get("wording").topic_new));
  select.addEventListener("change", () => { if (select.value !== "") act(Number(select.value)); select.value = ""; });
  return select;
}

// A theme's heading, with its own small form to rename it.
function heading(model, theme) {
  const words = model.get("wording");
  const count = filled(words.theme_count, { t: theme.topics, n: theme.n });
  const title = h("h3", {}, theme.id === null ? words.theme_alone : theme.name, " ", h("span", { class: "small quiet number" }, count));
  if (theme.id === null || !model.get("editable")) return h("div", { class: "theme-head" }, title);
  const box = h("input", { type: "text", maxlength: "40", value: theme.name, "aria-label": words.theme_save });
  const form = h("form", { class: "row", hidden: true, onsubmit: (event) => {
    event.preventDefault();
    if (box.value.trim()) model.send({ type: "theme_rename", theme: theme.id, name: box.value.trim() });
    form.hidden = true;
  } }, box, h("button", { class: "main" }, words.theme_save));
  return h("div", { class: "theme-head" }, title, h("button", { type: "button", class: "quiet-button", "data-keep": `name-${theme.id}`,
    onclick: () => { form.hidden = !form.hidden; if (!form.hidden) box.focus(); } }, words.theme_rename), form);
}

// The themes in order with their topics; then topics that stand alone, and the lone opinions.
function shelves(model, topics) {
  const found = model.get("themes").map((theme) => ({ ...theme, own: topics.filter((t) => t.theme === theme.id) })).filter((s) => s.own.length);
  const rest = topics.filter((t) => !found.some((s) => s.id === t.theme));
  const alone = rest.filter((t) => t.id !== LONE);
  return [...found, { id: null, bare: !found.length || !alone.length, own: rest, topics: alone.length, n: alone.reduce((sum, t) => sum + t.n, 0) }];
}

function themeChooser(model, topic) {
  const words = model.get("wording"), themes = model.get("themes");
  if (!themes.length) return null;
  const select = h("select", { "aria-label": words.theme_move }, h("option", { value: "" }, words.theme_move),
    ...themes.filter((t) => t.id !== topic.theme).map((t) => h("option", { value: t.id }, t.name)),
    topic.theme === null ? null : h("option", { value: "none" }, words.theme_none), h("option", { value: "-2" }, words.theme_new));
  select.addEventListener("change", () => {
    if (select.value) model.send({ type: "theme_move", topic: topic.id, theme: select.value === "none" ? null : Number(select.value) });
    select.value = "";
  });
  return select;
}

function member(model, id, row) {
  const words = model.get("wording");
  const move = Object.assign((topic) => model.send({ type: "move", ids: [row.id], topic }), { fresh: true });
  return h("li", {}, h("span", { class: "number small quiet" }, row.number), h("span", { class: "words" }, row.body), row.note ? h("span", { class: "tag" }, row.note) : null,
    model.get("editable") ? h("span", { class: "row acts" }, chooser(model, words.topic_move, id, move),
      id === LONE ? null : h("button", { type: "button", onclick: () => move(LONE) }, words.board_take_out)) : null);
}

function render({ model, el }) {
  const words = model.get("wording");
  let open = null, rows = [], late = false;      // late: a draw waits while somebody types
  const { stop } = settle(el, model, "topic-list", (message) => {
    if (message.type !== "words" || message.id !== open) return;
    rows = message.rows;
    fill();
  });
  const list = h("div", { class: "shelves" }), signs = h("div", { class: "signs" }), under = h("ul", { class: "under", tabindex: "0", "aria-label": words.topic_words }), tools = h("div", { class: "tools" });
  const empty = h("p", { class: "empty" }, words.topic_none), busy = h("p", { class: "small quiet", role: "status" }), note = h("p", { class: "small quiet" }, words.theme_note);
  el.prepend(h("section", { class: "card", "aria-label": words.topic_title }, h("h2", {}, words.topic_title), note, empty, busy, list));
  const eye = new IntersectionObserver((seen) => { if (seen.some((s) => s.isIntersecting)) model.send({ type: "look" }); });
  eye.observe(list);
  function press(id) {
    open = open === id ? null : id;
    rows = [];
    model.send({ type: "open", id: open });
    draw();
    fill();
  }
  function line(topic) {
    const expanded = topic.id === open;
    return h("li", { class: topic.id === LONE ? "topic lone" : "topic" }, h("button", { type: "button", "aria-expanded": String(expanded),
      "data-keep": topic.id, onclick: () => press(topic.id) }, h("span", { class: "name" }, topic.name),
      ...signTags(model, topic.id), topic.named ? h("span", { class: "tag sure" }, words.topic_named) : null, topic.locked ? h("span", { class: "tag notice" }, words.topic_locked) : null, h("b", { class: "number" }, `${topic.n}件`)),
      expanded ? h("div", { class: "inside" }, signs, tools, under) : null);
  }
  function retool(topic) {
    if (!model.get("editable") || !topic || topic.id === LONE) return tools.replaceChildren();
    return tools.replaceChildren(renamer(model, topic),
      h("div", { class: "row" }, chooser(model, words.topic_merge, topic.id, (into) => model.send({ type: "merge", id: topic.id, into })),
        themeChooser(model, topic), h("button", { type: "button", "data-lock": topic.id, onclick: () => model.send({ type: "lock", id: topic.id, locked: !topic.locked }) }, topic.locked ? words.topic_unlock : words.topic_lock)));
  }
  function draw() {
    const topics = [...model.get("topics"), { id: LONE, name: words.board_lone_title, n: model.get("lone"), proposals: [] }];
    if (list.contains(document.activeElement) && document.activeElement.tagName === "INPUT") { late = true; return; }
    late = false;
    if (open !== null && !topics.some((t) => t.id === open)) { open = null; rows = []; }
    empty.hidden = topics.length > 1 || model.get("lone") > 0;
    note.hidden = !model.get("themes").length;
    retool(topics.find((t) => t.id === open));
    signs.replaceChildren(...(open === null ? [] : signsOf(model, open)));
    const marks = model.get("signs");
    keepFocus(el, () => {
      const found = shelves(model, topics);
      keyed(list, found.map(({ own, ...rest }) => rest), (s) => s.id, (s) => h("section", { class: s.id === null ? "shelf rest" : "shelf" },
        s.bare ? null : heading(model, s), h("ul", { class: "topics" })));
      for (const shelf of found) keyed(list.keyed.get(shelf.id).node.querySelector("ul.topics"),
        shelf.own.map((t) => ({ ...t, open: t.id === open, sign: marks[t.id] && [marks[t.id].firm, marks[t.id].state] })), (t) => t.id, line);
    });
  }
  function fill() {
    keyed(under, rows, (r) => r.id, (r) => member(model, open, r));
  }
  list.addEventListener("focusout", () => setTimeout(() => { if (late) draw(); }));
  list.addEventListener("submit", () => document.activeElement.blur());
  const unfollow = follow(model, ["themes", "topics", "lone", "editable", "signs"], draw);
  const unbusy = follow(model, ["busy"], () => { put(busy, model.get("busy")); busy.hidden = !model.get("busy"); });
  return () => { unfollow(); unbusy(); eye.disconnect(); stop(); };
}

export default { render };
