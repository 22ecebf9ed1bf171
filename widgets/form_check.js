// What to ask before sending. It asks, it never blocks.
const alike = (text) => text.normalize("NFKC").replace(/[\s。、.,!！?？]/g, "").toLowerCase();
const FAMILY = /^(?:奥|皆|神|今|関|境|原|島|沖|前|北|南|西|東)$/;

/** What to ask before sending: "e_pii", "ask_name", "e_same", "ask_two". Asks, never blocks. */
export function questionsAbout(text, { mine = [], surnames = "" } = {}) {
  const flat = text.normalize("NFKC");
  const numbers = flat.match(/(?:\+81|0)\d{1,4}[-\s()ー−‐]{0,2}\d{1,4}[-\s()ー−‐]{0,2}\d{3,4}/g) ?? [];
  const phone = numbers.some((n) => n.replace(/\D/g, "").length >= 9);
  const called = [...flat.matchAll(/(?<![一-鿿々])([一-鿿々]{1,4})(?:さん|さま|様|氏|くん|ちゃん|先生)/g)];
  const names = new Set(surnames.split(" "));
  const named = called.some(([, who]) => [1, 2, 3].some((n) => {
    const family = who.slice(0, n);
    return names.has(family) && !FAMILY.test(who) && who.length - n <= 2;
  }));
  const asked = [];
  if (phone || /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/.test(flat)) asked.push("e_pii");
  if (named) asked.push("ask_name");
  if (mine.some((body) => alike(body) === alike(text))) asked.push("e_same");
  if (text.trim().split(/\n+/).filter((line) => graphemes(line.trim()) > 4).length > 1) asked.push("ask_two");
  return asked;
}
