// parts: letters board_drag board_dialogs
// The KJ board. A card is one button that chooses it; what is chosen is moved by buttons, or dragged.
// While somebody drags, what others did waits: nothing moves under the pointer.

/** Columns in the order of the page: new, the islands, alone. */
function columns(islands, rows) {
  const in_ = (place) => rows.filter((r) => r.place === place).sort((a, b) => a.id - b.id);
  return { new: in_("new"), lone: in_("lone"), islands: islands.map((i) => ({ ...i, cards: in_(i.id) })) };
}

function card(model, row, on, toggle) {
  const words = model.get("wording");
  const tags = [row.sent ? h("span", { class: "tag sure" }, words.kj_sent_tag) : null, row.state === "pending" ? h("span", { class: "tag notice" }, words.kj_pending) : null,
    row.language ? h("span", { class: "tag" }, row.language) : null];
  return h("li", { class: "note", "data-card": row.id }, h("button", { type: "button", class: "choose", "data-keep": `card-${row.id}`, "aria-pressed": String(on), onclick: () => toggle(row.id) },
    h("span", { class: "row" }, h("span", { class: "number small" }, row.number), ...tags),
    h("span", { class: "words", lang: row.tongue || null }, row.body),
    row.near && row.place === "new" ? h("span", { class: "near small" }, h("span", { class: "dot", "aria-hidden": "true" }), fill(words.kj_near, { name: row.near })) : null),
    h("span", { class: "handle", "aria-hidden": "true" }, "⠿"));
}

function topCard(model) {
  const words = model.get("wording"), left = h("b", { class: "left number" }), facts = h("span", { class: "facts" }), title = h("h2");
  const which = h("select", { "aria-label": words.kj_which, onchange: () => model.send({ type: "table", n: Number(which.value) }) });
  let offset = 0;
  const tick = () => {
    const { deadline } = model.get("room"), s = deadline ? Math.ceil((Date.parse(deadline) - Date.now() - offset) / 1000) : 0;
    put(left, !deadline ? words.kj_left_none : s <= 0 ? words.kj_left_over : fill(words.kj_left, { m: Math.floor(s / 60), s: String(s % 60).padStart(2, "0") }));
  };
  const draw = () => {
    const c = model.get("counts"), room = model.get("room");
    if (room.now) offset = Date.parse(room.now) - Date.now();
    put(title, room.question ?? "");
    facts.replaceChildren(...[[words.kj_count, c.n], [words.kj_proxy, c.proxy], [words.kj_sent_count, c.sent]].map(([text, n]) => h("span", {}, fill(text, { n: n ?? 0 }))));
    which.replaceChildren(h("option", { value: 0 }, words.kj_room), ...model.get("tables").map((t) => h("option", { value: t.table }, `${fill(words.kj_table, { t: t.table })}（${t.n}）`)));
    which.value = String(model.get("table"));
    tick();
  };
  const clock = setInterval(tick, 1000), unfollow = follow(model, ["room", "counts", "tables", "table"], draw);
  const ask = h("p", { class: "ask" }, h("span", { class: "quiet small" }, words.kj_ask), ...["who", "when", "where"].map((k) => h("b", {}, `「${words[`kj_ask_${k}`]}」`)));
  return { node: h("div", { class: "card top" }, h("div", { class: "row" }, which, left, facts, ask), title), stop: () => { clearInterval(clock); unfollow(); } };
}

function islandHead(model, one, some, naming, joining) {
  const words = model.get("wording");
  const button = (key, act, text, off) => h("button", { type: "button", "data-do": key, "data-keep": `${key}-${one.id}`, "aria-disabled": off ? "true" : null,
    "aria-label": `${text} ${one.name || one.n}`, onclick: () => off || act() }, text);
  return h("div", { class: "head" },
    h("h3", {}, one.name || words.kj_no_name, " ", h("span", { class: "number small" }, `${one.count}枚`), one.locked ? h("span", { class: "tag" }, words.kj_locked_tag) : null),
    h("div", { class: "row" }, button("put", () => some(one.id), words.board_put, one.locked), button("title", () => naming.open(one), words.board_title, one.locked),
      button("lock", () => model.send({ type: "lock", island: one.id, locked: !one.locked }), one.locked ? words.kj_unlock : words.board_lock),
      one.others ? button("join", () => joining(one), words.kj_join) : null,
      one.name ? button("topic", () => model.send({ type: "topic", island: one.id }), words.kj_to_topic) : null),
    arrowsOf(model, one));
}

function render({ model, el }) {
  const words = model.get("wording"), known = new Map(), chosen = new Set();
  let dragging = false, waits = false, planned = 0;
  const plan = () => { if (!planned) planned = requestAnimationFrame(draw); };
  const { stop } = settle(el, model, "group-board", (message) => {
    if (message.type === "rows") { merge(known, message); plan(); } else if (message.type === "names") naming.told(message);
  });
  const naming = titleDialog(model, el), joining = joinDialog(model, el), top = topCard(model);
  const toggle = (id) => { chosen.delete(id) || chosen.add(id); plan(); };
  const tell = (type, ids, rest) => { model.send({ type, ids, ...rest }); if (type !== "send") chosen.clear(); plan(); };
  const putIn = (to) => tell("put", [...chosen], { to });
  const act = (key, text, run, cls) => h("button", { type: "button", class: cls, "data-do": key, onclick: run }, text);
  const said = h("b", { class: "chosen" }), send = act("send", words.kj_send, () => tell("send", [...chosen], { on: !allSent() }));
  const allSent = () => chosen.size > 0 && [...chosen].every((id) => known.get(id)?.sent);
  const needing = [act("bundle", words.board_make, () => tell("bundle", [...chosen]), "main"), act("take", words.board_take_out, () => tell("take", [...chosen])),
    act("lone", words.board_lone, () => putIn("lone")), send, act("clear", words.kj_clear, () => { chosen.clear(); plan(); })];
  const bar = h("div", { class: "card bar", role: "group", "aria-label": words.kj_islands }, said, ...needing, act("undo", words.check_undo, () => model.send({ type: "undo" })));
  const list = (label) => h("ul", { class: "cards", "aria-label": label });
  const fresh = list(words.board_new), alone = list(words.board_lone_title), islands = h("div", { class: "islands" });
  const none = [h("p", { class: "quiet small" }, words.kj_empty_new), h("p", { class: "quiet small" }, words.kj_empty_lone)];
  const counted = [h("span", { class: "number" }), h("span", { class: "number" })];
  const newHere = h("p", { class: "drop", "data-place": "bundle" }, words.kj_drop_new);
  const board = h("div", { class: "board" },
    h("section", { class: "card new", "data-place": "new", "aria-label": words.board_new }, h("h2", {}, words.board_new, " ", counted[0]), none[0], fresh),
    h("section", { class: "middle", "aria-label": words.kj_islands }, islands, newHere),
    h("section", { class: "card lone", "data-place": "lone", "aria-label": words.board_lone_title }, h("h2", {}, words.board_lone_title, " ", counted[1]), none[1], alone));
  el.prepend(top.node, bar, board);
  const undrag = draggable(board, {
    busy: (on) => { dragging = on; if (!on && waits) plan(); },
    onDrop: (id, place) => {
      const ids = chosen.has(id) ? [...chosen] : [id];
      if (String(known.get(id)?.place) === place && ids.length === 1) return;
      if (place === "new") tell("take", ids);
      else if (place === "bundle") tell("bundle", ids);
      else tell("put", ids, { to: place === "lone" ? place : Number(place) });
    },
  });
  const cards = (node, rows) => keyed(node, rows.map((r) => ({ ...r, on: chosen.has(r.id) })), (r) => r.id, (r) => card(model, r, r.on, toggle));
  const shell = (one) => Object.assign(h("section", { class: "card island", "data-place": one.id }, h("div"), list(words.kj_islands)), {});
  function draw() {
    planned = 0;
    if (dragging) { waits = true; return; }
    waits = false;
    for (const id of chosen) if (!known.has(id)) chosen.delete(id);
    const laid = columns(model.get("islands"), [...known.values()]);
    keepFocus(el, () => {
      put(said, chosen.size ? fill(words.kj_chosen, { n: chosen.size }) : words.kj_chosen_none);
      put(send, allSent() ? words.kj_unsend : words.kj_send);
      for (const button of needing) button.disabled = !chosen.size;
      cards(fresh, laid.new);
      cards(alone, laid.lone);
      put(counted[0], `${laid.new.length}枚`);
      put(counted[1], `${laid.lone.length}枚`);
      none[0].hidden = laid.new.length > 0;
      none[1].hidden = laid.lone.length > 0;
      keyed(islands, laid.islands.map((i) => ({ id: i.id })), (i) => i.id, shell);
      for (const [n, one] of laid.islands.entries()) {
        const node = islands.children[n], name = one.name || `${words.kj_islands} ${n + 1}`;
        node.setAttribute("aria-label", name);
        node.classList.toggle("locked", one.locked);
        node.lastElementChild.setAttribute("aria-label", name);
        const arrows = model.get("relations").filter((r) => r.island === one.id).map((r) => ({ ...r, name: called(model, r.to) }));
        const head = { id: one.id, name: one.name, locked: one.locked, count: one.cards.length, n: n + 1, others: laid.islands.length > 1, arrows };
        keyed(node.firstElementChild, [head], (i) => i.id, (i) => islandHead(model, i, putIn, naming, joining));
        cards(node.lastElementChild, one.cards);
      }
    });
  }
  const unfollow = follow(model, ["islands", "relations"], plan);
  return () => { cancelAnimationFrame(planned); top.stop(); undrag(); unfollow(); stop(); };
}

export { columns };
export default { render };
