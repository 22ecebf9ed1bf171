// Shared by the pages that hide comments (StaffFace.parts): how, why, and which part as ■■.
const BLOT = "■■";

// The words with the chosen places blotted out; ranges are [start, end) of UTF-16 positions.
function blotted(text, ranges) {
  let out = "", at = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (to <= at) continue;
    out += text.slice(at, Math.max(from, at)) + (from < at ? "" : BLOT);
    at = to;
  }
  return out + text.slice(at);
}

// The dialog that hides a comment: how, why, and for masking which part. Opened with ask(row).
function hider(model, host) {
  const words = model.get("wording");
  const dialog = h("dialog", { "aria-label": words.hide_title, onkeydown: (event) => {     // 1…9 choose K1…K9
    const radio = dialog.querySelector(`input[value="K${event.key}"]`);
    if (radio && event.target.type !== "text" && event.target.tagName !== "TEXTAREA" && !event.isComposing) { radio.focus(); radio.click(); }
    event.stopPropagation();
  } });
  host.append(dialog);
  function ask(row, first) {
    let ranges = [];
    const box = h("textarea", { rows: "3", "aria-label": words.hide_words });
    box.value = row.body;
    box.addEventListener("beforeinput", (event) => event.preventDefault());
    const look = h("p", { class: "words preview" }, row.body);
    const blot = h("button", { type: "button", onclick: () => {
      if (box.selectionStart === box.selectionEnd) return put(trouble, words.hide_choose_part);
      ranges.push([box.selectionStart, box.selectionEnd]);
      put(look, blotted(row.body, ranges));
      put(trouble, "");
    } }, words.hide_blot);
    const again = h("button", { type: "button", onclick: () => { ranges = []; put(look, row.body); } }, words.hide_blot_again);
    const masking = h("div", { class: "masking" }, h("p", { class: "small" }, words.hide_how_to_mask), box,
      h("div", { class: "row" }, blot, again), h("p", { class: "small quiet" }, words.hide_preview), look);
    const note = h("input", { type: "text", maxlength: "200", "aria-label": words.hide_note });
    const other = h("label", { class: "note", hidden: true }, words.hide_note, note);
    const trouble = h("p", { class: "trouble", role: "alert" });
    const radio = (group, value, text, on) => h("label", { class: "pick" },
      h("input", { type: "radio", name: group, value, checked: on, onchange: settleForm }), h("span", {}, text));
    const how = h("div", { class: "row", role: "radiogroup", "aria-label": words.hide_how },
      radio("how", "withhold", words.hide_all, first === "withhold"), radio("how", "mask", words.hide_part, first === "mask"),
      radio("how", "hold", words.hide_hold, first === "hold"));
    const why = h("div", { class: "why", role: "radiogroup", "aria-label": words.hide_why },
      ...Object.entries(model.get("reasons")).map(([code, text]) => radio("why", code, `${code} ${text}`)));
    const form = h("form", { method: "dialog", onsubmit: decide },
      h("h2", {}, `${words.hide_title}　${row.number}`), h("p", { class: "words original" }, row.body),
      h("p", { class: "promise" }, words.check_always), how, masking, h("h3", { class: "why-title" }, words.hide_why), why, other, trouble,
      h("div", { class: "row decide" }, h("button", { class: "main" }, words.hide_decide),
        h("button", { type: "button", onclick: () => dialog.close() }, words.cancel)));
    const chosen = (group) => form.querySelector(`input[name="${group}"]:checked`)?.value;
    function settleForm() {
      masking.hidden = chosen("how") !== "mask";
      for (const part of [why, form.querySelector(".why-title")]) part.hidden = chosen("how") === "hold";
      other.hidden = chosen("why") !== "K9" || chosen("how") === "hold";
    }
    function decide(event) {
      event.preventDefault();
      const type = chosen("how"), reason = chosen("why");
      if (type !== "hold" && !reason) return put(trouble, words.hide_need_why);
      if (type !== "hold" && reason === "K9" && !note.value.trim()) return put(trouble, words.hide_need_note);
      if (type === "mask" && !ranges.length) return put(trouble, words.hide_choose_part);
      model.send({ type, id: row.id, reason, note: note.value.trim(), body: blotted(row.body, ranges), seen: row.seen });
      dialog.close();
    }
    dialog.replaceChildren(form);
    settleForm();
    dialog.showModal();
    (first === "mask" ? box : why.querySelector("input")).focus();
  }
  return ask;
}
