// Hosts anywidget front-ends on a page without a kernel: a local model whose `send` is HTTP and
// whose incoming messages are the room's live feed. The faces cannot tell the difference.

const TIMEOUT_MS = 10000, STATE_WAIT_MS = 150, QUIET_MS = 45000;
const between = (low, high) => low + Math.random() * (high - low);
const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** The AnyModel that a face knows: get, set, save_changes, on, off, send. */
export class LocalModel {
  constructor(state, onSend) {
    Object.assign(this, { state: { ...state }, onSend, listeners: new Map() });
  }
  get(name) { return this.state[name]; }
  set(name, value) { this.state[name] = value; this.tell(`change:${name}`, value); }
  save_changes() {}
  on(event, listener) { this.listeners.set(event, [...this.listeners.get(event) ?? [], listener]); }
  off(event, listener) {
    this.listeners.set(event, (this.listeners.get(event) ?? []).filter((l) => listener && l !== listener));
  }
  tell(event, ...values) { for (const listener of this.listeners.get(event) ?? []) listener(...values); }
  send(message) { this.onSend(message, this); }
}

/** One JSON request. Returns {status, answer}; status 0 when nobody answered. */
async function ask(path, method = "GET", body = undefined) {
  const abort = new AbortController(), timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, { method, signal: abort.signal, cache: "no-store",
      headers: body ? { "Content-Type": "application/json" } : {}, body: body && JSON.stringify(body) });
    return { status: response.status, answer: await response.json(),
      after: Number(response.headers.get("Retry-After")) || 0 };
  } catch {
    return { status: 0, answer: {}, after: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/** What a face's message is in HTTP: [method, path below /api/v1/w/{slug}, body]. */
const REQUESTS = {
  submit: ({ type, ...draft }) => ["POST", "/comments", draft],
  edit: ({ number, body, kind, edit_token }) => ["PATCH", `/comments/${number}`, { body, kind, edit_token }],
  withdraw: ({ number, edit_token }) => ["DELETE", `/comments/${number}`, { edit_token }],
  agree: ({ number, device, on }) => ["POST", `/comments/${number}/agree`, { device, on }],
  vote: ({ device, numbers }) => ["POST", "/votes", { device, numbers }],
  older: ({ before }) => ["GET", `/comments?shown=1&before=${before}`],
  results: () => ["GET", "/results"],
};
const REPLIES = { vote: "votes", agree: "agree", older: "older", results: "results" };

/** The answer as a message for the face. No answer, too fast or a server in trouble: try again. */
export function reply(message, { status, answer, after = 0 }) {
  const { key } = message;
  if (status >= 200 && status < 300) return { ...answer, type: REPLIES[message.type] ?? "accepted", key };
  if (status === 0 || status === 429 || status >= 500) return { type: "unreachable", key, after };
  return { type: "rejected", key, error: answer.error, advice: answer.advice };
}

/** A random name of this browser tab, so that staff can count tablets; the projector has none. */
function tabName() {
  if (document.body?.classList.contains("page-wall")) return {};
  try {
    const kept = sessionStorage.getItem("tab") ?? Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => b.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem("tab", kept);
    return { tab: kept };
  } catch { return {}; }
}

/** One workshop's live news for all faces on the page. Resumes after the last number it saw. */
export class Room {
  constructor(slug) {
    Object.assign(this, { api: `/api/v1/w/${slug}`, models: [], last: null, told: [], online: true,
      source: null, failures: 0, heard: Date.now(), started: false });
  }
  tell(message) { for (const model of this.models) model.tell("msg:custom", message); }

  async receive(message, model) {
    if (message.type === "hello") return this.hello(message, model);
    const request = REQUESTS[message.type]?.(message);
    if (!request) return undefined;
    const [method, path, body] = request, got = await ask(this.api + path, method, body);
    this.link(got.status > 0);
    if (message.type === "older") this.since = got.answer.comments?.at(-1)?.number ?? this.since;
    return model.tell("msg:custom", reply(message, got));
  }

  /** A face has come up: begin the feed; give it the room's state and, if asked, the opinions. */
  async hello({ others, since }, model) {
    if (!this.models.includes(model)) this.models.push(model);
    if (this.state) model.tell("msg:custom", this.state);
    if (!this.started) { this.started = true; this.open(); this.watch(); }
    if (!others) return;
    this.since = since ?? this.since;
    const { status, answer } = await this.opinions();
    if (status !== 200) return;
    model.tell("msg:custom", { ...answer, type: "comments" });
    for (const event of this.told.filter((e) => e.seq > answer.seq)) model.tell("msg:custom", event);
  }

  /** The newest opinions, and older ones as far as a face has asked for them. */
  opinions() { return ask(`${this.api}/comments?shown=1${this.since ? `&since=${this.since}` : ""}`); }

  link(online) {
    if (online === this.online) return;
    this.online = online;
    this.tell({ type: "link", online });
  }

  open() {
    if (typeof EventSource === "undefined") { this.poll(); return; }
    this.source?.close();
    const asked = new URLSearchParams({ ...this.last !== null && { after: this.last }, ...tabName() });
    const source = this.source = new EventSource(`${this.api}/feed?${asked}`);
    source.onopen = () => { this.failures = 0; this.heard = Date.now(); this.link(true);
      if (!this.state) setTimeout(() => { if (!this.state) this.refresh(); }, STATE_WAIT_MS); };
    for (const type of ["state", "comment", "counts", "agree"]) {
      source.addEventListener(type, (event) => this.take(type, JSON.parse(event.data), Number(event.lastEventId)));
    }
    source.onerror = () => { if (source === this.source) this.reopen(); };
  }

  /** Come back at a moment of one's own: 300 tablets must not knock all at once. */
  reopen() {
    this.source?.close();
    this.source = null;
    this.failures += 1;
    if (this.failures > 1) this.link(false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), this.failures > 30 ? between(3000, 12000) : between(300, 3000));
  }

  take(type, data, seq) {
    this.heard = Date.now();
    if (seq) this.last = Math.max(this.last ?? 0, seq);
    const message = { ...data, type, seq };
    if (type === "state") { this.state = { ...message, live: true }; document.title = data.title || document.title; }
    if (type === "comment") this.told = [...this.told.slice(-499), message];
    this.tell(type === "state" ? this.state : message);
  }

  /** The state by an ordinary request. Behind the server: the feed is dead without saying so. */
  async refresh() {
    const { status, answer } = await ask(`${this.api}/state`);
    this.link(status > 0);
    if (status !== 200) return;
    if (this.source && this.last !== null && answer.seq > this.last && Date.now() - this.heard > 5000) this.open();
    this.last ??= answer.seq;
    this.take("state", answer, 0);
    this.take("counts", answer.counts, 0);
  }

  /** Waking up, the line coming back, or a long silence: look for oneself. */
  watch() {
    const wake = () => { if (document.visibilityState === "visible") { this.source?.close(); this.failures = 0; this.open(); this.refresh(); } };
    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
    addEventListener("offline", () => this.link(false));
    setInterval(() => {
      if (document.visibilityState === "visible" && Date.now() - this.heard > QUIET_MS) this.refresh();
    }, between(15000, 25000));
  }

  /** Browsers without EventSource. */
  async poll() {
    for (;;) {
      await this.refresh();
      const { status, answer } = await this.opinions();
      if (status === 200) this.tell({ ...answer, type: "comments" });
      await sleep(between(4000, 8000));
    }
  }
}

const rooms = new Map();
async function host(mount, state) {
  const { slug } = state;
  if (!rooms.has(slug)) rooms.set(slug, new Room(slug));
  const model = new LocalModel(state, (message, from) => rooms.get(slug).receive(message, from));
  const face = (await import(mount.dataset.module)).default;
  await face.render({ model, el: mount });
}

/** The organiser's words stand above the first steps; while writing they come when asked for. */
function showWords({ detail }) {
  document.documentElement.dataset.step = detail.step ?? document.documentElement.dataset.step;
  for (const words of document.querySelectorAll(".words")) {
    words.classList.toggle("asked", Boolean(detail.words) && !words.classList.contains("asked"));
    if (words.classList.contains("asked")) words.focus();
  }
}

function start() {
  const states = JSON.parse(document.getElementById("widget-state")?.textContent ?? "{}");
  document.addEventListener("workshop-page", showWords);
  for (const mount of document.querySelectorAll("[data-model]")) host(mount, states[mount.dataset.model] ?? {});
}
if (globalThis.document?.getElementById("widget-state")) start();
