// parts: letters projector_box
// The facilitator's desk. State comes in as traits, presses go out as messages.

function clock(deadline, offset) {
  const left = Math.ceil((Date.parse(deadline) - Date.now() - offset) / 1000);
  const over = left <= 0;
  const abs = Math.max(left, 0);
  return { over, near: !over && left <= 60, text: `${Math.floor(abs / 60)}:${String(abs % 60).padStart(2, "0")}` };
}

function questionBox(model, say) {
  const words = model.get("wording");
  const text = h("p", { class: "question" });
  const box = h("textarea", { rows: "2", maxlength: "300", "aria-label": words.desk_question });
  const change = h("button", { type: "button", onclick: () => open("question") }, words.desk_question_change);
  const round = h("button", { type: "button", "data-do": "round", onclick: () => open("round") }, words.desk_next_round);
  const note = h("span", { class: "small quiet" });
  let act = "question";
  const save = h("button", { type: "button", class: "main", "data-do": "save-question", onclick: () => {
    if (!box.value.trim()) return say(words.desk_question_empty, true);
    model.send({ type: act, text: box.value });
    open("");
  } });
  const stop = h("button", { type: "button", onclick: () => open("") }, words.cancel);
  const shown = h("div", {}, text, h("div", { class: "row" }, change, round));
  const editor = h("div", { class: "editor", hidden: true }, box, note, h("div", { class: "row" }, save, stop));
  function open(what) {                                     // "question", "round", or "" to close
    const back = act === "round" ? round : change;
    act = what || act;
    box.value = act === "round" ? "" : model.get("room").question;
    put(save, act === "round" ? words.desk_round_save : words.desk_question_save);
    put(note, act === "round" ? words.desk_round_note.replace("{n}", model.get("room").round + 1) : "");
    shown.hidden = Boolean(what);
    editor.hidden = !what;
    (what ? box : back).focus();
  }
  return { node: h("div", { class: "asking" }, h("h3", {}, words.desk_question), shown, editor),
           draw: (room) => put(text, room.question) };
}

function sceneStrip(model) {
  const words = model.get("wording");
  const go = (step) => () => {
    const ids = model.get("scenes").map((s) => s.id);
    const next = ids[ids.indexOf(model.get("room").scene) + step];
    if (next) model.send({ type: "scene", scene: next });
  };
  const back = h("button", { type: "button", onclick: go(-1) }, words.previous_scene);
  const next = h("button", { type: "button", class: "main", onclick: go(1) }, words.next_scene);
  const list = h("ol", { class: "scenes" });
  const draw = (room) => {
    const scenes = model.get("scenes");
    keyed(list, scenes.map((s) => ({ ...s, now: s.id === room.scene })), (s) => s.id, (s) => h("li", {},
      h("button", { type: "button", "aria-current": s.now ? "step" : null, "data-keep": s.id,
                    onclick: () => model.send({ type: "scene", scene: s.id }) }, s.name, h("span", { class: "when" }, s.when))));
    const at = scenes.findIndex((s) => s.id === room.scene);
    back.setAttribute("aria-disabled", String(at <= 0));
    next.setAttribute("aria-disabled", String(at >= scenes.length - 1));
  };
  return { node: h("nav", { class: "stage", "aria-label": words.desk_scene }, back, list, next), draw };
}

function clockBox(model) {
  const words = model.get("wording");
  const time = h("b", { class: "time number" });
  const note = h("span", { class: "small quiet" });
  const off = h("button", { type: "button", onclick: () => model.send({ type: "no_deadline" }) }, words.clock_off);
  const more = (m) => h("button", { type: "button", onclick: () => model.send({ type: "minutes", minutes: m }) }, `＋${m}分`);
  let offset = 0;
  const tick = () => {
    const { deadline } = model.get("room");
    const left = deadline ? clock(deadline, offset) : null;
    put(time, left ? left.text : "–:––");
    put(note, left ? (left.over ? words.clock_over : left.near ? words.clock_near : words.clock_left) : words.clock_none);
    time.classList.toggle("near", Boolean(left && (left.near || left.over)));
    off.hidden = !deadline;
  };
  const timer = setInterval(tick, 500);
  const node = h("section", { class: "clock", "aria-label": words.desk_clock },
    h("div", {}, time, note), h("div", { class: "row" }, more(3), more(10), off));
  return { node, stop: () => clearInterval(timer),
           draw: (room) => { offset = Date.parse(room.now) - Date.now(); tick(); } };
}

function postingBox(model) {
  const words = model.get("wording");
  const count = h("b", { class: "count number" });
  const state = h("span", { class: "tag" });
  const button = h("button", { type: "button", "data-do": "posting", onclick: () =>
    model.send({ type: "posting", open: !model.get("room").is_open }) });
  const draw = (room) => {
    put(count, model.get("counts").accepted);
    put(state, room.is_open ? words.desk_open : words.desk_shut);
    state.className = room.is_open ? "tag sure" : "tag alert";
    put(button, room.is_open ? words.stop_posting : words.resume_posting);
    button.className = room.is_open ? "" : "main";
  };
  return { node: h("section", { class: "posting", "aria-label": words.desk_posting },
    h("div", { class: "row" }, h("p", {}, words.now_before, count, words.now_after), state), button), draw };
}

function tableStrip(model) {
  const words = model.get("wording");
  const list = h("ul", { class: "tables" });
  const draw = () => keyed(list, model.get("tables"), (t) => t.table, (t) => h("li", { class: t.n ? "" : "zero" },
    h("span", {}, t.table ? `${t.table}班` : words.no_table), h("b", { class: "number" }, String(t.n)),
    t.n ? null : h("span", { class: "small" }, words.table_zero)));
  return { node: h("section", { "aria-label": words.by_table }, list), draw };
}

function render({ model, el }) {
  const words = model.get("wording");
  const { say, stop } = settle(el, model, "room-desk", () => {});
  const title = h("h2", { class: "push-title" });
  const code = h("span", { class: "tag number" });
  const parts = [sceneStrip(model), clockBox(model), postingBox(model), questionBox(model, say), tableStrip(model), projectorBox(model)];
  const emergency = stopBox(model), facts = factTags(model);
  const notices = h("ul", { class: "notices" });
  parts[2].node.append(parts[5].results);
  parts[2].node.firstElementChild.append(" ", parts[5].state);
  const [scene, time, posting, asking, tables, projector] = parts.map((p) => p.node);
  el.prepend(h("div", { class: "card desk" }, h("header", { class: "row" }, title, code, ...facts.nodes, h("span", { class: "push" }), emergency.stop), emergency.banner, scene,
    projector, h("div", { class: "three" }, posting, time, asking), h("div", { class: "below" }, tables, h("div", { role: "status" }, notices))));
  const unfollow = follow(model, ["room", "scenes", "views", "counts", "devices", "tables", "notices"], () => {
    const room = model.get("room");
    put(title, room.title);
    put(code, `${words.desk_code} ${room.code}`);
    keepFocus(el, () => { for (const part of [...parts, emergency, facts]) part.draw(room); });
    keyed(notices, model.get("notices").map((text) => ({ text })), (n) => n.text, (n) => h("li", {}, n.text));
    notices.hidden = !model.get("notices").length;
  });
  return () => { unfollow(); stop(); parts[1].stop(); };
}

export { clock };
export default { render };
