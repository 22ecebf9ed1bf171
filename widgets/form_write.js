// The box and the send button: never drawn again while someone writes.
const KINDS = { good: "◎", issue: "△", idea: "＋" };

function composer(c) {
  const { parts, kept } = c, { box, counter, count } = writingBox(c), { fieldset, choose } = kindButtons(c);
  const fill_in = () => { box.value = kept.draft.body; choose(); count(); };
  Object.assign(parts, { box, count, fill_in,
    status: h("p", { class: "status", role: "status" }),
    ask: h("div", { class: "asking", role: "group", "aria-label": c.spoken(c.text("check_first")), hidden: true }),
    send: c.button("send", () => trySend(c), { class: "main send" }) });
  fill_in();
  const unsure = c.button("dont_know", () => {
    if (box.value.trim()) return;
    kept.draft.body = plain(c.text("dont_know"));
    fill_in(); c.own.save(); parts.send.focus();
  }, { class: "unsure" });
  return parts.composer = h("section", { class: "composer card" },
    c.put("label", "write_label", { for: "box", class: "label" }), c.put("p", "hint_write", { id: "hint", class: "hint" }),
    box, fieldset, h("div", { class: "row care-row" }, c.put("p", "no_personal", { class: "care" }), unsure),
    h("div", { class: "bar" }, parts.ask, parts.status, h("div", { class: "row" }, counter, parts.send)));
}

function writingBox(c) {
  const { kept } = c, counter = h("span", { id: "left", class: "left" });
  const count = () => {
    const max = c.room.max_chars, n = graphemes(box.value.trim());
    c.say(counter, n <= max ? c.text("chars_left", { n: max - n }) : c.text("e_long", { n, max }));
    counter.classList.toggle("over", n > max);
  };
  const box = h("textarea", { id: "box", rows: "4", autocomplete: "off", lang: c.tag(c.language()),
    "aria-label": c.spoken(c.text("write_label")), "aria-describedby": "hint left",
    oninput: () => { kept.draft.body = box.value; c.own.save(); count(); },
    onkeydown: (event) => {
      if (event.isComposing || event.keyCode === 229) return;          // still choosing kanji
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); trySend(c); }
    } });
  return { box, counter, count };
}

function kindButtons(c) {
  const choose = () => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.kind === c.kept.draft.kind)));
  const buttons = Object.entries(KINDS).map(([kind, mark]) => h("button", { type: "button", class: `kind ${kind}`,
    "data-kind": kind, "aria-label": c.spoken(c.text(`kind_${kind}`)),
    onclick: () => { c.kept.draft.kind = c.kept.draft.kind === kind ? "" : kind; c.own.save(); choose(); } },
  h("span", { class: "mark", "aria-hidden": "true" }, mark), c.put("span", `kind_${kind}`)));
  return { choose, fieldset: h("fieldset", { class: "kinds", "aria-label": c.spoken(c.text("kind")) },
    c.put("legend", "kind"), h("div", { class: "row" }, buttons)) };
}

function trySend(c, { sure = false } = {}) {
  const { body, kind } = c.kept.draft, n = graphemes(body.trim()), max = c.room.max_chars;
  if (isShut(c)) return tell(c, shutReason(c), {}, "alert");
  if (!n) return tell(c, "e_empty", {}, "alert");
  if (n > max) return tell(c, "e_long", { n, max }, "alert");
  const mine = c.kept.items.filter((item) => item.state !== "withdrawn").map((item) => item.body);
  const asked = sure ? [] : questionsAbout(body, { mine, surnames: c.model.get("surnames") });
  if (asked.length) return ask(c, asked);
  const item = { key: newKey(), body, kind, table: c.kept.table ?? 0, language: c.language(), device: c.kept.device };
  c.kept.draft = { body: "", kind: "" };
  c.parts.fill_in();
  c.parts.box.focus({ preventScroll: true });
  tell(c, "sending");
  return c.outbox.put(item, "submit");
}

function ask(c, reasons) {
  const { parts } = c, close = () => { parts.ask.hidden = true; parts.box.focus(); };
  const heading = c.put("h3", "check_first", { tabindex: "-1" });
  parts.ask.replaceChildren(heading, h("ul", {}, reasons.map((key) => c.put("li", key))), h("div", { class: "row" },
    c.button("back_to_writing", close, { class: "main" }),
    c.button("send_as_is", () => { close(); trySend(c, { sure: true }); })));
  parts.status.replaceChildren();
  parts.ask.hidden = false;
  heading.focus();
}

/** A word beside the send button; screen readers hear it. */
function tell(c, key, values = {}, mood = "") { announce(c, mood, c.put("span", key, {}, values)); }
function announce(c, mood, ...nodes) {
  const { status, ask: asking } = c.parts;
  if (!status) return;
  asking.hidden = true;
  status.className = `status ${mood}`;
  status.replaceChildren(...nodes);
}
