// What the browser remembers.
/** localStorage, or memory alone where it is refused. Two tabs keep each other's opinions. */
export function drawer(name) {
  const read = () => { try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; } };
  const kept = read(), dropped = new Set();
  const save = () => {
    if (kept.items) {
      const here = new Set([...kept.items.map((item) => item.key), ...dropped]);
      kept.items.push(...(read().items ?? []).filter((item) => !here.has(item.key)));
    }
    try { localStorage.setItem(name, JSON.stringify(kept)); } catch { /* memory only */ }
  };
  return { kept, save, forget: (key) => dropped.add(key) };
}
