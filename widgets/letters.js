// Letters as people count them, sentences with values in them, and keys.
const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter("ja", { granularity: "grapheme" });
export const graphemes = (text) => segmenter ? [...segmenter.segment(text)].length : [...text].length;
export const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (blank, name) => values[name] ?? blank);

export function newKey(bytes = crypto.getRandomValues(new Uint8Array(16))) {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
