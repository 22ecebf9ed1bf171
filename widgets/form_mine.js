// My own opinions: what became of each; correct it, take it back.
function mineCard(c) {
  const { parts } = c;
  Object.assign(parts, { mine: h("ul", { class: "notes" }), cards: new Map(), empty: c.put("p", "empty_mine", { class: "empty" }) });
  return h("section", { class: "mine card" }, c.put("h2", "my_posts"), parts.empty, parts.mine);
}

function refreshMine(c) {
  const { mine, cards, empty } = c.parts, { items } = c.kept;
  if (!mine) return;
  empty.hidden = items.length > 0;
  items.forEach((item, i) => {
    if (!cards.has(item.key)) cards.set(item.key, mineNote(c, item));
    const note = cards.get(item.key);
    if (mine.children[i] !== note.node) mine.insertBefore(note.node, mine.children[i] ?? null);
    note.update();
  });
  for (const [key, note] of cards) if (!c.outbox.find(key)) { note.node.remove(); cards.delete(key); }
}

function stateOf(c, item) {
  if (item.refused) return "st_refused";
  if (item.want) return c.online ? "sending" : "st_waiting";
  if (item.state === "withdrawn") return "st_withdrawn";
  if (item.number?.startsWith("P")) return "st_practice";
  return { pending: "checking", hidden: "not_shown", withheld: "not_shown" }[item.state] ?? "st_accepted";
}

/** One of my notes; `actions` is either waiting (直す・取り消す), editing or asking to withdraw. */
function mineNote(c, item) {
  const number = h("strong", { class: "number" }), state = h("span", { class: "state" }), words = said(c, item);
  const until = h("span", { class: "until" }), actions = h("div", { class: "row actions" }), advice = h("p", { class: "advice" });
  const node = h("li", { class: "note" }, h("div", { class: "row top" }, number, state), words, advice, actions);
  let busy = false;
  const open = (...nodes) => { busy = true; actions.replaceChildren(...nodes, c.button("back", close)); nodes[0].focus?.(); };
  const close = () => { busy = false; actions.replaceChildren(); update(); };
  const put = (want) => { item.advice = null; close(); c.outbox.put(item, want); };
  function editing() {
    const box = h("textarea", { rows: "3", "aria-label": c.spoken(c.text("edit")), lang: c.tag(item.language) });
    box.value = item.body;
    open(box, c.button("save_edit", () => {
      const n = graphemes(box.value.trim()), max = c.room.max_chars;
      advice.hidden = n > 0 && n <= max;
      if (!advice.hidden) { c.say(advice, c.text(n ? "e_long" : "e_empty", { n, max })); return; }
      item.edited = { body: box.value, kind: item.kind };
      put("edit");
    }, { class: "main" }));
  }
  const withdrawing = () => open(c.put("p", "ask_withdraw"), c.button("undo", () => put("withdraw"), { class: "main" }));
  const idle = [until, c.button("edit", editing), c.button("undo", withdrawing)];
  function update() {
    const editable = item.number && !item.want && item.state !== "withdrawn" && Date.parse(item.editable_until) > c.clock();
    words.textContent = item.want === "edit" ? item.edited.body : item.body;
    node.dataset.state = stateOf(c, item);
    number.textContent = item.number ?? "";
    c.say(state, c.text(stateOf(c, item)));
    if (busy) return;
    advice.hidden = !item.advice;
    if (item.advice) c.say(advice, item.advice[c.language()] ?? c.text("e_bad"));
    if (item.refused) actions.replaceChildren(c.button("back_to_writing", () => takeBack(c, item)));
    else if (!editable) actions.replaceChildren();
    else {
      const time = new Date(Date.parse(item.editable_until) - c.skew).toLocaleTimeString(c.tag(c.language()), { hour: "2-digit", minute: "2-digit" });
      c.say(until, c.text("edit_until", { time }));
      if (actions.firstChild !== until) actions.replaceChildren(...idle);
    }
  }
  return { node, update };
}

/** Refused words go back into the box, unless something else is being written there. */
function takeBack(c, item) {
  if (c.kept.draft.body.trim()) { tell(c, "words_kept"); return; }
  c.kept.draft = { body: item.body, kind: item.kind };
  c.outbox.drop(item);
  c.parts.fill_in?.();
}
