// Furigana: "[町|まち]" is a word with its reading; and the sentences of the screen with or without.
export const plain = (text) => text.replace(/\[([^[\]|]+)\|([^[\]|]+)\]/g, "$1");
export const kana = (text) => text.replace(/\[([^[\]|]+)\|([^[\]|]+)\]/g, "$2");

/** "[町|まち]を" → [["町", "まち"], ["を", ""]] */
export function ruby(text) {
  const parts = [];
  for (const [all, base, reading] of text.matchAll(/\[([^[\]|]+)\|([^[\]|]+)\]|[^[]+|\[/g)) {
    parts.push(base ? [base, reading] : [all, ""]);
  }
  return parts;
}

/** Put readings (["[町|まち]", …]) on plain Japanese: the longest word wins; marked words stay. */
export function withReadings(text, readings) {
  const table = new Map(readings.map((marked) => [plain(marked), marked]));
  const words = [...table.keys()].sort((a, b) => b.length - a.length);
  if (!words.length) return text;
  const pattern = new RegExp(`\\[[^[\\]|]+\\|[^[\\]|]+\\]|${words.join("|")}`, "g");
  return text.replace(pattern, (word) => table.get(word) ?? word);
}

/** Somebody's words, exactly: never read as markup, in the language they were written in. */
function said(c, { body, language }) {
  const node = h("p", { class: "said", lang: c.tag(language) });
  node.textContent = body;
  return node;
}

/** Looking up and writing sentences of the screen, with or without furigana. */
function speaker(c) {
  const { wording, model } = c;
  c.language = () => c.languages[c.me.kept.language] ? c.me.kept.language : "ja";
  c.tag = (code) => c.languages[code]?.tag ?? code ?? "ja";
  c.furigana = () => c.me.kept.furigana ?? Boolean(c.languages[c.language()].furigana);
  c.text = (key, values) => fill(wording[key]?.[c.language()] ?? wording[key]?.ja ?? key, values);
  c.spoken = (marked) => c.language() === "ja_easy" ? kana(marked) : plain(marked);
  c.say = (node, marked, readings = c.language() === "ja" ? model.get("readings") : []) => {
    const parts = c.furigana() ? ruby(withReadings(marked, readings)) : [[plain(marked), ""]];
    node.replaceChildren(...parts.map(([base, reading]) => reading
      ? h("ruby", {}, base, h("rt", { "aria-hidden": "true" }, reading)) : base));
    if (node.tagName === "BUTTON") node.setAttribute("aria-label", c.spoken(marked));
    return node;
  };
  c.put = (tag, key, attributes = {}, values = {}) => c.say(h(tag, attributes), c.text(key, values));
  c.button = (key, onclick, attributes = {}, values = {}) =>
    c.put("button", key, { type: "button", onclick, ...attributes }, values);
}
