// parts: letters drawer
// The writer's desk. What is written lives in localStorage until the core has given it a number;
// a note is told again with its key until it is answered, so none is lost and none comes twice.
const PEOPLE = 8, MOST_SENT = 30, AGAIN_MS = 4000;

/** What this tablet remembers; memory alone where storage is refused. */
function memory(slug) {
  const found = drawer(`proxy-${slug}`);
  const blank = { mode: "proxy", table: null, person: 1, people: PEOPLE, language: "ja", body: "", outbox: [], sent: [] };
  Object.assign(found.kept, { ...blank, ...found.kept });
  return found;
}

/** Radio buttons that look like buttons: one stop of the Tab key, arrows choose. */
function choices(group, label, onchoose) {
  const list = h("div", { class: "row chips", role: "radiogroup", "aria-label": label });
  return { node: h("fieldset", {}, h("h3", {}, label), list), draw(rows, chosen) {
    keyed(list, rows.map((r) => ({ ...r, on: r.value === chosen })), (r) => r.value, (r) => h("label", { class: r.on ? "chip on" : "chip" },
      h("input", { type: "radio", name: group, value: String(r.value), checked: r.on, "data-keep": `${group}-${r.value}`, onchange: () => onchoose(r.value) }), h("span", {}, r.text)));
    for (const input of list.querySelectorAll("input")) input.checked = input.value === String(chosen);
  } };
}

function render({ model, el }) {
  const words = model.get("wording"), { kept, save } = memory(model.get("slug"));
  const { say, stop } = settle(el, model, "proxy-desk", (message) => { answered(message); });
  const paper = () => kept.mode === "paper", choose = (name) => (value) => { kept[name] = value; save(); draw(); };

  const title = h("h2"), promise = h("p", { class: "promise" }), question = h("p", { class: "question" }), notice = h("p", { class: "notice", role: "status" });
  const mode = choices("mode", words.proxy_mode, choose("mode")), table = choices("table", words.proxy_table, choose("table")), person = choices("person", words.proxy_person, choose("person"));
  const more = h("button", { type: "button", onclick: () => { kept.people += 1; save(); draw(); } }, words.proxy_more_people);
  const language = h("select", { onchange: () => choose("language")(language.value) },
    ...model.get("languages").map((one) => h("option", { value: one.code }, one.name)));
  const label = h("label", { for: "proxy-words" }), left = h("span", { class: "small number" });
  const box = h("textarea", { id: "proxy-words", rows: "4", "aria-describedby": "proxy-left", oninput: () => { kept.body = box.value; check.checked = false; save(); count(); } });
  left.id = "proxy-left";
  const check = h("input", { type: "checkbox" }), checkText = h("span");
  const send = h("button", { type: "button", class: "main", "data-do": "send", onclick: () => submit() });
  const next = h("button", { type: "button", "data-do": "next", onclick: () => nextPerson() }, words.proxy_next);
  const waiting = h("p", { class: "small", role: "status" }), sent = h("ol", { class: "sent" }), empty = h("p", { class: "quiet" }, words.proxy_empty);
  const personRow = h("div", { class: "people" }, person.node, more);
  el.prepend(h("div", { class: "card" }, title, promise, mode.node, table.node, personRow),
    h("div", { class: "card" }, h("div", {}, h("h3", {}, words.proxy_question), question), notice, h("div", { class: "row" }, label, left, h("span", { class: "push" }), h("label", { class: "row small" }, words.proxy_language, language)), box,
      h("label", { class: "pick read" }, check, checkText), h("div", { class: "row" }, send, next), waiting),
    h("section", { class: "card", "aria-label": words.proxy_list }, h("h3", {}, words.proxy_list), empty, sent, h("p", { class: "small quiet" }, words.proxy_keys)));

  function count() {
    const n = (model.get("room").max_chars ?? 120) - graphemes(box.value.trim());
    put(left, fill(n < 0 ? words.proxy_over : words.proxy_left, { n: Math.abs(n) }));
    left.classList.toggle("over", n < 0);
  }
  const shut = (room) => room.stopped ? words.proxy_stopped : !room.is_open && !paper() ? words.proxy_closed : "";
  function draw() {
    const room = model.get("room"), written = (n) => kept.sent.filter((one) => one.person === n && one.table === kept.table && !one.paper).length;
    put(title, `${words.proxy_title}　${room.title ?? ""}`);
    put(promise, paper() ? words.proxy_paper_promise : words.proxy_promise);
    put(question, room.question ?? "");
    put(notice, shut(room) || (room.practice && !paper() ? words.proxy_practice : ""));
    notice.hidden = !notice.textContent;
    keepFocus(el, () => {
      mode.draw(["proxy", "paper"].map((value) => ({ value, text: words[`proxy_mode_${value}`] })), kept.mode);
      table.draw([...Array(room.tables ?? 0).keys()].map((i) => ({ value: i + 1, text: fill(words.proxy_table_n, { t: i + 1 }) })).concat({ value: 0, text: words.proxy_table_none }), kept.table);
      person.draw([...Array(kept.people).keys()].map((i) => ({ value: i + 1, text: fill(words.proxy_person_n, { n: i + 1 }) + (written(i + 1) ? `・${written(i + 1)}` : "") })), kept.person);
    });
    personRow.hidden = paper();
    next.hidden = paper();
    language.value = kept.language;
    put(label, paper() ? words.proxy_words_paper : words.proxy_words);
    put(checkText, paper() ? words.proxy_compared : words.proxy_read_back);
    put(send, paper() ? words.proxy_send_paper : words.proxy_send);
    put(waiting, kept.outbox.length ? words.proxy_sending : "");
    empty.hidden = kept.sent.length > 0;
    keyed(sent, kept.sent, (one) => one.key, (one) => h("li", { class: one.why ? "refused" : null },
      h("span", {}, one.number ? h("b", { class: "number" }, one.number) : null, one.why ? h("span", {}, fill(words.proxy_refused, { why: one.why })) : null,
        h("span", { class: "small quiet" }, one.paper ? words.proxy_mode_paper : fill(words.proxy_person_n, { n: one.person }))), h("span", { class: "words" }, one.body),
      one.why ? h("button", { type: "button", onclick: () => again(one) }, words.proxy_take_back) : null));
    count();
  }
  function again(one) {
    if (box.value.trim()) return say(words.proxy_need_words, true);
    kept.sent = kept.sent.filter((other) => other !== one);
    box.value = kept.body = one.body;
    save(); draw(); box.focus();
  }
  function submit() {
    const room = model.get("room");
    if (shut(room)) return say(shut(room), true);
    if (kept.table === null) { say(words.proxy_need_table, true); return el.querySelector('input[name="table"]')?.focus(); }
    if (!box.value.trim()) { say(words.proxy_need_words, true); return box.focus(); }
    if (!check.checked) { say(paper() ? words.proxy_need_check_paper : words.proxy_need_check, true); return check.focus(); }
    kept.outbox.push({ key: newKey(), body: box.value, table: kept.table, person: kept.person, paper: paper(), language: kept.language });
    box.value = kept.body = "";
    check.checked = false;
    save(); draw(); tell(); box.focus();
  }
  function tell() {
    for (const { key, body, table: at, language: tongue, paper: copied } of kept.outbox) model.send({ type: "submit", key, body, table: at, language: tongue, proxy: copied ? "paper" : true });
  }
  function answered(message) {
    const one = kept.outbox.find((item) => item.key === message.key);
    if (!one || !["accepted", "rejected"].includes(message.type)) return;
    kept.outbox = kept.outbox.filter((item) => item !== one);
    kept.sent = [{ ...one, number: message.number ?? "", why: message.advice ?? "" }, ...kept.sent].slice(0, MOST_SENT);
    save(); draw();
    if (message.type === "accepted") say(fill(one.paper ? words.proxy_done_paper : words.proxy_done, message));
    else say(fill(words.proxy_refused, { why: message.advice }), true);
  }
  function nextPerson() {
    kept.person = kept.person >= kept.people ? 1 : kept.person + 1;
    save(); draw(); box.focus();
  }
  const onkey = (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); submit(); }
    if (event.altKey && event.code === "KeyN" && !paper()) { event.preventDefault(); nextPerson(); }
  };
  el.addEventListener("keydown", onkey);
  box.value = kept.body;
  const unfollow = follow(model, ["room"], draw), timer = setInterval(tell, AGAIN_MS);
  box.focus();
  tell();
  return () => { clearInterval(timer); el.removeEventListener("keydown", onkey); unfollow(); stop(); };
}

export default { render };
