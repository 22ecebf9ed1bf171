// The outbox: every change is sent again until it is answered.
/** Milliseconds until the next try: doubles up to 8 s, spread so that tablets do not march in step. */
export const backoff = (tries, random = Math.random) => Math.min(8000, 800 * 2 ** tries) * (0.5 + random() / 2);

/** An item: {key, body, kind, table, language, device, want, number?, state?, edit_token?, …};
 *  `want` is what the server must still hear: submit, edit, withdraw or "" (form_wants: vote, agree). */
export function makeOutbox({ items, send, save, forget, changed, now = Date.now, random = Math.random }) {
  const due = new Map(), tries = new Map();
  const find = (key) => items.find((item) => item.key === key);
  const settle = (item) => { item.want = ""; due.delete(item.key); tries.delete(item.key); save(); changed(); };
  const messages = {
    submit: ({ body, kind, table, language, device }) => ({ body, kind, table, language, device }),
    edit: ({ number, edit_token, edited }) => ({ number, edit_token, ...edited }),
    withdraw: ({ number, edit_token }) => ({ number, edit_token }),
    vote: ({ numbers, device }) => ({ numbers, device }),
    agree: ({ number, on, device }) => ({ number, on, device }),
  };
  const tick = () => {
    for (const item of items.filter((i) => i.want && (due.get(i.key) ?? 0) <= now())) {
      due.set(item.key, now() + 10000);                       // no answer at all: try again
      send({ type: item.want, key: item.key, ...messages[item.want](item) });
    }
  };
  return {
    tick, find,
    put(item, want) {
      item.want = want;
      if (!items.includes(item)) items.unshift(item);
      due.delete(item.key);
      save(); changed(); tick();
    },
    hurry() { for (const key of due.keys()) due.set(key, now() + random() * 1500); },
    accepted({ key, number, state, edit_token, editable_until }) {
      const item = find(key);
      if (!item) return null;
      if (item.want === "edit") Object.assign(item, item.edited);
      Object.assign(item, { number, state, advice: null }, edit_token && { edit_token, editable_until });
      settle(item);
      return item;
    },
    rejected({ key, advice }) {
      const item = find(key);
      if (!item) return null;
      Object.assign(item, { advice: advice ?? {}, refused: !item.number });
      settle(item);
      return item;
    },
    unreachable({ key, after = 0 }) {
      if (!find(key)) return;
      const n = tries.get(key) ?? 0;
      tries.set(key, n + 1);
      due.set(key, now() + Math.max(after * 1000, backoff(n, random)));
      changed();
    },
    drop(item) { forget(item.key); items.splice(items.indexOf(item), 1); settle(item); },
  };
}
