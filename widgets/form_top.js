// The top band, always there: the room's name, language, size of letters, furigana, help.
const SIZES = [1, 1.2, 1.5];                                 // 20, 24, 30 px

function header(c) {
  const { parts, me } = c, writing = c.step !== "language";
  parts.title = h("h1", { tabindex: "-1", lang: "ja" });
  parts.offline = c.put("p", "offline", { class: "offline", role: "status" });
  const dots = h("span", { "aria-hidden": "true", class: "dots" });
  const sizer = h("button", { type: "button", class: "sizer", onclick: () => {
    me.kept.size = ((me.kept.size ?? 0) + 1) % SIZES.length; me.save(); resize(); } }, c.put("span", "size_short"), dots);
  const resize = () => {
    const size = me.kept.size ?? 0;
    c.root.style.setProperty("--size", SIZES[size]);
    dots.textContent = "●".repeat(size + 1) + "○".repeat(SIZES.length - 1 - size);
    sizer.setAttribute("aria-label", c.spoken(`${c.text("font_size")}: ${c.text(`size_${size + 1}`)}`));
  };
  resize();
  const japanese = writing && c.tag(c.language()) === "ja", [helper, help] = helpPanel(c);
  return h("header", {},
    h("div", { class: "where" }, parts.title, c.kept.table ? c.put("span", "table_n", { class: "chip" }, { n: c.kept.table }) : null),
    h("div", { class: "tools" }, writing && c.button("change_language", () => go(c, "language")), sizer,
      japanese && c.button("furigana", () => { me.kept.furigana = !c.furigana(); go(c, c.step); },
        { "aria-pressed": String(c.furigana()) }), writing && helper),
    parts.offline, help);
}

function helpPanel(c) {
  const show = (open) => {
    help.hidden = !open;
    helper.setAttribute("aria-expanded", String(open));
    c.root.dataset.helping = String(open);          // then the bar with 「送る」 covers nothing
  };
  const helper = c.button("help_short", () => show(help.hidden), { "aria-expanded": "false" });
  const help = h("div", { class: "help card", hidden: true }, c.put("p", "help"), h("div", { class: "row" },
    c.room.tables > 1 && c.button("change_table", () => go(c, "table")),
    document.querySelector(".words") && c.button("about_today", () => c.page({ words: true })),
    c.button("consent_title", () => go(c, "consent")),
    c.button("close", () => { show(false); helper.focus(); })));
  return [helper, help];
}
