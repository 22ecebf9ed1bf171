// What stands inside an open topic besides its words: how firm it is, and whether opinions are divided.
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// The body with the words that decided in bold; when they stand there in another spelling, behind it.
function evidence(row) {
  const at = row.body.indexOf(row.why);
  if (at < 0) return [row.body, h("b", {}, `　${row.why}`)];
  return [row.body.slice(0, at), h("b", {}, row.why), row.body.slice(at + row.why.length)];
}

function side(title, rows) {
  return h("section", { "aria-label": title }, h("h4", {}, `${title}　${rows.length}件`), h("ul", {}, ...rows.map((row) =>
    h("li", {}, h("span", { class: "number small quiet" }, row.number), h("span", { class: "words" }, ...evidence(row))))));
}

function dividedBox(model, id, sign) {
  const words = model.get("wording"), judge = (value) => () => model.send({ type: "judge", topic: id, divided: value });
  if (sign.state === "no") return h("div", { class: "divided" }, h("p", { class: "small quiet" }, words.divided_not),
    h("button", { type: "button", "data-keep": "back", onclick: judge(null) }, words.divided_back));
  const counts = { a: sign.pro.length, b: sign.con.length };
  const choices = sign.state === "yes" ? [h("button", { type: "button", "data-keep": "back", onclick: judge(null) }, words.divided_back)]
    : [h("button", { type: "button", class: "main", "data-keep": "yes", onclick: judge(true) }, words.divided_yes),
      h("button", { type: "button", "data-keep": "no", onclick: judge(false) }, words.divided_no)];
  return h("div", { class: "divided" }, h("p", { class: "ask" }, filled(sign.state === "yes" ? words.divided_is : words.divided_maybe, counts)),
    h("p", { class: "small" }, filled(words.divided_about, sign)),
    h("div", { class: "sides" }, side(words.divided_pro, sign.pro), side(words.divided_con, sign.con)),
    sign.rest ? h("p", { class: "small quiet" }, filled(words.divided_rest, { n: sign.rest })) : null,
    sign.state === "yes" ? null : h("p", { class: "small quiet" }, words.divided_note),
    model.get("editable") ? h("div", { class: "row" }, ...choices) : null);
}

function signsOf(model, id) {
  const sign = model.get("signs")[id];
  return !sign ? [] : [sign.firm ? h("p", { class: "small firm" }, h("span", { class: "tag" }, sign.firm), ` ${sign.help}`) : null,
    sign.state ? dividedBox(model, id, sign) : null].filter(Boolean);
}

function signTags(model, id) {
  const sign = model.get("signs")[id], words = model.get("wording");
  if (!sign) return [];
  return [sign.firm ? h("span", { class: "tag" }, sign.firm) : null,
    sign.state === "yes" ? h("span", { class: "tag notice" }, words.divided_tag) : null,
    sign.state === "maybe" ? h("span", { class: "tag notice" }, words.divided_tag_maybe) : null];
}
