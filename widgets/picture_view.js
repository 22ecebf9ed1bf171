// A picture is a list of marks in units (100 wide); each is a button of its own in one roving tab stop.

const SVG = "http://www.w3.org/2000/svg";
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function shape(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) if (value !== undefined && value !== null) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

// What a mark says aloud: name and number; ＊ where it is hidden because small.
function spoken(mark, words) {
  return `${mark.name}　${mark.n === null ? words.picture_hidden : words.picture_count.replace("{n}", mark.n)}`;
}

// The middle of a mark, for moving between marks by arrow keys.
function middle(mark) {
  return mark.r ? [mark.x, mark.y] : [mark.x + mark.w / 2, mark.y + mark.h / 2];
}

// The nearest mark in the direction of the arrow; across the direction counts double.
function neighbour(marks, from, [dx, dy]) {
  const [x, y] = middle(from);
  let best = null, least = Infinity;
  for (const mark of marks) {
    const [mx, my] = middle(mark);
    const along = (mx - x) * dx + (my - y) * dy, across = Math.abs((mx - x) * dy) + Math.abs((my - y) * dx);
    if (mark !== from && along > 0.01 && along + 2 * across < least) { least = along + 2 * across; best = mark; }
  }
  return best;
}

function draw(picture, words, press) {
  const root = shape("svg", { viewBox: `-1 -1 102 ${picture.height + 2}`, role: "group", "aria-label": picture.says, class: picture.height > 70 ? "drawing tall" : "drawing" });
  root.append(shape("defs", {}, shape("pattern", { id: "rest", width: 1, height: 1, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    shape("rect", { width: 1, height: 1, class: "rest-ground" }), shape("rect", { width: 0.45, height: 1, class: "rest-line" }))));
  for (const line of picture.lines) root.append(shape("line", { x1: line.x1, y1: line.y1, x2: line.x2, y2: line.y2, "stroke-width": 0.12 + 0.5 * line.weight, class: "rod" }));
  const nodes = new Map();
  picture.marks.forEach((mark, place) => {
    const look = `mark shade-${mark.shade}${mark.hatched ? " rest" : ""}`;
    const body = mark.r ? shape("circle", { cx: mark.x, cy: mark.y, r: mark.r, class: look }) : shape("rect", { x: mark.x, y: mark.y, width: mark.w, height: mark.h, class: look });
    const node = shape("g", { role: "button", tabindex: place ? -1 : 0, "aria-label": spoken(mark, words), "data-mark": mark.id }, shape("title", {}, spoken(mark, words)), body);
    if (mark.text) node.append(shape("text", { x: mark.x + mark.w / 2, y: mark.y + mark.h / 2, class: mark.shade > 2 && !mark.hatched ? "inside light" : "inside" }, mark.text));
    node.addEventListener("click", () => press(mark, node));
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); press(mark, node); }
      const next = ARROWS[event.key] && neighbour(picture.marks, mark, ARROWS[event.key]);
      if (!ARROWS[event.key]) return;
      event.preventDefault();
      if (!next) return;
      node.setAttribute("tabindex", "-1");
      nodes.get(next.id).setAttribute("tabindex", "0");
      nodes.get(next.id).focus();
    });
    nodes.set(mark.id, node);
    root.append(node);
  });
  for (const label of picture.labels) root.append(shape("text", { x: label.x, y: label.y, "text-anchor": label.anchor, "font-size": label.size, class: label.strong ? "name strong" : "name", "aria-hidden": "true" }, label.text));
  return root;
}

function table(picture) {
  const head = h("tr", {}, ...picture.head.map((cell) => h("th", { scope: "col" }, String(cell))));
  const rows = picture.rows.map((row) => h("tr", {}, ...row.map((cell, place) => h(place ? "td" : "th", place ? {} : { scope: "row" }, String(cell)))));
  return h("table", {}, h("caption", { class: "unseen" }, picture.title), h("thead", {}, head), h("tbody", {}, ...rows));
}

function render({ model, el }) {
  const words = model.get("wording");
  let asTable = false, open = null;
  const { stop } = settle(el, model, "picture-view", (message) => {
    if (message.type !== "words") return;
    keyed(behind, message.rows, (r) => r.id, (r) => h("li", {}, h("span", { class: "number small quiet" }, r.number), h("span", { class: "words" }, r.body)));
  });
  const choices = h("div", { class: "row choices", role: "group", "aria-label": words.picture_choose });
  const title = h("h2", {}), where = h("div", { class: "where" }), notes = h("p", { class: "small quiet" }), busy = h("p", { role: "status", class: "small" });
  const turn = h("button", { type: "button", "data-do": "table", onclick: () => { asTable = !asTable; drawAll(); } });
  const behind = h("ul", { class: "behind", tabindex: "0", "aria-label": words.topic_words }), named = h("h3", {}, "");
  const under = h("section", { class: "card", hidden: true, "aria-label": words.topic_words }, named, behind);
  el.prepend(choices, h("section", { class: "card" }, h("div", { class: "row" }, title, h("span", { class: "push" }), turn), where, notes, busy), under);
  function press(mark, node) {
    if (open) open.classList.remove("open");
    open = node;
    node.classList.add("open");
    under.hidden = false;
    put(named, spoken(mark, words));
    keyed(behind, [], (r) => r.id, () => h("li", {}));
    if (mark.comments.length) model.send({ type: "open", comments: mark.comments });
  }
  function drawChoices() {
    keyed(choices, model.get("names").map((one) => ({ ...one, on: one.id === model.get("chosen") })), (one) => one.id, (one) =>
      h("button", { type: "button", "aria-pressed": String(one.on), "data-keep": one.id, "data-picture": one.id, onclick: () => { under.hidden = true; model.send({ type: "show", name: one.id }); } }, one.name));
  }
  function drawAll() {
    const picture = model.get("picture");
    put(busy, model.get("busy"));
    keepFocus(el, drawChoices);
    if (!picture.title) return;
    put(title, `${picture.title}（n=${picture.n}）`);
    put(turn, asTable ? words.picture_as_picture : words.picture_as_table);
    turn.setAttribute("aria-pressed", String(asTable));
    put(notes, `${picture.caution}　${words.picture_source}${picture.source}`);
    where.replaceChildren(asTable ? h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": picture.title }, table(picture)) : draw(picture, words, press));
  }
  const unfollow = follow(model, ["names", "chosen", "picture", "busy"], drawAll);
  return () => { unfollow(); stop(); };
}

export default { render };
