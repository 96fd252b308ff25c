"use strict";
// One view of a run. Past, the page has the run in itself, as data; live, it hears it over a WebSocket. Whatever either
// says is text, and is only ever set as textContent.
const $ = (id) => document.getElementById(id), all = (selector) => [...document.querySelectorAll(selector)];
const past = $("data") && JSON.parse($("data").textContent);
const WAITS_S = [0.5, 1, 2, 4]; // before connecting again; then always 5 s
const SOON_MS = 400; // a press that begins earlier than this after a change was meant for what stood there before
const PAD = " ".repeat(8); // stands in the phone keyboard's field, so that Backspace has something to delete
const SMALL = [104, 65], TILE = 112; // a picture of the strip, and the way to the next one
const PLAY_MS = 1100;
const CHUNK = 40; // moments that are laid out together, once they come into sight
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
  return one.append(...inside.filter(Boolean)), one;
};
// Marks that turn the direction of writing, and so could make one name look like another, are shown as their numbers.
const plain = (text) => String(text).replace(/[\u202a-\u202e]/g, (mark) => `⟨${mark.charCodeAt().toString(16)}⟩`);
const said = (tag, className, text = "") => make(tag, { className, dir: "auto", textContent: plain(text) });
const put = (one, text, shown = true) => { // touches the page only where something has changed
  if (one.textContent !== plain(text)) one.textContent = plain(text);
  if (one.hidden !== !shown) one.hidden = !shown;
};
const focus = (one) => one.focus({ preventScroll: true });
function label() {
  for (const each of all("[data-word]")) put(each, word(each.dataset.word), !each.hidden);
  for (const each of all("[data-label]")) each.ariaLabel = word(each.dataset.label);
  $("search").placeholder = word("search"); list_keys();
}
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
const reaches = () => socket?.readyState === WebSocket.OPEN;
const send = (what) => { if (reaches()) socket.send(JSON.stringify(what)); };
const tell = (what, more) => send({ do: what, run: open, ...more });
function connect() {
  if (end?.again === "never") return;
  clearTimeout(again); end = null;
  if (socket) { socket.onclose = socket.onmessage = null; socket.close(); comes?.done({ why: "" }); }
  socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/ws`);
  socket.binaryType = "arraybuffer"; socket.onopen = () => send({ do: "key", keys: keys() });
  socket.onmessage = ({ data }) => (typeof data === "string" ? heard(JSON.parse(data)) : framed(data));
  socket.onclose = () => {
    comes?.done({ why: "" });
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
    label(); compose();
    put($("watching"), word("watching"), may === "look"); connected(true, ""); if (open !== undefined) show();
    draw_again();
  },
  runs(what) { runs = what.runs.map((each) => ({ ...each, at: Date.now() })); route(); },
  steps({ from, steps }) { tell_moments(from, steps); follow(true); show_chosen(); },
  question(what) { asked = what.question; in_front(); },
  receipt(what) { receipt = what.receipt; in_front(); },
  note({ text, tone }) { note(text, tone); },
  end(what) { end = what; }, // why the server ends the connection, and when to try again: `soon`, once `pressed`, or `never`
};
function note(text, tone) {
  clearTimeout(fading); put($("note"), text); $("note").dataset.tone = tone;
  fading = setTimeout(put, 6000, $("note"), "", false);
}
// Pictures, each as large as its box allows, with the mark of an act above it: a frame around the control, or a ring.
const ring = (x, y, unit, kind = "") => make("i", { className: `mark ${kind}`, style: `left: ${x}${unit}; top: ${y}${unit}` });
const SVG = "http://www.w3.org/2000/svg";
function drawn(tag, attributes, ...inside) {
  const one = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  return one.append(...inside), one;
}
const sign = (name, tone) => (name ? drawn("svg", { class: `sign ${tone}`, "aria-hidden": true }, drawn("use", { href: `#sign-${name}` }))
  : make("i", { className: "sign" }));
function marks({ size: [w, h], points, box, before }) {
  const lines = [];
  for (const [way, kind] of [[before, "before"], [points, ""]]) {
    const line = { points: way.map((at) => at.join()).join(" "), class: kind };
    if (way.length > 1) lines.push(drawn("svg", { class: "way", viewBox: `0 0 ${w} ${h}`, preserveAspectRatio: "none" },
      drawn("polyline", { ...line, class: `halo ${kind}` }), drawn("polyline", line)));
    const ends = box && !kind && way.length === 1 ? [] : way.filter((_, k) => !k || k === way.length - 1);
    lines.push(...ends.map(([x, y]) => ring(100 * (x + 0.5) / w, 100 * (y + 0.5) / h, "%", kind)));
  }
  if (box) lines.push(make("i", { className: "frame", style: ["left", "top", "width", "height"]
    .map((name, k) => `${name}: ${100 * box[k] / (k % 2 ? h : w)}%`).join(";") }));
  return lines;
}
function picture(box) {
  const canvas = make("canvas", { role: "img" }), above = make("div", { className: "marks" }), veil = said("p", "veil");
  const shot = make("div", { className: "shot" }, canvas, above); box.append(shot, veil);
  const clear = (why = word("no_picture")) => { canvas.width = canvas.height = 0; above.replaceChildren(); put(veil, why); };
  const paint = ({ size: [w, h], parts, mark, veil: why }, bitmaps) => {
    if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h]; // which clears it
    shot.style = `--w: ${w}; --h: ${h}`;
    bitmaps.forEach(({ value }, k) => value && canvas.getContext("2d").drawImage(value, parts[k].x, parts[k].y));
    above.replaceChildren(...(mark ? marks(mark) : []));
    put(veil, why || "", box.classList.toggle("veiled", Boolean(why)));
  };
  return { box, canvas, clear, paint };
}
const [main, still] = ["now", "then"].map((name) => {
  const box = make("div", { className: `box ${name}` }); $("stage").append(box);
  return picture(box);
});
// A recorded picture: past, from the page itself; live, from the server, one at a time, and kept for a while.
const kept = new Map();
let waiting = Promise.resolve(), comes = null;
function recorded(name, at, wide) {
  if (past) return Promise.resolve(past.missing[name] ? { why: past.missing[name] } : { blob: blob(name) });
  const key = `${name} ${wide}`;
  if (!kept.has(key)) {
    const of = open, ask = () => new Promise((done) => {
      if (!reaches() || of !== open) return done({ why: "" }); // nobody would answer, or look at it
      comes = { of, at, done }; tell("picture", { n: at, wide }); setTimeout(done, 10000, { why: "" });
    });
    kept.set(key, waiting = waiting.then(ask, ask));
    if (kept.size > 300) kept.delete(kept.keys().next().value);
    waiting.then(({ blob: came }) => came || kept.delete(key));
  }
  return kept.get(key);
}
const address_of = (name) => `data:${$(name).type};base64,${$(name).textContent}`;
function blob(name) {
  const bytes = Uint8Array.from(atob($(name).textContent), (each) => each.charCodeAt());
  return new Blob([bytes], { type: $(name).type });
}
// The moments of a run, in words and in pictures. One is chosen; -1: what is on the screen now is shown.
let moments = [], rows = [], shots = [], chosen = -1, playing = 0;
const wrong = ({ last, tone }) => last && (tone === "warn" || tone === "bad");
const line = ({ text, tone, clock }) => make("p", { className: `note ${tone}`, dir: "auto" }, plain(text), clock && said("time", "", clock));
const is_end = (m) => m.kind === "end"; // which `#end` says
function fill(item, m, is_open) { // what is unfolded in it, and has the focus, stays so
  const folds = [...item.querySelectorAll("details")], held = folds.findIndex((each) => each.contains(document.activeElement));
  const what = make("div", { className: "what" }, said("p", "text", m.text), ...(is_open ? m.notes : m.notes.filter(wrong)).map(line));
  if (is_open) {
    what.append(...m.more.map(({ head, text, folded }, k) =>
      make("details", { open: folds[k]?.open ?? !folded }, said("summary", "", head), said("pre", "", text))));
    what.append(said("p", "times", [m.clock, m.place, m.times].filter(Boolean).join(" · ")));
  }
  item.replaceChildren(sign(m.sign, m.sign_tone), said("span", "n", m.number || m.n || ""), what, said("time", "took", m.took));
  if (held >= 0) focus(item.querySelectorAll("summary")[held] ?? item);
}
function row(at) {
  const item = make("div", { className: "row", role: "listitem", tabIndex: -1 });
  item.onclick = ({ target }) => { if (!target.closest("details") && getSelection().isCollapsed) choose(rows.indexOf(item), item); };
  if (at === chosen) item.setAttribute("aria-current", "step");
  chunk(at).append(item);
  return item;
}
// Tab reaches one moment: the chosen one, or else the last.
let reached = null;
function reach() {
  const now = rows[chosen]?.hidden === false ? rows[chosen] : rows.findLast((each) => !each.hidden);
  if (now === reached) return;
  if (reached) reached.tabIndex = -1;
  if (now) now.tabIndex = 0;
  reached = now;
}
const chunk = (at) => $("steps").children[Math.floor(at / CHUNK)]
  ?? $("steps").appendChild(make("div", { className: "chunk", role: "presentation" }));
function tell_moments(from, news) { // from the first that is new or has changed
  moments.length = from; moments.push(...news);
  news.forEach((m, k) => {
    const text = JSON.stringify(m), at = from + k, item = rows[at] ??= row(at);
    if (item.from === text) return;
    Object.assign(item.dataset, { kind: m.kind, tone: m.tone }); Object.assign(item, { from: text, hidden: is_end(m) });
    fill(item, m, at === chosen);
  });
  rows.splice(moments.length).forEach((each) => each.remove());
  reach(); group();
}
function group() { // as `record/recording.py`: what is said before a picture goes with it
  shots = []; let first = 0;
  moments.forEach((m, at) => {
    if (!m.picture) return;
    if (shots.at(-1)?.picture !== m.picture) shots.push({ picture: m.picture, first, at });
    first = at + 1;
  });
  if (past?.last && shots.at(-1)?.picture !== past.last) shots.push({ picture: past.last, first: moments.length, at: moments.length });
  shots.forEach((shot, k) => {
    const its = moments.slice(shot.first, shots[k + 1]?.first), act = its.findIndex((m) => m.kind === "action");
    const bad = its.some((m) => m.sign_tone === "bad"), warn = its.some((m) => m.sign_tone === "warn" || m.kinds.includes("asked"));
    shot.does = shot.first + Math.max(0, act);
    Object.assign(shot, { tone: bad ? "bad" : warn ? "warn" : "", text: moments[shot.does]?.text ?? word("at_end") });
  });
  $("strip").hidden = shots.length < 2; $("tape").style.width = `${shots.length * TILE}px`;
  if (chosen < 0) $("strip").scrollLeft = shots.length * TILE;
  lay();
}
// The strip: of its pictures, those in sight are there.
const laid = new Map();
let selected = -1;
function lay() {
  const { scrollLeft: left, clientWidth: wide } = $("strip"), tab = selected < 0 ? shots.length - 1 : selected;
  const from = Math.max(0, Math.floor(left / TILE) - 2), to = Math.min(shots.length, Math.ceil((left + wide) / TILE) + 2);
  const held = [...laid.values()].find((one) => one === document.activeElement)?.number; // both stay, in sight or not
  const there = [...new Set([...Array(Math.max(0, to - from)).keys()].map((k) => from + k).concat(tab, held ?? tab))]
    .filter((k) => k >= 0 && k < shots.length).sort((a, b) => b - a);
  for (const [k, one] of laid) if (!there.includes(k) || one.name !== shots[k].picture) laid.delete(k, one.remove());
  let next = null;
  for (const k of there) {
    if (!laid.has(k)) {
      const one = tile(shots[k], k);
      $("tape").insertBefore(one, next); laid.set(k, one);
    }
    const one = next = laid.get(k), { text, tone } = shots[k];
    const is = { ariaLabel: text, ariaSelected: String(k === selected), ariaSetSize: String(shots.length), tabIndex: k === tab ? 0 : -1 };
    for (const [name, value] of Object.entries(is)) if (one[name] !== value) one[name] = value;
    if (one.dataset.tone !== tone) one.dataset.tone = tone;
  }
  if (laid.has(held) && document.activeElement !== laid.get(held)) focus(laid.get(held));
}
function tile({ picture: name, at }, k) {
  const [width, height] = SMALL.map((side) => 2 * side), small = make("canvas", { width, height });
  const draw = async () => {
    const { blob: came, why } = await recorded(name, at, width), bitmap = came && await createImageBitmap(came).catch(() => null);
    one.is_drawn = Boolean(came || why);
    if (!bitmap) return;
    const scale = Math.min(width / bitmap.width, height / bitmap.height), [w, h] = [bitmap.width * scale, bitmap.height * scale];
    const context = Object.assign(small.getContext("2d"), { imageSmoothingQuality: "high" });
    context.drawImage(bitmap, (width - w) / 2, (height - h) / 2, w, h); bitmap.close();
  };
  setTimeout(() => small.isConnected && draw(), 30); // not of what is only scrolled over
  const one = make("button", { type: "button", role: "option", name, style: `left: ${k * TILE}px`, ariaPosInSet: k + 1 }, small);
  return Object.assign(one, { number: k, draw });
}
const draw_again = () => { for (const one of laid.values()) if (!one.is_drawn) one.draw(); }; // what a lost connection left out
function select_shot(k) {
  selected = k;
  if (k >= 0) $("strip").scrollLeft = k * TILE - ($("strip").clientWidth - TILE) / 2;
  lay();
}
$("strip").onscroll = lay;
new ResizeObserver(lay).observe($("strip"));
const shot_of = (at) => shots.findLastIndex((shot) => shot.first <= at);
// Choose a moment; `from`: the part of the page in which the person has done so, which keeps the focus.
function choose(at, from = null) {
  const before = rows[chosen], now = rows[at];
  clearTimeout(settling);
  if (before) { fill(before, moments[chosen], false); before.removeAttribute("aria-current"); }
  chosen = at; reach();
  if (now) {
    fill(now, moments[at], true); now.setAttribute("aria-current", "step");
    const box = $("scroll"), high = now.offsetTop - box.offsetTop;
    if (box.scrollHeight > box.clientHeight) box.scrollTop = Math.min(high - 8, Math.max(box.scrollTop, high + now.offsetHeight - box.clientHeight));
    else if (from && from !== now) now.scrollIntoView({ block: "nearest" });
  }
  if (past && from) name_address();
  if (from && now && !$("strip").contains(from)) focus(now);
  $("after").ariaPressed = false;
  show_chosen();
}
let named_at = 0, naming = 0; // the address follows, but not each picture of many that are dragged over
function name_address() {
  const set = () => { named_at = Date.now(); history.replaceState(null, "", `#${moments[chosen]?.id ?? "end"}`); };
  clearTimeout(naming); naming = 0;
  if (Date.now() - named_at > 150) set(); else naming = setTimeout(set, 150);
}
function show_chosen() {
  const at = shot_of(chosen), next = $("after").ariaPressed === "true" ? 1 : 0, shot = shots[Math.max(0, at) + next], m = moments[chosen];
  const is_now = chosen < 0 && !past;
  document.body.classList.toggle("looks-back", !is_now); $("to-live").hidden = is_now || Boolean(past);
  $("after").hidden = is_now || !shots[at + 1] || m?.kind !== "action";
  const here = is_now ? -1 : Math.min(shots.length - 1, Math.max(0, at) + next);
  if (here !== selected) select_shot(here);
  put($("caption"), is_now ? latest() : m ? m.text.split("\n")[0] : chosen >= moments.length ? word("at_end") : "");
  if (!is_now) show_still(shot, next ? null : m?.mark, m?.text ?? word("at_end"));
}
const latest = () => moments.findLast((m) => m.kind === "action")?.text ?? "";
let wanted = null, decoding = false; // of pictures that are dragged over, each is left out that nobody would see
async function show_still(...still_of) {
  wanted = still_of;
  if (decoding) return;
  decoding = true;
  while (wanted) {
    const next = wanted;
    wanted = null;
    await paint_still(...next).catch(console.error);
  }
  decoding = false;
}
async function paint_still(shot, mark, text) {
  still.canvas.ariaLabel = text;
  if (!shot) return still.clear();
  const { blob: came, why } = await recorded(shot.picture, shot.at, past ? 0 : room()[0]);
  const bitmap = came && await createImageBitmap(came).catch(() => null);
  if (!bitmap) return still.clear(why || word("not_shown"));
  still.paint({ size: [bitmap.width, bitmap.height], parts: [{ x: 0, y: 0 }], mark }, [{ value: bitmap }]); bitmap.close();
}
// Where keys go: each answer of the model by its first act, and the last picture.
const stops = () => {
  const firsts = new Map();
  moments.forEach((m, at) => {
    const key = m.id ?? m.n, known = firsts.get(key);
    if (rows[at].hidden || (known !== undefined && (moments[known].kind === "action" || m.kind !== "action"))) return;
    firsts.set(key, at);
  });
  return [...firsts.values(), ...(shots.at(-1)?.first === moments.length ? [moments.length] : [])];
};
function step(way, from) {
  const places = stops(), here = chosen < 0 ? Infinity : chosen;
  const next = way > 0 ? places.find((at) => at > here) : places.findLast((at) => at < here);
  if (next !== undefined) choose(next, from);
}
const to_end = (way, from) => { const at = stops().at(way); if (at !== undefined) choose(at, from); };
function move_row(way) {
  let at = (chosen < 0 ? rows.length : chosen) + way;
  while (rows[at]?.hidden) at += way;
  if (rows[at]) choose(at, rows[at]);
}
let dragged = 0, dragged_to = null, settling = 0;
function peek(k) { // the picture alone: the timeline follows once it is clear which is meant
  const m = moments[shots[k].does];
  document.body.classList.add("looks-back"); put($("caption"), shots[k].text.split("\n")[0]);
  select_shot(k); show_still(shots[k], m?.mark, shots[k].text);
  clearTimeout(settling); settling = setTimeout(() => choose_shot({ number: k }), 120);
}
const shot_under = ({ clientX }) => laid.get(Math.floor((clientX - $("tape").getBoundingClientRect().left) / TILE));
function choose_shot({ number }) {
  if (!shots[number]) return; // the run has been left
  choose(shots[number].does, $("strip")); focus(laid.get(number));
}
$("strip").onclick = ({ target }) => { const one = target.closest("button"); if (one) choose_shot(one); };
$("strip").onpointermove = (event) => { // dragged along, as a slider
  if (event.buttons !== 1 || event.pointerType !== "mouse") return;
  dragged ||= requestAnimationFrame(() => {
    const one = shot_under(dragged_to); dragged = 0;
    if (one && one.number !== selected) peek(one.number);
  });
  dragged_to = event;
};
$("after").onclick = () => { $("after").ariaPressed = $("after").ariaPressed !== "true"; show_chosen(); };
$("to-live").onclick = () => choose(-1);
const enlarge = () => document.body.classList.toggle("large"), shrink = () => document.body.classList.remove("large");
still.box.onclick = enlarge;
function play(is = !playing) {
  clearInterval(playing); playing = 0; put($("play"), word(is ? "pause" : "play"));
  if (!is) return;
  if (chosen < 0 || chosen >= stops().at(-1)) to_end(0);
  playing = setInterval(() => (chosen < stops().at(-1) ? step(1) : play(false)), PLAY_MS);
}
$("play").onclick = () => play();
// Search and filters.
const kinds = new Set();
const all_of = ({ text, name, place, notes, more }) => // the words that are read in it, and nothing else
  [text, name, place, ...notes.map((each) => each.text), ...more.flatMap((each) => [each.head, each.text])].join("\n").toLowerCase();
function sift() {
  const wanted = $("search").value.toLowerCase().split(/\s+/).filter(Boolean), steps = new Set(), total = new Set();
  moments.forEach((m, at) => {
    const fits = (!kinds.size || m.kinds.some((each) => kinds.has(each))) && wanted.every((each) => all_of(m).includes(each));
    rows[at].hidden = !fits || is_end(m);
    if (m.number) total.add(m.id);
    if (m.number && fits) steps.add(m.id);
  });
  const count = word("count").replace("{shown}", steps.size).replace("{total}", total.size);
  put($("count"), wanted.length || kinds.size ? count : "");
  $("none").hidden = rows.some((each) => !each.hidden);
  reach();
}
$("search").oninput = sift;
function show_all() {
  $("search").value = ""; kinds.clear(); shrink();
  for (const each of $("filters").children) each.ariaPressed = false;
  sift();
}
// Keys.
const press_keys = {
  ArrowRight: ["next", (from) => step(1, from)], j: ["next", (from) => step(1, from)],
  ArrowLeft: ["previous", (from) => step(-1, from)], k: ["previous", (from) => step(-1, from)],
  ArrowDown: ["", () => move_row(1)], ArrowUp: ["", () => move_row(-1)],
  Home: ["", (from) => to_end(0, from)], End: ["", (from) => to_end(-1, from)],
  b: ["before_after", () => $("after").hidden || $("after").onclick()], z: ["enlarge", enlarge],
  ...(past ? { "/": ["search", () => $("search").focus()], Escape: ["escape", show_all] } : { Escape: ["close", shrink] }),
  "?": ["show_keys", () => $("help").showModal()],
};
const KEY_SIGNS = { ArrowRight: "→", ArrowLeft: "←" };
const list_keys = () => $("help").querySelector("dl").replaceWith(dl(Object.entries(press_keys).filter(([, [name]]) => name)
  .map(([key, [name]]) => [KEY_SIGNS[key] ?? (key === "Escape" ? word("esc") : key), word(name)])));
document.addEventListener("keydown", (event) => {
  const { target, key } = event, at = target.closest?.("#steps, #strip");
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open || led || asked || receipt || document.body.dataset.view !== "run") return;
  if (target === $("search") && (key === "Escape" || key === "Enter")) {
    if (key === "Escape") show_all();
    target.blur(); if (key === "Enter") to_end(0, document.body);
    return;
  }
  if (target.matches?.("input, textarea, video") || (/^(Arrow(Up|Down)|Home|End)$/.test(key) && !at)) return;
  if (!Object.hasOwn(press_keys, key)) return;
  event.preventDefault(); press_keys[key][1](at?.id === "strip" ? $("strip") : document.body);
  if (at?.id === "strip" && laid.has(selected)) focus(laid.get(selected));
});
$("show-keys").onclick = () => $("help").showModal();
$("help").onclick = () => $("help").close();
// What is known besides, in lists that fold.
const dl = (list) => make("dl", {}, ...list.map(([name, text]) => make("div", {}, said("dt", "", name), said("dd", "", text))));
const section = ({ title, folded, hint, rows: pairs = [], lines = [], texts = [] }, tick) => make("details", { open: !folded, className: "section" },
  said("summary", "", title), hint && said("p", "tip", hint), pairs.length && dl(pairs), ...(tick ? lines.map(tick) : []),
  ...texts.map((each) => (typeof each === "string" ? said("p", "text", each) : line(each))));
function tell_end(lines) {
  $("end").replaceChildren(...lines.map(line)); $("end").hidden = !lines.length;
}
// A run that has ended: all of it is here.
function show_past() {
  words = past.words; document.body.dataset.view = "run"; document.body.classList.add("past", "looks-back"); label();
  for (const [id, text] of [["task", past.task], ["state", past.word], ["done", past.facts.join(" · ")]]) put($(id), text);
  $("state").dataset.tone = past.tone; document.querySelector("#top .back").hidden = true; $("orders").hidden = true;
  $("tools").hidden = false;
  $("filters").append(...past.filters.map(([kind, name, count]) => make("button", {
    type: "button", ariaPressed: false, textContent: `${name} ${count}`,
    onclick({ target }) { const on = !kinds.has(kind); on ? kinds.add(kind) : kinds.delete(kind); target.ariaPressed = on; sift(); },
  })));
  tell_moments(0, past.moments); tell_end(past.end);
  $("sections").append(...past.sections.map((each) => section(each)), line({ text: past.origin, tone: "muted" }));
  if ($("film")) $("sections").prepend($("film"));
  $("sections").hidden = false; $("play").hidden = shots.length < 2 || Boolean($("film"));
  for (const at of stops()) if (rows[at]) rows[at].id = moments[at].id;
  if (named() === undefined) to_end(-1); else choose(named());
  if (!shots.length) still.clear(word("no_picture"));
}
const named = () => stops().find((at) => `#${moments[at]?.id ?? "end"}` === location.hash);
if (past) addEventListener("hashchange", () => { if (named() !== undefined && named() !== chosen) choose(named(), document.body); });
// On paper all is open, and each picture stands before its moments.
function on_paper({ picture: name, does, text }) {
  const image = make("img", { alt: "", src: address_of(name), decoding: "sync" }), m = moments[does];
  const above = make("div", { className: "marks" }, ...(m?.mark ? marks(m.mark) : []));
  return make("div", { className: "paper" }, m ? null : said("p", "label", text), make("div", { className: "shot" }, image, above));
}
addEventListener("beforeprint", () => {
  rows.forEach((item, at) => fill(item, moments[at], true));
  for (const shot of past ? shots : []) {
    if (past.missing[shot.picture]) continue;
    if (rows[shot.at]) rows[shot.at].before(on_paper(shot)); else $("steps").append(on_paper(shot)); // behind all moments
  }
});
addEventListener("afterprint", () => {
  all(".paper").forEach((each) => each.remove());
  rows.forEach((item, at) => fill(item, moments[at], at === chosen));
});
const tiles = new Map(), canvas = main.canvas, typed = $("typed");
let painting = Promise.resolve(); // frames are painted one after the other, however long each takes to decode
function framed(data) {
  const from = socket, length = new DataView(data).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length))); let at = 4 + length;
  if (head.was !== undefined && (head.was !== comes?.at || head.run !== comes.of)) return;
  if (head.was !== undefined) return comes.done({ why: head.why, blob: head.parts[0] && new Blob([new Uint8Array(data, at)], head.parts[0]) });
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
  kept.clear(); tell_moments(0, []); choose(-1); $("composer").querySelector("textarea").value = "";
  for (const act of [main.clear, draw, in_front, show]) act();
  focus($("task"));
}
addEventListener("hashchange", route);
let most = "", resizing = 0;
const room = () => {
  const box = open ? $("stage") : all("#tiles .box")[0] ?? document.body;
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
  const one = run(), acts = may === "act", ended = one?.state === "ended";
  document.querySelector("#top .back").hidden = !one || runs.length < 2;
  document.title = one ? `${one.asks ? "● " : ""}${one.word} · ${word("title")}` : word("title");
  put($("task"), one?.task ?? word("title")); put($("status"), one ? `${one.word} ${one.end}` : "");
  if (mine() !== led) wheel(led = !led);
  if (!one) return wall();
  badge($("state"), one);
  for (const [id, text] of [["done", one.steps], ["time", clock(one)], ["cost", one.cost], ["model", one.model]]) put($(id), text, Boolean(text));
  main.canvas.ariaLabel = word("picture_of", one.task); put($("live"), one.live, Boolean(one.live));
  const why = (one.end || one.why_paused || "").split("\n").filter(Boolean);
  tell_end(why.map((text, k) => ({ text, tone: k ? "text" : one.tone }))); put($("changes"), one.changes, Boolean(one.changes));
  const buttons = [["pause", one.may_pause || one.may_resume, !ended, one.may_resume ? "resume" : "pause"],
    ["stop", one.may_stop, one.may_stop || !ended, "stop"],
    ["take", mine() || one.may_take, one.place === "desk" && !ended, mine() ? "give" : "take"]];
  for (const [id, can, there, key] of buttons) put($(id), word(key), acts && there, $(id).disabled = !can);
  $("composer").hidden = !acts || !one.hears; follow();
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
function follow(news) {
  $("live").scrollTop = $("live").scrollHeight;
  if (following && chosen < 0) $("scroll").scrollTop = $("scroll").scrollHeight; else if (news) $("below").hidden = false;
}
$("scroll").onscroll = ({ target: box }) => {
  following = box.scrollHeight - box.scrollTop - box.clientHeight < 40; if (following) $("below").hidden = true;
};
// What stands in front: a question, or else the changes of a desk that the person asked to see.
const EMPTY = { title: "", act: "", detail: "", included: "", about: "", picture: "", why_not: "", why: [], rows: [],
  more: [], mark: null, answers: [] }; // for what a question leaves out (one in words: all but `act`)
let shown = "null", before = null;
function in_front() {
  const what = asked ?? receipt, text = JSON.stringify(what), front = $("front"); if (text === shown) return;
  shown = text; settle(); $("help").close(); if (what && front.hidden) before = document.activeElement;
  front.hidden = !what;
  for (const each of all("main")) each.inert = Boolean(what);
  if (!what) return focus(before?.isConnected && before !== document.body ? before : $("task"));
  for (const each of ["content", "foot"]) $(each).replaceChildren();
  put($("title"), what.title || what.act || what.done || "");
  put($("about"), (asked ? asked.about : receipt.desk) ?? "");
  $("close").hidden = Boolean(asked); front.querySelector("header").hidden = asked && !asked.about;
  front.className = `${asked?.kind} ${asked?.attack ? "attack" : ""}`;
  (asked ? question : changes)({ ...EMPTY, ...what }, $("content"), $("foot"));
  all("#foot fieldset").forEach((each) => { each.disabled = lost; }); focus($("title"));
}
const foreign = (list) => Object.assign(dl(list), { className: "foreign" });
const unfold = (inside) => make("details", {}, said("summary", "", word("more")), inside);
function writing(label, act, cancel, rows = 2) { // a field for words, with Send
  const field = make("textarea", { rows, ariaLabel: label, placeholder: rows > 1 ? "" : label }), buttons = make("fieldset", {});
  const go = () => (field.value.trim() ? act(field.value.trim(), buttons, field) : field.focus());
  if (cancel) buttons.append(pushed(word("cancel"), "", cancel));
  buttons.append(pushed(word("send"), "primary", go));
  field.onkeydown = (event) => {
    if (event.key === "Escape") cancel?.();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault(); if (!buttons.disabled) go();
  };
  return make("div", { className: "writing" }, cancel && said("p", "label", label), field, buttons);
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
function crop(q) { // the picture around the mark; a press shows the whole of it, and another one comes back
  const image = make("img", { alt: "", src: q.picture }), above = make("div", { className: "marks" });
  const box = pushed("", "", () => paint(whole = !whole)), { points = [], box: frame } = q.mark ?? {};
  const [xs, ys] = [0, 1].map((k) => [...points.map((each) => each[k]), ...(frame ? [frame[k], frame[k] + frame[k + 2]] : [])]);
  const middle = (of) => (Math.max(...of) + Math.min(...of)) / 2, span = (of) => Math.max(...of) - Math.min(...of);
  let whole = !q.mark;
  function paint() {
    const [w, h] = q.mark?.size ?? [image.naturalWidth || 1, image.naturalHeight || 1];
    const { clientWidth: wide, clientHeight: high } = box, fits = Math.min(wide / w, high / h);
    // About its own size, both ends of a drag in view; but never smaller than the whole of it.
    const scale = whole ? fits : Math.max(fits, Math.min(0.9, wide / (span(xs) + 140), high / (span(ys) + 140)));
    const start = (of, size, space) => (whole || size * scale <= space ? (space - size * scale) / 2
      : Math.min(0, Math.max(space - size * scale, space / 2 - middle(of) * scale))); // not past the picture's edge
    const place = `left: ${start(xs, w, wide)}px; top: ${start(ys, h, high)}px; width: ${w * scale}px; height: ${h * scale}px`;
    image.style = above.style = place; box.ariaPressed = whole;
  }
  if (q.mark) above.append(...marks(q.mark));
  Object.assign(box, { className: "crop", ariaLabel: word("picture_of", q.act) }).append(image, above);
  image.onload = paint; image.onerror = () => box.replaceChildren(word("no_picture"));
  new ResizeObserver(paint).observe(box); return box;
}
function changes({ title: heading, digest, sections, may: can, done, apply: words, discards, finish,
  why_not: why }, content, foot) {
  const chosen = () => all("#content input:checked").map((each) => each.value);
  const buttons = make("fieldset", { className: "answers" });
  const tick = ({ key: value, what, path, notes, conflict, chosen: checked, may: free }) =>
    make("label", { className: conflict ? "conflict" : "" },
      make("input", { type: "checkbox", value, checked, disabled: !free || !can || done }), said("b", "", what),
      make("span", {}, said("bdi", "", path), " ", said("small", "", notes)));
  content.append(...sections.map((each) => section(each, tick)));
  if (done && heading) foot.append(said("p", "", done));
  if (why) foot.append(said("p", "why-not", why));
  if (done || !can || may !== "act") return;
  const last = (kind, more) => {
    tell(kind, { digest, ...more });
    buttons.disabled = true; // until the server says what came of it; should it not, the person may try again
    setTimeout(() => { buttons.disabled = lost; }, 3000);
  };
  if (finish) { // it was interrupted: nothing else is done before
    buttons.append(pushed(finish, "primary", () => last("finish")));
    return foot.append(buttons);
  }
  const apply = pushed("", "primary", () => last("apply", { keys: chosen() }));
  const discard = pushed(word("discard"), "", () => { // asks once more
    const keep = pushed(word("cancel"), "", () => { sure.remove(); buttons.replaceChildren(discard, apply); });
    const sure = said("p", "why-not", word("discard_sure"));
    buttons.replaceChildren(keep, pushed(word("discard"), "safest", () => last("discard"))); foot.prepend(sure);
    settle(keep.focus());
  });
  content.onchange = () => { put(apply, `${words} (${chosen().length})`); apply.disabled = !chosen().length; };
  content.onchange(); buttons.append(...(discards ? [discard] : []), apply); foot.append(buttons);
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
  if (is) choose(-1);
  if (is) focus(canvas); else if ($("pictures").contains(document.activeElement)) $("take").focus();
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
$("pictures").addEventListener("focusout", (event) => { if (!$("pictures").contains(event.relatedTarget)) release(); });
addEventListener("blur", release);
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
// The buttons of a run, and words for it.
does($("pause"), () => tell(run().may_resume ? "resume" : "pause"));
does($("stop"), () => tell("stop"));
does($("changes"), () => tell("receipt"));
does($("take"), () => tell(mine() ? "give" : "take"));
does($("close"), () => in_front(receipt = null));
does($("below"), () => { following = true; $("below").hidden = true; choose(-1); follow(); });
const compose = () => {
  const typed = $("composer").querySelector("textarea")?.value ?? "";
  $("composer").replaceChildren(writing(word("tell"), (text, _, field) => { tell("say", { text }); field.value = ""; }, null, 1));
  $("composer").querySelector("textarea").value = typed;
};
if (past) show_past();
else {
  compose(); connect();
  for (const id of ["stage", "tiles", "scroll"]) resized.observe($(id));
  setInterval(() => { if (mine()) send({ do: "beat" }); }, 3000);
}
