// Dragging a card by pointer: mouse anywhere on it, finger and pen by its handle (a finger elsewhere
// scrolls). onDrop(id, place) gets the data-place under the pointer; busy(true|false) holds redraws.
const FAR = 6;

function draggable(board, { onDrop, busy }) {
  let held = null;
  const placeUnder = (event) => document.elementsFromPoint(event.clientX, event.clientY)
    .map((node) => node.closest("[data-place]")).find((node) => node && board.contains(node)) ?? null;
  const light = (target) => {
    for (const node of board.querySelectorAll(".over")) if (node !== target) node.classList.remove("over");
    target?.classList.add("over");
  };
  const begin = () => {
    const box = held.card.getBoundingClientRect();
    held.ghost = held.card.cloneNode(true);
    held.ghost.classList.add("ghost");
    held.ghost.setAttribute("aria-hidden", "true");
    held.ghost.inert = true;
    held.ghost.style.width = `${box.width}px`;
    board.append(held.ghost);
    held.card.classList.add("lifted");
    board.setPointerCapture(held.pointer);
  };
  const end = () => {
    const was = held;
    held = null;
    light(null);
    was?.ghost?.remove();
    was?.card.classList.remove("lifted");
    busy(false);
    return was;
  };
  const down = (event) => {
    const card = event.target.closest("[data-card]");
    if (held || !card || event.button || (event.pointerType !== "mouse" && !event.target.closest(".handle"))) return;
    held = { card, pointer: event.pointerId, x: event.clientX, y: event.clientY };
    busy(true);
  };
  const move = (event) => {
    if (event.pointerId !== held?.pointer) return;
    if (!held.ghost && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
    if (!held.ghost) begin();
    held.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
    light(placeUnder(event));
  };
  const up = (event) => {
    if (event.pointerId !== held?.pointer) return;
    const place = held.ghost ? placeUnder(event) : null;
    const was = end();
    if (!was.ghost) return;
    board.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => board.removeEventListener("click", swallow, true));
    if (place) onDrop(Number(was.card.dataset.card), place.dataset.place);
  };
  const swallow = (event) => { event.stopPropagation(); event.preventDefault(); };
  const cancel = (event) => { if (held && (event.type !== "keydown" || event.key === "Escape")) end(); };
  const heard = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel };
  for (const [name, f] of Object.entries(heard)) board.addEventListener(name, f);
  document.addEventListener("keydown", cancel);
  board.addEventListener("dragstart", (event) => event.preventDefault());
  return () => document.removeEventListener("keydown", cancel);
}
