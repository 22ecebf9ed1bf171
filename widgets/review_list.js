// parts: review_detail
// The planner's table: 50 rows a page, every key in reach. Rows arrive as messages.
const PAGE = 50;

const FILTERS = {
  all: () => true, unsure: (r) => !r.sure, none: (r) => !r.measures.length, lone: (r) => r.lone,
  waiting: (r) => r.state === "pending", hidden: (r) => r.state === "withheld" || r.state === "masked",
};
/** What is withheld stands under its own filter, and wherever somebody searches for it. */
const listed = (r, filter, searched = false) => FILTERS[filter](r) && (filter === "hidden" || searched || r.state !== "withheld");
const SORTS = {
  unsure: (a, b) => (a.score ?? -1) - (b.score ?? -1) || a.id - b.id,
  number: (a, b) => a.id - b.id, newest: (a, b) => b.id - a.id,
};

// The rows to show: filtered, searched (plain substring, width and case forgiven), sorted.
function chosen(rows, { filter, measure, search, sort }) {
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const wanted = plain(search.trim());
  return rows.filter((r) => listed(r, filter, Boolean(wanted)) && (!measure || r.measures.includes(measure))
    && (!wanted || plain(`${r.number} ${r.body} ${r.topic_name}`).includes(wanted))).sort(SORTS[sort]);
}

function line(model, row, ticked, on) {
  const words = model.get("wording");
  const name = (id) => { const m = model.get("measures").find((x) => x.id === id); return m ? `${m.number} ${m.name}` : id; };
  const [main, ...more] = row.measures;
  const box = h("input", { type: "checkbox", tabindex: "-1", "aria-label": `${words.review_tick} ${row.number}`, onclick: (e) => { e.stopPropagation(); on.tick(row.id); } });
  box.checked = ticked;
  return h("tr", { "data-id": row.id, class: row.sure ? "sure" : "", onclick: () => on.choose(row.id, true) },
    h("td", { class: "ticks" }, h("label", { onclick: (e) => e.stopPropagation() }, box)),
    h("td", { class: "number" }, row.number),
    h("td", { class: "words said" }, h("span", { lang: row.tongue || null }, row.body),
      row.state === "shown" ? null : h("span", { class: row.state === "pending" ? "tag notice" : "tag alert" }, model.get("states")[row.state]),
      row.apart ? h("span", { class: "tag" }, row.apart) : null),
    h("td", { title: row.measures.map(name).join("、") || null }, main ? h("span", {}, name(main)) : h("span", { class: "tag none" }, words.plan_none),
      more.length ? h("span", { class: "small quiet" }, ` ＋${more.map((id) => name(id).split(" ")[0]).join("・")}`) : null),
    h("td", { class: "number score" }, row.score === null ? "–" : row.score.toFixed(2)),
    h("td", {}, row.lone ? h("span", { class: "quiet" }, words.lone_short) : row.topic_name),
    h("td", {}, h("span", { class: row.sure ? "tag sure" : "tag" }, row.sure ? words.plan_confirmed : words.plan_unconfirmed)));
}

function toolbar(model, view, changed) {
  const words = model.get("wording");
  const buttons = Object.keys(FILTERS).map((id) => h("button", { type: "button", "data-filter": id,
    onclick: () => { view.filter = id; view.page = 0; changed(); } }, words[`filter_${id}`], " ", h("b", { class: "number" })));
  const measure = h("select", { "aria-label": words.review_measure, onchange: (e) => { view.measure = e.target.value; view.page = 0; changed(); } },
    h("option", { value: "" }, words.review_every_measure), ...model.get("measures").map((m) => h("option", { value: m.id }, `${m.number} ${m.name}`)));
  const sort = h("select", { "aria-label": words.review_sort, onchange: (e) => { view.sort = e.target.value; view.page = 0; changed(); } },
    ...Object.keys(SORTS).map((id) => h("option", { value: id }, words[`sort_${id}`])));
  const search = h("input", { type: "search", placeholder: words.review_search, "aria-label": words.review_search,
    oninput: (e) => { view.search = e.target.value; view.page = 0; changed(); } });
  const draw = (rows) => buttons.forEach((b) => {
    b.setAttribute("aria-pressed", String(b.dataset.filter === view.filter));
    put(b.lastChild, rows.filter((r) => listed(r, b.dataset.filter)).length);
  });
  return { node: h("div", { class: "tools" }, h("div", { class: "row filters", role: "group", "aria-label": words.review_filter }, ...buttons),
    h("div", { class: "row" }, measure, sort, search)), draw, search };
}

function bulkBar(model, ticks, act, clear) {
  const words = model.get("wording");
  const ids = () => [...ticks];
  const count = h("b", { class: "number" });
  const choose = (label, done) => h("select", { "aria-label": label, onchange: (e) => { const v = e.target.value; e.target.value = ""; if (v) { done(v); clear(); } } });
  const place = choose(words.plan_change_many, (v) => act.place(ids(), v === "-" ? [] : [v]));
  const move = choose(words.topic_move, (v) => act.move(ids(), Number(v)));
  const node = h("div", { class: "row bulk", hidden: true },
    h("span", {}, words.review_ticked, count), h("button", { type: "button", class: "main", "data-do": "confirm-many", onclick: () => { act.confirm(ids()); clear(); } }, words.plan_confirmed),
    place, move, h("button", { type: "button", onclick: clear }, words.review_untick));
  // Topics come and go while comments are ticked: the menu has those of now, the choice stays if it can.
  const fill = (select, options) => {
    const chosen = select.value;
    keyed(select, [["", select.getAttribute("aria-label")], ...options].map(([id, name]) => ({ id: String(id), name })), (o) => o.id, (o) => h("option", { value: o.id }, o.name));
    select.value = chosen;
    if (select.selectedIndex < 0) select.value = "";
  };
  const draw = () => {
    node.hidden = !ticks.size;
    if (node.hidden) return;
    put(count, `${ticks.size}件`);
    fill(place, [...model.get("measures").map((m) => [m.id, `${m.number} ${m.name}`]), ["-", words.plan_none]]);
    fill(move, [...model.get("topics").map((t) => [t.id, t.name]), [-1, words.board_lone_title], [-2, words.topic_new]]);
  };
  return { node, draw };
}

function render({ model, el }) {
  const words = model.get("wording");
  const known = new Map(), ticks = new Set();
  const view = { filter: "unsure", measure: "", search: "", sort: "unsure", page: 0, id: null };
  let rows = [], planned = 0;
  const { stop } = settle(el, model, "review-list", (message) => {
    if (message.type !== "rows") return;
    merge(known, message);
    if (!planned) planned = requestAnimationFrame(draw);
  });
  const act = { confirm: (ids) => tell({ type: "confirm", ids }), place: (ids, measures) => tell({ type: "place", ids, measures }),
                move: (ids, topic) => model.send({ type: "move", ids, topic }),
                translate: (id, text, checked) => model.send({ type: "translate", id, text, checked }) };
  // What is decided about the chosen comment leads on to the next one.
  function tell(message) {
    model.send(message);
    if (message.ids.length === 1 && message.ids[0] === view.id) {
      const at = rows.findIndex((r) => r.id === view.id);
      const next = rows[at + 1] || (at > 0 ? rows[at - 1] : null);
      if (next) { view.id = next.id; view.page = Math.floor((at + 1 < rows.length ? at + 1 : at - 1) / PAGE); }
      draw();
    }
  }
  const one = detail(model, act);
  const tools = toolbar(model, view, () => draw());
  const bulk = bulkBar(model, ticks, act, () => { ticks.clear(); draw(); });
  const all = h("input", { type: "checkbox", "aria-label": words.review_tick_all, onclick: () => {
    if (all.checked) rows.forEach((r) => ticks.add(r.id)); else ticks.clear();
    draw();
  } });
  const body = h("tbody", {});
  const grid = h("table", { role: "grid", tabindex: "0", "aria-label": words.review_title, onkeydown: keys }, h("thead", {}, h("tr", {},
    h("th", {}, h("label", {}, all)), ...["number", "words", "measure", "score", "topic", "sure"].map((c) => h("th", { scope: "col" }, words[`column_${c}`])))), body);
  const empty = h("p", { class: "empty" }), shown = h("span", { class: "small quiet" });
  const turn = (step) => () => { view.page += step; view.id = rows[view.page * PAGE]?.id ?? null; draw(); grid.parentNode.scrollTop = 0; };
  const back = h("button", { type: "button", onclick: turn(-1) }, words.page_back), next = h("button", { type: "button", onclick: turn(1) }, words.page_next);
  const undo = h("button", { type: "button", "data-do": "undo", onclick: () => model.send({ type: "undo" }) }, words.check_undo);
  el.prepend(h("section", { class: "two", "aria-label": words.review_title }, h("div", { class: "card main-side" }, tools.node, bulk.node,
    h("div", { class: "scroll" }, grid, empty), h("div", { class: "row" }, back, next, shown, h("span", { class: "push" }), undo), h("p", { class: "small quiet" }, words.review_keys)), one.node));

  const on = { tick: (id) => { if (!ticks.delete(id)) ticks.add(id); draw(); }, choose: (id, focus) => { view.id = id; draw(); if (focus) grid.focus({ preventScroll: true }); } };
  function step(by) {
    const at = Math.min(Math.max(rows.findIndex((r) => r.id === view.id) + by, 0), rows.length - 1);
    if (at < 0) return;
    view.page = Math.floor(at / PAGE);
    on.choose(rows[at].id);
    body.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }
  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -1e9, End: 1e9 };
    if (moves[event.key]) step(moves[event.key]);
    else if (event.key === "Enter") one.send();
    else if (event.key === " " && view.id !== null) { on.tick(view.id); step(1); }
    else if (event.key.toLowerCase() === "z") model.send({ type: "undo" });
    else if (event.key === "/") tools.search.focus();
    else if (digit !== undefined) byDigit(Number(digit), event.shiftKey);
    else return;
    event.preventDefault();
  }
  function byDigit(digit, more) {
    const id = digit ? one.by(digit) : null;
    if (id === undefined) return;
    one.press(id, more);
    if (!more) one.send();
  }
  function draw() {
    planned = 0;
    for (const id of ticks) if (!known.has(id)) ticks.delete(id);
    rows = chosen([...known.values()], view);
    view.page = Math.max(0, Math.min(view.page, Math.ceil(rows.length / PAGE) - 1));
    const part = rows.slice(view.page * PAGE, (view.page + 1) * PAGE);
    if (!part.some((r) => r.id === view.id)) view.id = part.length ? part[0].id : null;
    keyed(body, part.map((r) => ({ ...r, ticked: ticks.has(r.id) })), (r) => r.id, (r) => line(model, r, r.ticked, on));
    for (const tr of body.children) tr.setAttribute("aria-selected", String(Number(tr.dataset.id) === view.id));
    all.checked = rows.length > 0 && rows.every((r) => ticks.has(r.id));
    put(empty, known.size ? (view.filter === "unsure" ? words.plan_all_done : words.review_nothing) : words.list_empty);
    empty.hidden = part.length > 0;
    grid.hidden = !part.length;
    put(shown, rows.length ? `${view.page * PAGE + 1}〜${view.page * PAGE + part.length}件目（全${rows.length}件）` : "");
    back.hidden = next.hidden = rows.length <= PAGE;
    back.disabled = !view.page;
    next.disabled = (view.page + 1) * PAGE >= rows.length;
    tools.draw([...known.values()]);
    bulk.draw();
    one.show(known.get(view.id) || null);
  }
  const unfollow = follow(model, ["topics", "measures"], () => draw());
  return () => { cancelAnimationFrame(planned); unfollow(); stop(); };
}

export { chosen, numbered, pressed };
export default { render };
