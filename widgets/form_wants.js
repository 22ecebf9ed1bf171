// Votes and わたしもそう思う: what was last wanted is kept over a reload, and told until it is answered.
/** `wants`: one item a subject, {key, subject, want, number?, on?, numbers?, device}. Of one subject the
 *  newest counts: while it is being asked, a change waits for the answer, so that none overtakes it. */
export function makeWants({ wants, send, save, changed, ...clock }) {
  const of = (subject) => wants.find((one) => one.subject === subject);
  const box = makeOutbox({ items: wants, save, forget() {}, changed, ...clock,
    send: (message) => { box.find(message.key).again = false; send(message); } });
  return {
    tick: box.tick, hurry: box.hurry, of,
    put(subject, want, what) {
      const waiting = of(subject);
      if (!waiting) { box.put({ key: newKey(), subject, ...what }, want); return; }
      Object.assign(waiting, what, { again: true });
      save(); changed();
    },
    unreachable: (message) => box.unreachable(message),
    /** The item that an answer is about, or undefined; settled, unless something newer must be told. */
    answered({ key }) {
      const item = box.find(key);
      if (item?.again) box.put(item, item.want);
      else if (item) box.drop(item);
      return item;
    },
  };
}
