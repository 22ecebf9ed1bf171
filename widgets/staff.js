// parts: nodes
// Shared by the staff's faces: widgets/_staff.py puts this text in front of each face's own file.

// Change text only when it differs: screen readers and selections are left alone.
function put(node, text) {
  if (node.textContent !== String(text)) node.textContent = String(text);
}

// Show `rows` inside `parent` in order, re-using the element of the same key; `draw(row, old)`
// returns an element and is called only for a row that is new or says something else.
function keyed(parent, rows, keyOf, draw) {
  const old = parent.keyed || new Map();
  const now = new Map(rows.map((row) => [keyOf(row), row]));
  for (const [key, { node }] of old) if (!now.has(key)) node.remove();
  let place = parent.firstElementChild;
  parent.keyed = new Map();
  for (const [key, row] of now) {
    const known = old.get(key);
    const node = known && same(known.row, row) ? known.node : draw(row);
    if (known && known.node !== node) {
      if (place === known.node) place = node;
      known.node.replaceWith(node);
    }
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
    parent.keyed.set(key, { row, node });
  }
}

function same(a, b) {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

// Elements that may be made anew carry data-keep: the keyboard stays where it was.
function keepFocus(el, change) {
  const keys = [];
  if (el.contains(document.activeElement)) {
    for (let at = document.activeElement; at && at !== el; at = at.parentElement) if (at.dataset.keep) keys.push(at.dataset.keep);
  }
  change();
  if (!keys.length || el.contains(document.activeElement)) return;
  for (const key of keys) {
    const again = el.querySelector(`[data-keep="${CSS.escape(key)}"]`);
    if (again) return again.focus({ preventScroll: true });
  }
}

// Set up a face: its class, its quiet voice, hello and alive. Returns {say, stop}.
function settle(el, model, name, onMessage) {
  el.classList.add("face", "staff", name);
  el.lang = "ja";
  const voice = h("p", { class: "voice", role: "status", "aria-live": "polite" });
  let hush = 0;
  const say = (text, alarm) => {
    voice.textContent = text;
    voice.classList.toggle("alarm", Boolean(alarm));
    clearTimeout(hush);
    hush = setTimeout(() => { voice.textContent = ""; }, alarm ? 12000 : 5000);
  };
  const heard = (message) => {
    if (message.type === "said") say(message.text, message.alarm);
    else onMessage(message);
  };
  model.on("msg:custom", heard);
  const alive = setInterval(() => model.send({ type: "alive" }), 20000);
  el.append(voice);
  queueMicrotask(() => model.send({ type: "hello" }));
  const stop = () => { clearInterval(alive); clearTimeout(hush); model.off("msg:custom", heard); };
  return { say, stop };
}

// Call `draw` now and whenever one of the traits changes; returns the way to stop.
function follow(model, names, draw) {
  for (const name of names) model.on(`change:${name}`, draw);
  draw();
  return () => { for (const name of names) model.off(`change:${name}`, draw); };
}

// Merge rows that arrived into a Map by id; a row marked `gone` leaves.
function merge(known, message) {
  if (message.fresh) known.clear();
  for (const row of message.rows) {
    if (row.gone) known.delete(row.id);
    else known.set(row.id, row);
  }
}
