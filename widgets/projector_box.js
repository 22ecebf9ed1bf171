// The desk's hands on the projector: what it shows, the page, results, and the emergency stop.

function projectorBox(model) {
  const words = model.get("wording");
  const list = h("div", { class: "row views", role: "group", "aria-label": words.desk_projector });
  const results = h("button", { type: "button", "data-do": "results", onclick: () =>
    model.send({ type: "results", shown: !model.get("room").results }) });
  const state = h("span", { class: "tag" });
  const turn = (step) => () => {
    const { view, page, number } = model.get("room");
    if (page + step >= 0) model.send({ type: "project", view, number, page: page + step });
  };
  const back = h("button", { type: "button", "data-do": "page-back", onclick: turn(-1) }, words.desk_page_back);
  const next = h("button", { type: "button", "data-do": "page-next", onclick: turn(1) }, words.desk_page_next);
  const draw = (room) => {
    const views = model.get("views"), now = views.find((v) => v.id === room.view);
    keyed(list, views.map((v) => ({ ...v, on: v.id === "auto" ? room.auto : !room.auto && v.id === room.view, seen: room.auto && v.id === room.view })),
      (v) => v.id, (v) => h("button", { type: "button", "data-view": v.id, "data-keep": `view-${v.id}`, "aria-pressed": String(v.on), class: v.seen ? "seen" : null,
        onclick: () => model.send({ type: "project", view: v.id }) }, v.id === "black" ? words.black_screen : v.name, v.id === "auto" && room.auto && now ? `（${now.name}）` : null));
    put(state, room.results ? words.desk_results_shown : words.desk_results_hidden);
    state.className = room.results ? "tag sure" : "tag none";
    put(results, room.results ? words.hide_results : words.show_results);
    for (const button of [back, next]) button.hidden = !["notes", "votes", "bars"].includes(room.view);
    back.setAttribute("aria-disabled", String(room.page < 1));
  };
  return { draw, node: h("section", { class: "projector", "aria-label": words.desk_projector }, h("h3", {}, words.desk_projector),
    list, h("span", { class: "row" }, back, next)), results, state };
}

function stopBox(model) {
  const words = model.get("wording");
  const stop = h("button", { type: "button", class: "stop", "data-do": "stop", onclick: () => model.send({ type: "stop" }) }, words.desk_stop);
  const resume = h("button", { type: "button", class: "main", "data-do": "resume", onclick: () => model.send({ type: "resume" }) }, words.emergency_resume);
  const banner = h("div", { class: "stopped row", role: "alert", hidden: true }, h("b", {}, words.emergency), resume);
  const draw = (room) => {
    const before = banner.hidden;
    stop.hidden = room.stopped;
    banner.hidden = !room.stopped;
    if (before && room.stopped) resume.focus();
  };
  return { stop, banner, draw };
}

/** Tags beside the title: round, tablets, what waits, what was written for somebody. */
function factTags(model) {
  const words = model.get("wording");
  const round = h("span", { class: "tag" }), there = h("span", { class: "tag number" }), proxy = h("span", { class: "tag number" });
  const waiting = h("a", { href: "check", class: "tag notice" });
  const draw = (room) => {
    const { here, silent } = model.get("devices"), { pending = 0, proxy: a = 0, paper: b = 0 } = model.get("counts");
    put(round, fill(words.desk_round, { n: room.round }));
    put(there, here == null ? words.desk_devices_none : fill(words.desk_devices, { n: here }));
    there.className = silent ? "tag alert number" : "tag number";
    put(proxy, fill(words.desk_proxy, { a, b }));
    put(waiting, fill(words.desk_pending, { n: pending }));
    waiting.hidden = !pending;
  };
  return { nodes: [round, there, proxy, waiting], draw };
}
