// The question: shown, timed, read aloud; and whether one may write now.
const questionText = (c) => c.model.get("question") || c.room.question || "";
const questionReadings = (c) => (c.model.get("question") ? c.model.get("question_readings") : c.room.question_readings) ?? [];
const voiceFor = () => globalThis.speechSynthesis?.getVoices().find((voice) => voice.lang.startsWith("ja"));

function questionCard(c) {
  const { parts } = c;
  parts.question = h("p", { class: "question", lang: "ja" });
  parts.time = h("p", { class: "time" });
  parts.notice = h("p", { class: "notice", role: "status" });
  parts.reader = c.button("read_aloud", () => readAloud(c), { class: "reader", hidden: true });
  return h("section", { class: "ask-card" },
    h("div", { class: "row top" }, c.put("h2", "question"), parts.reader, parts.time), parts.question, parts.notice);
}

function readAloud(c) {
  const button = c.parts.reader, quiet = () => c.say(button, c.text("read_aloud"));
  if (speechSynthesis.speaking) { speechSynthesis.cancel(); return; }
  const speech = new SpeechSynthesisUtterance(kana(withReadings(questionText(c), questionReadings(c))));
  Object.assign(speech, { voice: voiceFor(), lang: "ja-JP", rate: 0.9, onend: quiet, onerror: quiet });
  c.say(button, c.text("stop_reading"));
  speechSynthesis.speak(speech);
}

const isShut = ({ room }) => room.is_open === false;
const SHUT = { close: "closed", welcome: "e_notopen", explain: "e_notopen", vote: "voting_now", result: "result_now" };
const shutReason = ({ room }) => SHUT[room.scene] ?? "paused";
