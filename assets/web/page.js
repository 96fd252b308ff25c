"use strict";
// The page of `desktop-agent watch`. Whatever the server says is text, and is only ever set as textContent.
const $ = (id) => document.getElementById(id);
const all = (selector) => document.querySelectorAll(selector);
const coarse = matchMedia("(any-pointer: coarse)");
const WAITS_S = [0.5, 1, 2, 4]; // before connecting again; then always 5 s
const SOON_MS = 400; // a press that begins earlier than this after a change was meant for what stood there before

let words = {}, may = "look", runs = [], open, asked = null, receipt = null, looking = false;
const run = () => runs.find((each) => each.id === open);
const mine = () => run()?.wheel === "you";
const word = (key, value) => { // a value goes where the word has `{…}`, else behind it in brackets
  const text = words[key] ?? "", place = /\{\w*\}/;
  return value === undefined ? text : place.test(text) ? text.replace(place, () => value) : `${text} (${value})`;
};
function make(tag, { data, ...more } = {}, ...inside) {
  const one = Object.assign(document.createElement(tag), more);
  Object.assign(one.dataset, data);
  one.append(...inside);
  return one;
}
const said = (tag, className, textContent) => make(tag, { className, textContent });
function put(one, text, shown = true) { // touches the page only where something has changed
  if (one.textContent !== text) one.textContent = text;
  if (one.hidden === shown) one.hidden = !shown;
}

// Presses. What lay under the finger when it came down is what is meant: a button that has taken another's place (or
// another meaning) since then, or that appeared only a moment before, does nothing.
let press = null, settled = 0;
const settle = () => requestAnimationFrame(() => { settled = performance.now(); }, settled = performance.now());
for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, (event) => {
    const under = event.target.closest?.("button");
    if (event.repeat && under) event.preventDefault();
    else press = { under, text: under?.textContent, at: performance.now() };
  }, true);
}
for (const kind of ["pointerup", "pointercancel"]) { // later clicks come from a screen reader, without a press
  addEventListener(kind, (_, old = press) => setTimeout(() => { if (press === old) press = null; }, 800), true);
}
function does(button, act) {
  button.type = "button";
  button.onclick = () => {
    const began = press ?? { under: button, text: button.textContent, at: performance.now() };
    press = null;
    if (began.under === button && began.text === button.textContent && began.at - settled >= SOON_MS) act();
    else note(word("just_opened"), "warn");
  };
  return button;
}
const press_for = (textContent, tone, act) => does(make("button", { textContent, data: { tone } }), act);

// The connection.
let socket = null, tries = 0, again = 0, over = false, lost = true, focused = null, hid = 0, most = "", resizing = 0;
const send = (what) => { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(what)); };
const tell = (what, more) => send({ do: what, run: open, ...more });
function connect() {
  clearTimeout(again);
  if (over) return;
  if (socket) socket.onclose = socket.onmessage = socket.close() ?? null;
  socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/ws`);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => (typeof data === "string" ? heard(JSON.parse(data)) : framed(data));
  socket.onclose = () => {
    connected(false, word("lost"));
    again = setTimeout(connect, 1000 * (WAITS_S[tries++] ?? 5));
  };
}
function connected(is, text) {
  if (!is && !lost) focused = document.activeElement; // a disabled button loses the focus: it is given back later
  lost = !is;
  document.body.classList.toggle("lost", lost);
  for (const each of all("fieldset")) each.disabled = lost;
  put($("lost"), text, lost);
  if (is && document.activeElement === document.body && focused?.isConnected) focused.focus();
}
addEventListener("online", connect);
document.addEventListener("visibilitychange", () => {
  settle();
  if (document.hidden) hid = Date.now(release());
  else if (lost || Date.now() - hid > 30000) connect(); // the socket of a phone that slept looks alive and is not
});

const heard = (what) => { if (Object.hasOwn(on, what.is) && (what.run ?? open) === open) on[what.is](what); };
const on = {
  hello(what) {
    ({ words, may } = what);
    tries = 0;
    document.documentElement.lang = what.lang;
    for (const key of ["stop", "tell", "keyboard", "changes"]) put($(key), word(key));
    for (const key of ["steps", "time", "cost", "model"]) put($(`${key}-word`), word(key));
    put($("nothing"), word("nothing"), false);
    put($("below"), word("new_below"), false);
    put($("hint"), word("hidden_keys"));
    put($("front-stop"), word("stop"));
    put($("watching"), word("watching"), may === "look");
    for (const each of all(".back")) each.title = each.ariaLabel = word("all_runs");
    $("close").ariaLabel = word("cancel");
    $("typed").ariaLabel = word("keyboard");
    connected(true, "");
    if (open !== undefined) show();
  },
  runs(what) { runs = what.runs.map((each) => ({ ...each, at: Date.now() })); route(); },
  steps({ from, steps }) {
    const list = $("steps");
    if (!from && !steps.length) list.replaceChildren();
    steps.forEach((each, k) => {
      const old = list.children[from + k], drawn = step(each);
      if (!old) list.append(drawn);
      else if (!old.isEqualNode(drawn)) old.replaceWith(drawn);
    });
    follow(true);
  },
  question(what) { asked = what.question; in_front(); },
  receipt(what) { receipt = what.receipt; in_front(); },
  note({ text, tone }) { note(text, tone); },
  bye({ text }) { over = true; socket.onclose = null; socket.close(); connected(false, text); },
};
let fading = 0;
function note(text, tone) {
  put($("note"), text);
  $("note").dataset.tone = tone;
  clearTimeout(fading);
  fading = setTimeout(put, 6000, $("note"), "", false);
}

// Pictures.
function picture(box) {
  const canvas = make("canvas", { role: "img" }), marks = make("div"), veil = said("p", "veil");
  const shot = make("div", { className: "shot" }, canvas, marks);
  box.append(shot, veil);
  return {
    canvas,
    clear() { canvas.width = canvas.height = 0; marks.replaceChildren(); put(veil, word("no_picture")); },
    paint({ size: [w, h], parts, mark, veil: why }, bitmaps) {
      if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h]; // which clears it
      shot.style.setProperty("--w", w);
      shot.style.setProperty("--h", h);
      bitmaps.forEach(({ value }, k) => value && canvas.getContext("2d").drawImage(value, parts[k].x, parts[k].y));
      box.classList.toggle("veiled", Boolean(why));
      put(veil, why || "");
      marks.replaceChildren(...(mark ?? []).map(([x, y]) => ring(100 * x / w, 100 * y / h, "%")));
    },
  };
}
function ring(x, y, unit) {
  const one = make("i", { className: "mark" });
  [one.style.left, one.style.top] = [x + unit, y + unit];
  return one;
}
let painting = Promise.resolve(); // frames are painted one after the other, however long each takes to decode
function framed(data) {
  const from = socket, length = new DataView(data).getUint32(0), tile = tiles.get;
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
  let at = 4 + length;
  const decoded = Promise.allSettled(head.parts.map(({ bytes, type }) =>
    createImageBitmap(new Blob([new Uint8Array(data, (at += bytes) - bytes, bytes)], { type }))));
  painting = painting.then(async () => {
    const bitmaps = await decoded;
    (open ? head.run === open && main : tiles.get(head.run)?.shot)?.paint?.(head, bitmaps);
    for (const { value } of bitmaps) value?.close();
    if (from === socket) send({ do: "got", frame: head.frame, run: head.run });
  }).catch(console.error);
}

// Which run is looked at stands in the address behind `#`, so that the browser's Back leads to the wall.
function route() {
  const named = runs.find((each) => encodeURIComponent(each.id) === location.hash.slice(1));
  const id = (named ?? (runs.length === 1 ? runs[0] : null))?.id ?? "";
  if (!named) history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  if (id === open) return draw();
  release();
  [open, asked, receipt, looking, following] = [id, null, null, false, true];
  document.body.dataset.view = open ? "run" : "wall";
  $("steps").replaceChildren();
  $("telling").replaceChildren();
  main.clear();
  draw();
  in_front();
  show();
  $("task").focus({ preventScroll: true });
}
function show(changed) {
  const box = open ? $("picture") : all("#tiles .box")[0] ?? document.body;
  const room = [box.clientWidth, box.clientHeight].map((side) => Math.max(1, Math.round(side * devicePixelRatio)));
  if (changed && String(room) === most) return;
  most = String(room);
  tell("open", { most: room });
}
const resized = new ResizeObserver(() => {
  clearTimeout(resizing);
  resizing = setTimeout(() => { if (open !== undefined && !lost) show(true); }, 300);
  follow();
});

// The runs.
function clock({ seconds, state, at }) {
  const s = Math.floor(seconds + (state === "ended" ? 0 : (Date.now() - at) / 1000)), two = (n) => `${n}`.padStart(2, "0");
  return (s < 3600 ? "" : `${Math.floor(s / 3600)}:`) + `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}
setInterval(() => {
  if (lost) return;
  if (open) put($("time"), clock(run()));
  else for (const each of runs) put(tiles.get(each.id).time, clock(each));
}, 1000);
function badge(one, { word: text, tone, state }) { put(one, text); Object.assign(one.dataset, { tone, state }); }
let led = false;
function draw() {
  const one = run(), acts = may === "act", ended = one?.state === "ended";
  for (const each of all(".back")) each.hidden = !one || runs.length < 2;
  put($("task"), one?.task ?? word("title"));
  put($("status"), one?.word ?? "");
  document.title = one ? `${one.asks ? "● " : ""}${one.word} · ${word("title")}` : word("title");
  if (mine() !== led) led = wheel(!led);
  if (!one) return wall();
  badge($("state"), one);
  for (const [id, text] of Object.entries({ progress: one.steps, time: clock(one), cost: one.cost, model: one.model })) {
    put($(id), text);
    (id === "progress" ? $(id) : $(id).parentElement).hidden = !text;
  }
  main.canvas.ariaLabel = word("picture_of", one.task);
  put($("live"), one.live, Boolean(one.live));
  put($("why"), one.end || one.why_paused, Boolean(one.end || one.why_paused));
  $("why").dataset.tone = one.tone;
  put($("pause"), word(one.may_resume ? "resume" : "pause"), acts && !ended);
  $("pause").disabled = !one.may_pause && !one.may_resume;
  $("stop").hidden = $("front-stop").hidden = !acts || ended && !one.may_stop;
  $("stop").disabled = $("front-stop").disabled = !one.may_stop;
  $("tell").hidden = !acts || ended && !one.hears;
  $("tell").disabled = !one.hears;
  put($("take"), word(mine() ? "give" : "take"), acts && one.place === "desk" && !ended);
  $("take").disabled = !mine() && !one.may_take;
  $("changes").hidden = !one.receipt;
  follow();
}
function wall() {
  for (const [id, { item }] of tiles) if (!runs.some((each) => each.id === id)) tiles.delete(id, item.remove());
  runs.forEach((each, k) => {
    if (!tiles.has(each.id)) {
      const box = said("div", "box"), task = said("strong"), state = said("span", "state"), time = said("span");
      const href = `#${encodeURIComponent(each.id)}`, shot = picture(box);
      const item = make("li", {}, make("a", { href }, box, task, make("span", { className: "line" }, state, time)));
      tiles.set(each.id, { item, task, state, time, shot });
      shot.clear();
    }
    const { item, task, state, time, shot } = tiles.get(each.id);
    if ($("tiles").children[k] !== item) $("tiles").insertBefore(item, $("tiles").children[k] ?? null);
    put(task, each.task);
    badge(state, each);
    put(time, clock(each));
    item.classList.toggle("asks", each.asks);
    shot.canvas.ariaLabel = word("picture_of", each.task);
  });
  $("nothing").hidden = runs.length > 0;
}

// The steps: the newest at the bottom, followed until the person scrolls up.
let following = true;
const unfold = (inside) => make("details", {}, said("summary", "", word("more")), inside);
function step(one) {
  const item = make("li", { data: { kind: one.kind, tone: one.tone } }, said("span", "n", one.n || ""));
  const body = make("div", {}, said("p", "head", one.head), said("p", "text", one.text));
  const long = one.detail.length > 160 || one.detail.includes("\n"), detail = said("p", "detail", one.detail);
  body.append(long ? unfold(detail) : detail);
  body.append(make("p", { className: "outcome", textContent: one.outcome, data: { tone: one.outcome_tone } }));
  item.append(body, said("time", "", one.clock));
  return item;
}
function follow(news) {
  const box = $("scroll");
  $("live").scrollTop = $("live").scrollHeight;
  if (following) box.scrollTop = box.scrollHeight;
  else if (news) $("below").hidden = false;
}

// What stands in front: a question, or else the changes of a desk that the person asked to see.
let shown = "null", before = null;
function in_front() {
  const what = asked ?? (looking ? receipt : null), text = JSON.stringify(what), front = $("front");
  if (text === shown) return;
  shown = text;
  settle();
  if (what && front.hidden) before = document.activeElement;
  front.hidden = !what;
  $("page").inert = Boolean(what);
  if (!what) return (before?.isConnected && before !== document.body ? before : $("task")).focus({ preventScroll: true });
  $("content").replaceChildren();
  $("foot").replaceChildren();
  put($("title"), what.title);
  put($("about"), asked ? asked.about : receipt.desk);
  $("close").hidden = Boolean(asked);
  front.className = asked ? `${asked.kind} ${asked.attack ? "attack" : ""}` : "receipt";
  (asked ? question : changes)(what, $("content"), $("foot"));
  for (const each of all("#foot fieldset")) each.disabled = lost;
  $("title").focus({ preventScroll: true });
}
const foreign = (rows) => make("dl", { className: "foreign" }, ...rows.map(([name, text]) =>
  make("div", {}, said("dt", "", name), said("dd", "", text))));
function writing(label, act, cancel) { // a field for words, with Send
  const field = make("textarea", { rows: 2 }), buttons = make("fieldset");
  const go = () => (field.value.trim() && !lost ? act(field.value.trim(), buttons) : field.focus());
  if (cancel) buttons.append(press_for(word("cancel"), "", cancel));
  buttons.append(press_for(word("send"), "primary", go));
  field.onkeydown = (event) => {
    if (event.key === "Escape") cancel?.();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || coarse.matches) return;
    event.preventDefault(go());
  };
  return make("div", { className: "writing" }, make("label", {}, said("span", "", label), field), buttons);
}
function question(q, content, foot) {
  const buttons = make("fieldset", { className: "answers" }), wordy = q.kind === "words";
  const yes = q.answers.find((each) => each.yes) ?? { key: "y" };
  const answer = (key, field, more) => {
    tell("answer", { number: q.number, digest: q.digest, key, ...more });
    field.disabled = true; // until the server takes the question away; should it not, the person may try again
    setTimeout(() => { field.disabled = lost; }, 3000);
  };
  if (q.again) content.append(said("p", "again", q.again));
  content.append(said("p", "act", q.act));
  if (q.why.length) content.append(make("ul", {}, ...q.why.map((each) => said("li", "", each))));
  if (q.picture.startsWith("/picture/")) content.append(crop(q));
  if (q.rows.length) content.append(foreign(q.rows));
  if (q.detail) content.append(said("pre", "", q.detail));
  if (q.more.length) content.append(unfold(foreign(q.more)));
  if (q.why_not) foot.append(said("p", "why-not", q.why_not));
  if (may !== "act") return;
  for (const each of q.answers.filter((one) => !wordy || one !== yes)) {
    const one = press_for(each.text, each.tone, () => {
      if (each.key !== "r") return answer(each.key, buttons);
      const back = () => { reason.replaceWith(buttons); one.focus(); };
      const reason = writing(word("refuse_why"), (text, field) => answer("r", field, { text }), back);
      buttons.replaceWith(reason);
      reason.querySelector("textarea").focus();
    });
    one.disabled = each.yes && q.may === "no";
    buttons.append(one);
  }
  if (wordy) foot.append(writing(q.title, (text, field) => answer(yes.key, field, { text })));
  if (buttons.children.length) foot.append(buttons);
}
function crop(q) { // the picture around the points; a press shows the whole of it, and another one comes back
  const image = make("img", { alt: "", src: q.picture }), marks = make("div"), [w, h] = q.size;
  const box = press_for("", "", () => { whole = !whole; paint(); });
  let whole = !q.points.length;
  function paint() {
    const { clientWidth: wide, clientHeight: high } = box, fits = Math.min(wide / w, high / h);
    const [xs, ys] = [0, 1].map((k) => q.points.map((each) => each[k]));
    const middle = (of) => (Math.max(...of) + Math.min(...of)) / 2, span = (of) => Math.max(...of) - Math.min(...of);
    // About its own size, both ends of a drag in view; but never smaller than the whole of it.
    const scale = whole ? fits : Math.max(fits, Math.min(0.9, wide / (span(xs) + 140), high / (span(ys) + 140)));
    const start = (of, size, room) => (whole || size * scale <= room ? (room - size * scale) / 2
      : Math.min(0, Math.max(room - size * scale, room / 2 - middle(of) * scale))); // not past the picture's edge
    const left = start(xs, w, wide), top = start(ys, h, high);
    Object.assign(image.style, { width: `${w * scale}px`, height: `${h * scale}px`, left: `${left}px`, top: `${top}px` });
    marks.replaceChildren(...q.points.map(([x, y]) => ring(left + x * scale, top + y * scale, "px")));
    box.ariaPressed = whole;
  }
  box.className = "crop";
  box.ariaLabel = word("picture_of", q.act);
  box.append(image, marks);
  image.onerror = () => box.replaceChildren(word("no_picture"));
  new ResizeObserver(paint).observe(box);
  return box;
}
function changes(what, content, foot) {
  const buttons = make("fieldset", { className: "answers" }), ticks = () => [...content.querySelectorAll("input")];
  const chosen = () => ticks().filter((each) => each.checked).map((each) => each.value);
  for (const { title, folded, hint, lines, texts } of what.sections) {
    const part = make("details", { open: !folded, className: "section" }, said("summary", "", title));
    if (hint) part.append(said("p", "hint", hint));
    for (const line of lines) {
      const tick = make("input", { type: "checkbox", value: line.key, checked: line.chosen });
      tick.disabled = !line.may || !what.may || Boolean(what.done);
      const text = make("span", {}, said("bdi", "path", line.path), said("small", "", line.notes));
      part.append(make("label", { className: line.conflict ? "conflict" : "" }, tick, said("b", "", line.what), text));
    }
    part.append(...texts.map((each) => said("p", "text", each)));
    content.append(part);
  }
  if (what.done) return foot.append(said("p", "done", what.done));
  if (!what.may || may !== "act") return;
  const { digest } = what, once = (kind, more) => { tell(kind, { digest, ...more }); buttons.disabled = true; };
  const apply = press_for("", "primary", () => once("apply", { keys: chosen() }));
  const count = content.onchange = () => {
    put(apply, word("apply", chosen().length));
    apply.disabled = !chosen().length;
  };
  const first = () => {
    const sure = said("p", "why-not", word("discard_sure"));
    const back = () => { sure.remove(); buttons.replaceChildren(discard, apply); discard.focus(); };
    foot.prepend(sure);
    buttons.replaceChildren(press_for(word("cancel"), "", back), press_for(word("discard"), "bad", () => once("discard")));
    settle(buttons.firstChild.focus());
  };
  const discard = press_for(word("discard"), "", first);
  buttons.append(discard, apply);
  foot.append(buttons);
  count();
}

// The wheel: pointer and keys go to the desk.
const held = new Map(), fingers = new Map(), typed = $("typed"), PAD = " ".repeat(8);
const main = picture($("picture")), tiles = new Map(), canvas = main.canvas;
let spot = null, moving = 0, moved = 0, rest = [0, 0], touch = null, written = PAD;
const key = (name, down) => tell("key", { key: name, down });
const button = (n, down, event) => tell("button", { n, down, ...place(event) });
const place = ({ clientX, clientY }) => {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const within = (at, side, size) => Math.min(size - 1, Math.max(0, Math.floor(at / side * size)));
  return { x: within(clientX - left, width, canvas.width), y: within(clientY - top, height, canvas.height) };
};
function wheel(is) {
  document.body.classList.toggle("led", is);
  canvas.tabIndex = is ? 0 : -1;
  canvas.role = is ? "application" : "img";
  if (is) canvas.focus({ preventScroll: true });
  else if ($("stage").contains(document.activeElement)) $("take").focus();
  held.clear();
  return is;
}
function release() { // the server lets go of all that is held
  if (mine()) tell("release");
  held.clear();
  for (const each of all("#keys [aria-pressed]")) each.ariaPressed = "false";
}
function lift() { // Ctrl and the like hold for one key or one tap
  for (const each of all("#keys [aria-pressed=true]")) key(each.dataset.key, false, each.ariaPressed = "false");
}
const tap = (name) => { key(name, true); key(name, false); lift(); };
const click = (n, event) => { button(n, true, event); button(n, false, event); lift(); };
function move(event) { // at most 60 a second: the last place counts
  spot = place(event);
  moving ||= setTimeout(() => { moving = 0; moved = Date.now(); if (mine()) tell("pointer", spot); }, 17 - (Date.now() - moved));
}
function scroll(...by) { // whole notches go out, the rest is kept
  rest = rest.map((old, k) => old + by[k]);
  const [dx, dy] = rest.map(Math.trunc);
  rest = [rest[0] - dx, rest[1] - dy];
  if (dx || dy) tell("wheel", { dx, dy });
}
function leads(events) { // listeners that only count while this browser has the wheel
  for (const [name, act] of Object.entries(events)) {
    canvas.addEventListener(name, (event) => { if (mine() && canvas.width) act(event); }, { passive: false });
  }
}
leads({
  contextmenu: (event) => event.preventDefault(),
  mousedown(event) { event.preventDefault(); button(event.button + 1, true, event); },
  mouseup(event) { button(event.button + 1, false, event); },
  wheel(event) {
    event.preventDefault();
    const notch = [100, 3, 1][event.deltaMode];
    scroll(event.deltaX / notch, event.deltaY / notch);
  },
  pointerdown(event) {
    canvas.setPointerCapture(event.pointerId);
    if (document.activeElement !== typed) canvas.focus({ preventScroll: true });
    if (event.pointerType !== "touch") return; // mousedown follows
    event.preventDefault();
    fingers.set(event.pointerId, event);
    clearTimeout(touch?.long);
    const long = setTimeout(() => { touch.still = false; click(3, event); }, 600); // a long press: the right button
    touch = { still: fingers.size === 1, from: event, long };
    if (fingers.size > 1) clearTimeout(long);
  },
  pointermove(event) {
    const old = fingers.get(event.pointerId), { clientX: x, clientY: y } = event;
    if (event.pointerType !== "touch") return move(event);
    if (!old) return;
    if (fingers.size > 1) scroll((old.clientX - x) / 48, (old.clientY - y) / 48); // both fingers report: 24 px a notch
    else if (Math.hypot(x - touch.from.clientX, y - touch.from.clientY) > 10) touch.still = clearTimeout(touch.long);
    fingers.set(event.pointerId, event);
    if (fingers.size === 1 && !touch.still) move(event);
  },
  pointerup(event) {
    clearTimeout(touch?.long);
    if (fingers.delete(event.pointerId) && touch.still) click(1, touch.from);
  },
  pointercancel(event) { clearTimeout(touch?.long); fingers.delete(event.pointerId); },
  pointerleave(event) { if (event.pointerType !== "touch") release(); },
  keydown(event) {
    event.preventDefault();
    if (event.key === "Enter" && event.ctrlKey && event.altKey) return tell("give", release());
    if (event.repeat || ["Dead", "Process", "Unidentified"].includes(event.key)) return; // the desk repeats by itself
    held.set(event.code, event.key);
    key(event.key, true);
  },
  keyup(event) { // under the name by which it went down: Shift may have been let go in between
    event.preventDefault();
    if (held.has(event.code)) key(held.get(event.code), false);
    held.delete(event.code);
  },
});
$("stage").addEventListener("focusout", (event) => { if (!$("stage").contains(event.relatedTarget)) release(); });
addEventListener("blur", release);
setInterval(() => { if (mine()) send({ do: "beat" }); }, 3000);

// The phone's keyboard: it may rewrite whole words, so the difference to what stood there goes out as keys.
const fresh = () => { written = typed.value = PAD; };
typed.onfocus = fresh;
typed.oninput = (event) => {
  const [old, text] = [[...written], [...typed.value]];
  let same = 0;
  while (same < text.length && text[same] === old[same]) same += 1;
  old.slice(same).forEach(() => tap("Backspace"));
  text.slice(same).forEach((each) => tap(each === "\n" ? "Enter" : each));
  written = typed.value;
  if (!event.isComposing) fresh(); // the padding gives Backspace something to delete
};
typed.onkeydown = (event) => { // letters, Enter and Backspace come as input; the rest of a real keyboard does not
  if (event.key === "Enter" && event.ctrlKey && event.altKey) event.preventDefault(tell("give", release()));
  else if (/^(Arrow|Tab|Escape|Home|End|Page|Delete|F\d)/.test(event.key)) event.preventDefault(tap(event.key));
};
$("keys").onpointerdown = $("keys").onmousedown = (event) => event.preventDefault(); // the phone's keyboard stays open
does($("keyboard"), () => (document.activeElement === typed ? canvas : typed).focus());
for (const each of all("[data-key]")) {
  does(each, () => {
    if (!each.ariaPressed) return tap(each.dataset.key);
    each.ariaPressed = each.ariaPressed !== "true";
    key(each.dataset.key, each.ariaPressed === "true");
  });
}

// The buttons of a run.
does($("pause"), () => tell(run().may_resume ? "resume" : "pause"));
does($("stop"), () => tell("stop"));
does($("front-stop"), () => tell("stop"));
does($("take"), () => tell(mine() ? "give" : "take"));
does($("changes"), () => { looking = true; tell("receipt"); });
does($("close"), () => { looking = false; receipt = null; in_front(); });
does($("below"), () => { following = true; $("below").hidden = true; follow(); });
does($("tell"), () => {
  const close = () => { $("telling").replaceChildren(); $("tell").focus(); };
  if ($("telling").hasChildNodes()) return close();
  $("telling").append(writing(word("tell"), (text) => { tell("say", { text }); close(); }, close));
  $("telling").querySelector("textarea").focus();
});
$("scroll").onscroll = ({ target: box }) => {
  following = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  if (following) $("below").hidden = true;
};
for (const id of ["picture", "tiles", "scroll"]) resized.observe($(id));
connect();
