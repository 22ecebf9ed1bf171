// Left: posts that say nothing, and many at once. Right: families of nearly the same words. The machine only shows.
const FIRST = 50;

function render({ model, el }) {
  const words = model.get("wording");
  const spared = new Set();                       // ticks that a person has taken off
  let most = FIRST;
  const { stop } = settle(el, model, "echo-desk", () => {});
  const send = (type, rest) => model.send({ type, ...rest });
  const undo = () => h("button", { type: "button", class: "push", "data-do": "undo", onclick: () => send("undo") },
    h("kbd", { "aria-hidden": "true" }, "Z"), words.check_undo);
  const part = (key, ...inside) => {
    const title = h("h2", {}, words[key]);
    return [h("section", { class: "card", "aria-label": words[key], "data-part": key }, title, ...inside), title];
  };
  const posts = h("ul", { class: "posts" }), aside = h("ul", { class: "posts asides" }), asideTitle = h("h3");
  const none = h("p", { class: "empty" }, words.same_nothing_empty);
  const setAside = h("button", { type: "button", class: "main", "data-do": "out", onclick: () => send("out", { comments: ticked() }) });
  const allBack = h("button", { type: "button", "data-do": "back", onclick: () => send("back", { comments: ids(true) }) });
  const [nothing, nothingTitle] = part("same_nothing", h("p", { class: "small quiet" }, words.same_nothing_help), posts, none,
    h("div", { class: "row" }, setAside, undo()), asideTitle, aside, allBack);
  const runs = h("ul", { class: "runs" }), noRuns = h("p", { class: "empty" }, words.same_bursts_empty);
  const about = h("p", { class: "small quiet" });
  const [bursts, burstsTitle] = part("same_bursts", about, runs, noRuns);
  const groups = h("ul", { class: "families" }), noGroups = h("p", { class: "empty" }, words.same_families_empty);
  const more = h("button", { type: "button", "data-do": "more", onclick: () => { most += FIRST; draw(); } }, words.list_more);
  const [families, familiesTitle] = part("same_families", h("p", { class: "promise" }, words.same_promise),
    h("p", { class: "small quiet keys" }, words.same_keys), groups, noGroups, more);
  el.prepend(h("div", { class: "columns" }, families, h("div", { class: "side" }, nothing, bursts)));

  const ids = (out) => model.get("nothing").filter((r) => r.out === out).map((r) => r.id);
  const ticked = () => ids(false).filter((id) => !spared.has(id));
  const count = (key, values) => Object.entries(values).reduce((text, [name, n]) => text.replace(`{${name}}`, n), words[key]);

  function post(row) {
    return h("li", {}, h("button", { type: "button", role: "checkbox", "aria-checked": String(row.on), "data-keep": `p${row.id}`,
      "data-post": row.id, onclick: () => { if (!spared.delete(row.id)) spared.add(row.id); draw(); } },
      h("span", { class: "box", "aria-hidden": "true" }), h("span", { class: "number small quiet" }, row.number),
      h("span", { class: "words", lang: row.tongue || null }, row.body)));
  }
  function gone(row) {
    return h("li", { class: "row" }, h("span", { class: "number small quiet" }, row.number), h("span", { class: "words", lang: row.tongue || null }, row.body),
      h("button", { type: "button", class: "push", "data-keep": `b${row.id}`, "data-back": row.id, "aria-label": `${row.number} ${words.same_back}`,
        onclick: () => send("back", { comments: [row.id] }) }, words.same_back));
  }
  function wording(row) {
    return h("li", {}, h("span", { class: "words", lang: row.tongue || null }, row.words), h("span", { class: "small quiet number" },
      row.numbers.join("、") + (row.more ? `　${words.same_and.replace("{n}", row.more)}` : "")));
  }
  function family(one) {
    const choice = (state, key, n) => h("button", { type: "button", "aria-pressed": String(one.state === state), "data-keep": `${state}${one.id}`,
      "data-do": state, onclick: () => send(state, { family: one.id }) }, words[key].replace("{n}", n));
    return h("li", { class: one.state, "data-family": one.id, onkeydown: (event) => keys(event, one) },
      h("ul", { class: "wordings" }, ...one.rows.map(wording)),
      h("div", { class: "row", role: "group", "aria-label": one.rows[0].words }, h("b", { class: "number" }, `${one.n}件`), ...one.tablets.map((says) => h("span", { class: "tag notice" }, says)),
        h("span", { class: "row push" }, choice("each", "same_each", one.n), choice("one", "same_one", 1))),
      one.state === "part" ? h("p", { class: "small later" }, words.same_part.replace("{n}", one.later)) : null);
  }
  function keys(event, one) {
    if (event.key === "1" || event.key === "2") { event.preventDefault(); send(event.key === "1" ? "each" : "one", { family: one.id }); }
  }
  function run(one) {
    const found = one.family !== null;
    return h("li", {}, h("span", { class: "words", lang: one.tongue || null }, one.words), h("span", { class: "row" }, h("b", { class: "small" }, one.says),
      h("span", { class: "small quiet number" }, one.when),
      found ? h("button", { type: "button", class: "push", "data-keep": `s${one.id}`, "aria-label": `${one.words} ${words.same_see}`, onclick: () => show(one.family) }, words.same_see) : null));
  }
  function show(id) {
    const at = model.get("families").findIndex((f) => f.id === id);
    if (at >= most) { most = at + FIRST; draw(); }
    const target = groups.querySelector(`[data-family="${id}"]`);
    if (!target) return;
    target.scrollIntoView({ block: "center" });
    target.querySelector("button").focus({ preventScroll: true });
  }
  el.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key.toLowerCase() === "z") { event.preventDefault(); return send("undo"); }
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const item = way && event.target.closest(".posts > li, .families > li, .runs > li");
    if (!item) return;
    event.preventDefault();
    const next = way > 0 ? item.nextElementSibling : item.previousElementSibling;
    const button = next && (next.querySelector('[aria-pressed="true"]') || next.querySelector("button"));
    if (button) { button.focus({ preventScroll: true }); next.scrollIntoView({ block: "nearest" }); }
  });
  function draw() {
    const rows = model.get("nothing"), open = rows.filter((r) => !r.out), out = rows.filter((r) => r.out);
    const groupsNow = model.get("families"), runsNow = model.get("bursts");
    keepFocus(el, () => {
      keyed(posts, open.map((r) => ({ ...r, on: !spared.has(r.id) })), (r) => r.id, post);
      keyed(aside, out, (r) => r.id, gone);
      keyed(groups, groupsNow.slice(0, most), (f) => f.id, family);
      keyed(runs, runsNow, (b) => b.id, run);
    });
    put(nothingTitle, `${words.same_nothing}　${open.length}件`);
    put(burstsTitle, `${words.same_bursts}　${count("same_groups", { k: runsNow.length, n: runsNow.reduce((sum, b) => sum + b.n, 0) })}`);
    put(familiesTitle, `${words.same_families}　${count("same_groups", { k: groupsNow.length, n: groupsNow.reduce((sum, f) => sum + f.n, 0) })}`);
    put(setAside, count("same_to_out", { n: ticked().length }));
    put(asideTitle, `${words.same_out}　${out.length}件`);
    put(allBack, count("same_back_all", { n: out.length }));
    put(about, model.get("help_bursts"));
    setAside.disabled = !ticked().length;
    none.hidden = open.length > 0;
    asideTitle.hidden = aside.hidden = out.length === 0;
    allBack.hidden = out.length < 2;
    noGroups.hidden = groupsNow.length > 0;
    noRuns.hidden = runsNow.length > 0;
    more.hidden = groupsNow.length <= most;
  }
  const unfollow = follow(model, ["nothing", "families", "bursts", "help_bursts"], draw);
  return () => { unfollow(); stop(); };
}

export default { render };
