"use strict";
// The page of `desktop-agent watch`. Whatever the server says is text, and is only ever set as textContent.
const $ = (id) => document.getElementById(id), all = (selector) => [...document.querySelectorAll(selector)];
const WAITS_S = [0.5, 1, 2, 4]; // before connecting again; then always 5 s
const SOON_MS = 400; // a press that begins earlier than this after a change was meant for what stood there before
const PAD = " ".repeat(8); // stands in the phone keyboard's field, so that Backspace has something to delete
// The keys that `enter.js` has kept for this origin; what may act comes first.
const keys = () => ["act", "look"].map((each) => localStorage.getItem(each)).filter(Boolean);
let words = {}, may = "look", runs = [], open, asked = null, receipt = null, led = false, following = true;
const run = () => runs.find((each) => each.id === open), mine = () => run()?.wheel === "you";
const word = (key, value) => { // a value goes where the word has `{…}`, else behind it in brackets
  const text = words[key] ?? "", place = /\{\w*\}/;
  return value === undefined ? text : place.test(text) ? text.replace(place, () => value) : `${text} (${value})`;
};
const make = (tag, { data, ...more }, ...inside) => {
  const one = Object.assign(document.createElement(tag), more); Object.assign(one.dataset, data);
  return one.append(...inside), one;
};
// Marks that turn the direction of writing, and so could make one name look like another, are shown as their numbers.
const plain = (text) => String(text).replace(/[\u202a-\u202e]/g, (mark) => `⟨${mark.charCodeAt().toString(16)}⟩`);
const said = (tag, className, text = "") => make(tag, { className, textContent: plain(text) });
const put = (one, text, shown = true) => { // touches the page only where something has changed
  if (one.textContent !== plain(text)) one.textContent = plain(text);
  if (one.hidden !== !shown) one.hidden = !shown;
};
const focus = (one) => one.focus({ preventScroll: true });
// Presses. What lay under the finger when it came down is what is meant: a button that has taken another's place (or
// another meaning) since then, or that appeared only a moment before, does nothing.
let press = null, settled = 0;
const listen = (kinds, act) => kinds.split(" ").forEach((kind) => addEventListener(kind, act, true));
const settle = () => requestAnimationFrame(() => { settled = performance.now(); }, settled = performance.now());
const began = (under) => ({ under, text: under?.textContent, at: performance.now() });
listen("pointerdown keydown", (event) => {
  const under = event.target.closest?.("button");
  if (event.repeat && under) event.preventDefault(); else press = began(under);
});
listen("pointerup pointercancel", () => { // a later click comes from a screen reader, without a press
  const old = press; setTimeout(() => { if (press === old) press = null; }, 800);
});
const does = (button, act) => Object.assign(button, { type: "button", onclick() {
  const { under, text, at } = press ?? began(button); press = null;
  if (under === button && text === button.textContent && at - settled >= SOON_MS) return act();
  note(word("just_opened"), "warn");
  if (asked) focus($("title")); // no Enter shall find the focus on a button so pressed
} });
const pushed = (text, tone, act) => does(make("button", { textContent: plain(text), data: { tone } }), act);
// The connection.
let socket = null, tries = 0, again = 0, end = null, lost = true, focused = null, hid = 0, fading = 0;
const send = (what) => { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(what)); };
const tell = (what, more) => send({ do: what, run: open, ...more });
function connect() {
  if (end?.again === "never") return;
  clearTimeout(again); end = null;
  if (socket) { socket.onclose = socket.onmessage = null; socket.close(); }
  socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/ws`);
  socket.binaryType = "arraybuffer"; socket.onopen = () => send({ do: "key", keys: keys() });
  socket.onmessage = ({ data }) => (typeof data === "string" ? heard(JSON.parse(data)) : framed(data));
  socket.onclose = () => {
    connected(false, end?.text ?? word("lost"));
    if (!end || end.again === "soon") again = setTimeout(connect, 1000 * (WAITS_S[tries++] ?? 5));
  };
}
const come_back = () => { if (lost && end?.again === "pressed") connect(); }; // the newest of a browser's windows shows it
function connected(is, text) {
  if (!is && !lost) focused = document.activeElement; // a disabled button loses the focus: it is given back later
  document.body.classList.toggle("lost", lost = !is); all("fieldset").forEach((each) => { each.disabled = lost; });
  put($("lost"), text, lost);
  if (is && document.activeElement === document.body && focused?.isConnected) focused.focus();
}
addEventListener("online", connect);
listen("pointerdown keydown", come_back);
document.addEventListener("visibilitychange", () => {
  settle();
  if (document.hidden) { hid = Date.now(); release(); }
  else if (lost || Date.now() - hid > 30000) connect(); // the socket of a phone that slept looks alive and is not
});
const heard = (what) => { if (Object.hasOwn(on, what.is) && (what.run ?? open) === open) on[what.is](what); };
const on = {
  hello(what) {
    ({ words, may } = what); [tries, document.documentElement.lang] = [0, what.lang];
    for (const each of all("[data-word]")) put(each, word(each.dataset.word), !each.hidden);
    for (const each of all("[data-label]")) each.title = each.ariaLabel = word(each.dataset.label);
    put($("watching"), word("watching"), may === "look"); connected(true, ""); if (open !== undefined) show();
  },
  runs(what) { runs = what.runs.map((each) => ({ ...each, at: Date.now() })); route(); },
  steps({ from, steps }) {
    const list = $("steps"); if (!from && !steps.length) list.replaceChildren();
    steps.forEach((each, k) => {
      const old = list.children[from + k], text = JSON.stringify(each);
      if (!old) list.append(step(each, text)); else if (old.from !== text) old.replaceWith(step(each, text));
    });
    follow(true);
  },
  question(what) { asked = what.question; in_front(); },
  receipt(what) { receipt = what.receipt; in_front(); },
  note({ text, tone }) { note(text, tone); },
  end(what) { end = what; }, // why the server ends the connection, and when to try again: `soon`, once `pressed`, or `never`
};
function note(text, tone) {
  clearTimeout(fading); put($("note"), text); $("note").dataset.tone = tone;
  fading = setTimeout(put, 6000, $("note"), "", false);
}
// Pictures.
const ring = (x, y, unit) => make("i", { className: "mark", style: `left: ${x}${unit}; top: ${y}${unit}` });
function picture(box) {
  const canvas = make("canvas", { role: "img" }), marks = make("div", {}), veil = said("p", "veil");
  const shot = make("div", { className: "shot" }, canvas, marks); box.append(shot, veil);
  const clear = () => { canvas.width = canvas.height = 0; marks.replaceChildren(); put(veil, word("no_picture")); };
  const paint = ({ size: [w, h], parts, mark, veil: why }, bitmaps) => {
    if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h]; // which clears it
    shot.style = `--w: ${w}; --h: ${h}`;
    bitmaps.forEach(({ value }, k) => value && canvas.getContext("2d").drawImage(value, parts[k].x, parts[k].y));
    marks.replaceChildren(...(mark ?? []).map(([x, y]) => ring(100 * x / w, 100 * y / h, "%")));
    put(veil, why || "", box.classList.toggle("veiled", Boolean(why)));
  };
  return { canvas, clear, paint };
}
const main = picture($("picture")), tiles = new Map(), canvas = main.canvas, typed = $("typed");
let painting = Promise.resolve(); // frames are painted one after the other, however long each takes to decode
function framed(data) {
  const from = socket, length = new DataView(data).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length))); let at = 4 + length;
  const decoded = Promise.allSettled(head.parts.map(({ bytes, type }) =>
    createImageBitmap(new Blob([new Uint8Array(data, (at += bytes) - bytes, bytes)], { type }))));
  painting = painting.then(async () => {
    const bitmaps = await decoded, shot = open ? head.run === open && main : tiles.get(head.run)?.shot;
    if (shot) shot.paint(head, bitmaps);
    for (const { value } of bitmaps) value?.close();
    if (from === socket) send({ do: "got", frame: head.frame, run: head.run });
  }).catch(console.error);
}
// Which run is looked at stands in the address behind `#`, so that the browser's Back leads to the wall.
const address = ({ id }) => (id ? `#run=${encodeURIComponent(id)}` : "/");
function route() {
  const named = runs.find((each) => address(each) === location.hash);
  const { id } = named ?? (runs.length === 1 ? runs[0] : { id: "" });
  if (!named) history.replaceState(null, "", address({ id }));
  if (id === open) return draw();
  release(); [open, asked, receipt, following] = [id, null, null, true];
  document.body.dataset.view = open ? "run" : "wall";
  for (const each of ["steps", "telling"]) $(each).replaceChildren();
  for (const act of [main.clear, draw, in_front, show]) act();
  focus($("task"));
}
addEventListener("hashchange", route);
let most = "", resizing = 0;
const room = () => {
  const box = open ? $("picture") : all("#tiles .box")[0] ?? document.body;
  return [box.clientWidth, box.clientHeight].map((side) => Math.max(1, Math.round(side * devicePixelRatio)));
};
function show() { most = String(room()); tell("open", { most: room() }); }
const resized = new ResizeObserver(() => {
  clearTimeout(resizing); follow();
  resizing = setTimeout(() => { if (open !== undefined && !lost && String(room()) !== most) show(); }, 300);
});
// The runs.
function clock({ seconds, state, at }) {
  const s = Math.floor(seconds + (state === "ended" ? 0 : (Date.now() - at) / 1000));
  return new Date(1000 * s).toISOString().slice(s < 3600 ? 14 : 11, 19);
}
setInterval(() => {
  if (!lost && open) put($("time"), clock(run()));
  else if (!lost) for (const each of runs) put(tiles.get(each.id).time, clock(each));
}, 1000);
const badge = (one, { word: text, tone, state }) => { put(one, text); Object.assign(one.dataset, { tone, state }); };
function draw() {
  const one = run(), acts = may === "act", ended = one?.state === "ended", why = one?.end || one?.why_paused || "";
  for (const each of all(".back")) each.hidden = !one || runs.length < 2;
  document.title = one ? `${one.asks ? "● " : ""}${one.word} · ${word("title")}` : word("title");
  put($("task"), one?.task ?? word("title")); put($("status"), one ? `${one.word} ${one.end}` : "");
  if (mine() !== led) wheel(led = !led);
  if (!one) return wall();
  badge($("state"), one);
  for (const [id, text] of [["done", one.steps], ["time", clock(one)], ["cost", one.cost], ["model", one.model]])
    put($(id), text, !($(id).parentElement.hidden = !text));
  main.canvas.ariaLabel = word("picture_of", one.task); put($("live"), one.live, Boolean(one.live));
  put($("why"), why, Boolean(why)); $("why").dataset.tone = one.tone;
  const buttons = [["pause", one.may_pause || one.may_resume, !ended, one.may_resume ? "resume" : "pause"],
    ["stop", one.may_stop, one.may_stop || !ended, "stop"], ["tell", one.hears, one.hears || !ended, "tell"],
    ["take", mine() || one.may_take, one.place === "desk" && !ended, mine() ? "give" : "take"]];
  for (const [id, can, there, key] of buttons) put($(id), word(key), acts && there, $(id).disabled = !can);
  $("changes").hidden = !one.receipt; $("front-stop").disabled = !one.may_stop; follow();
}
function wall() {
  for (const [id, { item }] of tiles) if (!runs.some((each) => each.id === id)) tiles.delete(id, item.remove());
  runs.forEach((each, k) => {
    if (!tiles.has(each.id)) {
      const [box, task, state, time] = [said("div", "box"), said("strong"), said("span", "state"), said("span")];
      const line = make("span", { className: "line" }, state, time), shot = picture(box);
      const item = make("li", {}, make("a", { href: address(each) }, box, task, line));
      tiles.set(each.id, { item, task, state, time, shot }, shot.clear());
    }
    const { item, task, state, time, shot } = tiles.get(each.id), there = $("tiles").children[k] ?? null;
    if (there !== item) $("tiles").insertBefore(item, there);
    put(task, each.task); put(time, clock(each)); badge(state, each); item.classList.toggle("asks", each.asks);
    shot.canvas.ariaLabel = word("picture_of", each.task);
  });
  $("nothing").hidden = runs.length > 0;
}
// The steps: the newest at the bottom, followed until the person scrolls up.
const unfold = (inside) => make("details", {}, said("summary", "", word("more")), inside);
function step({ n, clock: at, head, text, tone, outcome, outcome_tone, kind }, from) {
  const came = said("p", "outcome", outcome), parts = [said("p", "head", head), said("p", "text", text)];
  came.dataset.tone = outcome_tone; const body = make("div", {}, ...parts, came);
  return make("li", { from, data: { kind, tone } }, said("span", "n", n || ""), body, said("time", "", at));
}
function follow(news) {
  $("live").scrollTop = $("live").scrollHeight;
  if (following) $("scroll").scrollTop = $("scroll").scrollHeight; else if (news) $("below").hidden = false;
}
$("scroll").onscroll = ({ target: box }) => {
  following = box.scrollHeight - box.scrollTop - box.clientHeight < 40; if (following) $("below").hidden = true;
};
// What stands in front: a question, or else the changes of a desk that the person asked to see.
const EMPTY = { title: "", act: "", detail: "", included: "", about: "", picture: "", why_not: "", why: [], rows: [],
  more: [], size: [1, 1], points: [], answers: [] }; // for what a question leaves out (one in words: all but `act`)
let shown = "null", before = null;
function in_front() {
  const what = asked ?? receipt, text = JSON.stringify(what), front = $("front"); if (text === shown) return;
  shown = text; settle(); if (what && front.hidden) before = document.activeElement;
  front.hidden = !($("page").inert = Boolean(what));
  if (!what) return focus(before?.isConnected && before !== document.body ? before : $("task"));
  for (const each of ["content", "foot"]) $(each).replaceChildren();
  put($("title"), what.title || what.act || what.done || "");
  put($("about"), (asked ? asked.about : receipt.desk) ?? "");
  [$("close").hidden, $("front-stop").hidden] = [Boolean(asked), !asked || may !== "act"];
  front.className = `${asked?.kind} ${asked?.attack ? "attack" : ""}`;
  (asked ? question : changes)({ ...EMPTY, ...what }, $("content"), $("foot"));
  all("#foot fieldset").forEach((each) => { each.disabled = lost; }); focus($("title"));
}
const foreign = (rows) => make("dl", { className: "foreign" }, ...rows.map(([name, text]) =>
  make("div", {}, said("dt", "", name), said("dd", "", text))));
function writing(label, act, cancel) { // a field for words, with Send
  const field = make("textarea", { rows: 2, ariaLabel: label }), buttons = make("fieldset", {});
  const go = () => (field.value.trim() ? act(field.value.trim(), buttons) : field.focus());
  if (cancel) buttons.append(pushed(word("cancel"), "", cancel));
  buttons.append(pushed(word("send"), "primary", go));
  field.onkeydown = (event) => {
    if (event.key === "Escape") cancel?.();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault(); if (!buttons.disabled) go();
  };
  return make("div", { className: "writing" }, said("p", "label", label), field, buttons);
}
function question(q, content, foot) {
  const buttons = make("fieldset", { className: "answers" }), wordy = q.kind === "words";
  const yes = q.answers.find((each) => each.yes) ?? { key: "y" };
  const answer = (key, field, more) => {
    tell("answer", { number: q.number, digest: q.digest, key, ...more });
    field.disabled = true; // until the server takes the question away; should it not, the person may try again
    setTimeout(() => { field.disabled = lost; }, 3000);
  };
  const why = [...q.why, q.included].filter(Boolean);
  content.append(...[q.title && said("p", "act", q.act),
    why.length && make("ul", {}, ...why.map((each) => said("li", "", each))),
    q.picture.startsWith("data:image/") && crop(q), q.rows.length && foreign(q.rows),
    q.detail && said("pre", "", q.detail), q.more.length && unfold(foreign(q.more))].filter(Boolean));
  if (q.why_not) foot.append(said("p", "why-not", q.why_not));
  if (may !== "act") return;
  for (const each of q.answers.filter((one) => !wordy || one !== yes)) {
    const one = pushed(each.text, each.tone, () => {
      if (each.key !== "r") return answer(each.key, buttons);
      const back = () => { reason.replaceWith(buttons); one.focus(); };
      const reason = writing(word("refuse_why"), (text, field) => answer("r", field, { text }), back);
      buttons.replaceWith(reason); reason.querySelector("textarea").focus();
    });
    one.disabled = each.yes && q.may === "no"; buttons.append(one);
  }
  if (wordy) foot.append(writing(q.title || q.act, (text, field) => answer(yes.key, field, { text })));
  if (buttons.children.length) foot.append(buttons);
}
function crop(q) { // the picture around the points; a press shows the whole of it, and another one comes back
  const image = make("img", { alt: "", src: q.picture }), marks = make("div", {}), [w, h] = q.size;
  const box = pushed("", "", () => paint(whole = !whole));
  const [xs, ys] = [0, 1].map((k) => q.points.map((each) => each[k]));
  const middle = (of) => (Math.max(...of) + Math.min(...of)) / 2, span = (of) => Math.max(...of) - Math.min(...of);
  let whole = !q.points.length;
  function paint() {
    const { clientWidth: wide, clientHeight: high } = box, fits = Math.min(wide / w, high / h);
    // About its own size, both ends of a drag in view; but never smaller than the whole of it.
    const scale = whole ? fits : Math.max(fits, Math.min(0.9, wide / (span(xs) + 140), high / (span(ys) + 140)));
    const start = (of, size, space) => (whole || size * scale <= space ? (space - size * scale) / 2
      : Math.min(0, Math.max(space - size * scale, space / 2 - middle(of) * scale))); // not past the picture's edge
    const left = start(xs, w, wide), top = start(ys, h, high);
    image.style = `left: ${left}px; top: ${top}px; width: ${w * scale}px; height: ${h * scale}px`;
    marks.replaceChildren(...q.points.map(([x, y]) => ring(left + x * scale, top + y * scale, "px")));
    box.ariaPressed = whole;
  }
  Object.assign(box, { className: "crop", ariaLabel: word("picture_of", q.act) }).append(image, marks);
  image.onerror = () => box.replaceChildren(word("no_picture")); new ResizeObserver(paint).observe(box); return box;
}
function changes({ title: heading, digest, sections, may: can, done }, content, foot) {
  const chosen = () => all("#content input:checked").map((each) => each.value);
  const buttons = make("fieldset", { className: "answers" });
  const tick = ({ key: value, what, path, notes, conflict, chosen: checked, may: free }) =>
    make("label", { className: conflict ? "conflict" : "" },
      make("input", { type: "checkbox", value, checked, disabled: !free || !can || done }), said("b", "", what),
      make("span", {}, said("bdi", "", path), " ", said("small", "", notes)));
  for (const { title, folded, hint, lines, texts } of sections)
    content.append(make("details", { open: !folded, className: "section" }, said("summary", "", title),
      said("p", "tip", hint), ...lines.map(tick), ...texts.map((each) => said("p", "text", each))));
  if (done && heading) foot.append(said("p", "", done));
  if (done || !can || may !== "act") return;
  const last = (kind, more) => {
    tell(kind, { digest, ...more });
    buttons.disabled = true; // until the server says what came of it; should it not, the person may try again
    setTimeout(() => { buttons.disabled = lost; }, 3000);
  };
  const apply = pushed("", "primary", () => last("apply", { keys: chosen() }));
  const discard = pushed(word("discard"), "", () => { // asks once more
    const keep = pushed(word("cancel"), "", () => { sure.remove(); buttons.replaceChildren(discard, apply); });
    const sure = said("p", "why-not", word("discard_sure"));
    buttons.replaceChildren(keep, pushed(word("discard"), "safest", () => last("discard"))); foot.prepend(sure);
    settle(keep.focus());
  });
  content.onchange = () => { put(apply, word("apply", chosen().length)); apply.disabled = !chosen().length; };
  content.onchange(); buttons.append(discard, apply); foot.append(buttons);
}
// The wheel: pointer and keys go to the desk.
const held = new Map(), fingers = new Map();
const leaves = (event) => event.key === "Enter" && event.ctrlKey && event.altKey; // the keys that hand back
let spot = null, moving = 0, moved = 0, rest = [0, 0], touch = null;
const place = ({ clientX, clientY }) => {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const within = (at, side, size) => Math.min(size - 1, Math.max(0, Math.floor(at / side * size)));
  return { x: within(clientX - left, width, canvas.width), y: within(clientY - top, height, canvas.height) };
};
const key = (name, down) => tell("key", { key: name, down });
const button = (n, down, event) => tell("button", { n, down, ...place(event) });
const lift = () => all("#keys [aria-pressed=true]").forEach((each) => { // Ctrl and the like hold for one key or tap
  key(each.dataset.key, false, each.ariaPressed = "false");
});
const tap = (name) => { key(name, true); key(name, false); lift(); };
const click = (n, event) => { button(n, true, event); button(n, false, event); lift(); };
function wheel(is) {
  document.body.classList.toggle("led", is);
  Object.assign(canvas, { tabIndex: is ? 0 : -1, role: is ? "application" : "img" });
  if (is) focus(canvas); else if ($("stage").contains(document.activeElement)) $("take").focus();
}
function release() { // the server lets go of all that is held
  if (mine()) tell("release");
  for (const each of [held, fingers]) each.clear();
  for (const each of all("#keys [aria-pressed]")) each.ariaPressed = "false";
  clearTimeout(touch?.long);
}
function move(event) { // at most 60 a second: the last place counts
  const go = () => { moving = 0; moved = Date.now(); if (mine()) tell("pointer", spot); };
  spot = place(event); moving ||= setTimeout(go, 17 - (Date.now() - moved));
}
function scroll(...by) { // whole notches go out, the rest is kept
  const [dx, dy] = (rest = rest.map((old, k) => old + by[k])).map(Math.trunc); rest = [rest[0] - dx, rest[1] - dy];
  if (dx || dy) tell("wheel", { dx, dy });
}
const ends = (event) => fingers.delete(event.pointerId, clearTimeout(touch?.long));
const leads = { // what the picture listens to while this browser has the wheel; all but the mouse goes no further
  contextmenu() {},
  mousedown(event) { button(event.button + 1, true, event); },
  mouseup(event) { button(event.button + 1, false, event); },
  wheel(event) { scroll(...[event.deltaX, event.deltaY].map((by) => by / [100, 3, 1][event.deltaMode])); },
  pointerdown(event) {
    canvas.setPointerCapture(event.pointerId); if (document.activeElement !== typed) focus(canvas);
    if (event.pointerType !== "touch") return; // mousedown follows
    fingers.set(event.pointerId, event); clearTimeout(touch?.long); touch = { still: fingers.size === 1, from: event };
    if (touch.still) touch.long = setTimeout(() => { touch.still = false; click(3, event); }, 600); // the right button
  },
  pointermove(event) {
    const old = fingers.get(event.pointerId), { clientX: x, clientY: y } = event;
    if (event.pointerType !== "touch") return move(event);
    if (!old) return;
    if (fingers.size > 1) scroll((old.clientX - x) / 48, (old.clientY - y) / 48); // both fingers report: 24 px a notch
    if (Math.hypot(x - touch.from.clientX, y - touch.from.clientY) > 10) touch.still = clearTimeout(touch.long);
    fingers.set(event.pointerId, event); if (fingers.size === 1 && !touch.still) move(event);
  },
  pointerup(event) { if (ends(event) && touch.still) click(1, touch.from); },
  pointercancel(event) { ends(event); },
  pointerleave(event) { if (event.pointerType !== "touch") release(); },
  keydown(event) {
    if (leaves(event)) return tell("give", release());
    if (event.repeat || ["Dead", "Process", "Unidentified"].includes(event.key)) return; // the desk repeats by itself
    key(event.key, true, held.set(event.code, event.key));
  },
  keyup(event) { // under the name by which it went down: Shift may have been let go in between
    if (held.has(event.code)) key(held.get(event.code), !held.delete(event.code));
  },
};
for (const [name, act] of Object.entries(leads)) canvas.addEventListener(name, (event) => {
  if (!mine() || !canvas.width) return;
  if (name !== "pointerdown" || event.pointerType === "touch") event.preventDefault();
  act(event);
}, { passive: false });
$("stage").addEventListener("focusout", (event) => { if (!$("stage").contains(event.relatedTarget)) release(); });
addEventListener("blur", release);
setInterval(() => { if (mine()) send({ do: "beat" }); }, 3000);
// The phone's keyboard: it may rewrite whole words, so the difference to what stood there goes out as keys.
let written = PAD;
const fresh = typed.onfocus = () => { written = typed.value = PAD; };
typed.oninput = (event) => {
  const [old, text] = [[...written], [...typed.value]]; let same = 0;
  while (same < text.length && text[same] === old[same]) same += 1;
  old.slice(same).forEach(() => tap("Backspace"));
  text.slice(same).forEach((each) => tap(each === "\n" ? "Enter" : each)); written = typed.value;
  if (!event.isComposing) fresh();
};
typed.onkeydown = (event) => { // letters, Enter and Backspace come as input; the other keys of a real keyboard do not
  const other = /^(Arrow|Tab|Escape|Home|End|Page|Delete|F\d)/.test(event.key);
  if (leaves(event)) tell("give"); else if (other) tap(event.key);
  if (other || leaves(event)) event.preventDefault();
};
$("keys").onpointerdown = $("keys").onmousedown = (event) => event.preventDefault(); // the phone's keyboard stays open
does($("keyboard"), () => (document.activeElement === typed ? canvas : typed).focus());
for (const each of all("[data-key]")) does(each, () => {
  if (!each.ariaPressed) return tap(each.dataset.key);
  each.ariaPressed = each.ariaPressed !== "true"; key(each.dataset.key, each.ariaPressed === "true");
});
// The buttons of a run.
does($("pause"), () => tell(run().may_resume ? "resume" : "pause"));
for (const id of ["stop", "front-stop"]) does($(id), () => tell("stop"));
does($("take"), () => tell(mine() ? "give" : "take")); does($("changes"), () => tell("receipt"));
does($("close"), () => in_front(receipt = null));
does($("below"), () => { following = true; $("below").hidden = true; follow(); });
does($("tell"), () => {
  const close = () => { $("telling").replaceChildren(); $("tell").focus(); };
  if ($("telling").hasChildNodes()) return close();
  $("telling").append(writing(word("tell"), (text) => { tell("say", { text }); close(); }, close));
  $("telling").querySelector("textarea").focus();
});
for (const id of ["picture", "tiles", "scroll"]) resized.observe($(id));
connect();