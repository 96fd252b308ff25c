"use strict";
// Search, filters, keys, before and after, and the slider. The page reads whole without any of it.
(() => {
  const one = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const cards = all("article.turn");
  const entries = new Map(all("nav li").map((li) => [one("a", li).getAttribute("href").slice(1), li]));
  const nav = one("nav"), search = one("#search"), count = one("#count"), keys = one("#keys");
  const numbered = cards.filter((card) => card.id.startsWith("step-")).length;
  const kinds = new Set();
  let now = -1, held = 0;

  // Where we are.
  function mark(index) {
    if (index === now || !cards[index]) return;
    one("nav a[aria-current]")?.removeAttribute("aria-current");
    now = index;
    const entry = entries.get(cards[now].id);
    if (!entry) return;
    one("a", entry).setAttribute("aria-current", "step");
    const list = one("ol", nav);
    if (list.scrollHeight > list.clientHeight) list.scrollTop = entry.offsetTop - list.offsetTop - list.clientHeight / 3;
    else if (list.scrollWidth > list.clientWidth) list.scrollLeft = entry.offsetLeft - list.clientWidth / 3;
  }
  function go(index) {
    const card = cards[index];
    if (!card) return;
    history.replaceState(null, "", "#" + card.id);
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ behavior: "instant", block: "start" });
    held = performance.now() + 400;
    mark(index);
  }
  function step(way) {
    let next = now + way;
    while (cards[next]?.hidden) next += way;
    go(next);
  }
  const seen = new IntersectionObserver((changes) => {
    if (performance.now() < held) return;
    const inside = changes.filter((each) => each.isIntersecting).map((each) => cards.indexOf(each.target));
    if (inside.length) mark(Math.min(...inside));
  }, { rootMargin: "-10% 0px -75% 0px" });
  cards.forEach((card) => seen.observe(card));

  // Before and after: the picture after a step is the one that the next step began with.
  function turnOver(card, wanted) {
    const after = card && one(".after", card), image = card && one(".shot use", card);
    const source = after && one(".shot use", document.getElementById(after.getAttribute("href").slice(1)) ?? card);
    if (!after || !image || !source) return;
    const isAfter = wanted ?? !card.classList.contains("turned");
    image.dataset.before ??= image.getAttribute("href");
    image.setAttribute("href", isAfter ? source.dataset.before ?? source.getAttribute("href") : image.dataset.before);
    card.classList.toggle("turned", isAfter);
    all(".views > *", card).forEach((view) => view.setAttribute("aria-pressed", String(view.classList.contains("after") === isAfter)));
  }
  all(".views").forEach((views) => {
    const card = views.closest("article");
    all("*", views).forEach((view) => {
      const isAfter = view.classList.contains("after");
      view.role = "button";
      view.tabIndex = 0;
      view.setAttribute("aria-pressed", String(!isAfter));
      const turn = (event) => { event.preventDefault(); turnOver(card, isAfter); };
      view.addEventListener("click", turn);
      view.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") turn(event); });
    });
  });

  // Search and filters.
  const texts = new Map();
  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
    return texts.get(card);
  };
  function sift() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      const kind = (card.dataset.kinds ?? "").split(" ");
      const fits = (!kinds.size || kind.some((each) => kinds.has(each))) && words.every((word) => textOf(card).includes(word));
      card.hidden = !fits;
      const entry = entries.get(card.id);
      if (entry) entry.hidden = !fits;
      shown += fits && card.id.startsWith("step-");
    }
    const sifting = words.length || kinds.size;
    count.textContent = sifting ? count.dataset.text.replace("{shown}", shown).replace("{total}", numbered) : "";
    one("#nothing").hidden = cards.some((card) => !card.hidden);
    light(words);
  }
  function light(words) {
    if (!globalThis.CSS?.highlights) return;
    CSS.highlights.delete("search");
    if (!words.length) return;
    const ranges = [];
    for (const card of cards.filter((each) => !each.hidden)) {
      const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
      while (ranges.length < 2000 && walker.nextNode()) {
        const text = walker.currentNode.data.toLowerCase();
        if (text.length !== walker.currentNode.data.length) continue;
        for (const word of words) {
          for (let at = text.indexOf(word); at >= 0 && ranges.length < 2000; at = text.indexOf(word, at + word.length)) {
            const range = new Range();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + word.length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set("search", new Highlight(...ranges));
  }
  let waiting = 0;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(sift, 80); });
  all(".filters button").forEach((button) => button.addEventListener("click", () => {
    const kind = button.dataset.kind, on = !kinds.has(kind);
    on ? kinds.add(kind) : kinds.delete(kind);
    button.setAttribute("aria-pressed", String(on));
    sift();
  }));
  function showAll() {
    search.value = "";
    kinds.clear();
    all(".filters button").forEach((button) => button.setAttribute("aria-pressed", "false"));
    sift();
  }

  // The pictures one after another.
  const watch = one("#watch");
  if (watch) {
    const pictured = cards.filter((card) => one(".shot", card));
    const slider = one("#slider"), stage = one("#stage"), play = one("#play"), caption = one("#caption");
    let timer = 0;
    slider.max = pictured.length - 1;
    const show = () => {
      const card = pictured[slider.value], marks = one("figure label svg:not(.shot)", card);
      const copy = one(".shot", card).cloneNode(true), image = one("use", copy);
      image.setAttribute("href", image.dataset.before ?? image.getAttribute("href"));
      stage.replaceChildren(copy, ...(marks ? [marks.cloneNode(true)] : []));
      stage.setAttribute("href", "#" + card.id);
      const acts = all("h4", card).map((each) => each.textContent);
      caption.textContent = (acts.length ? acts : [one("h3", card).textContent]).join("; ");
      one("#at").textContent = `${Number(slider.value) + 1} / ${pictured.length}`;
      slider.setAttribute("aria-valuetext", one("h3", card).textContent);
    };
    const stop = () => { clearInterval(timer); timer = 0; play.textContent = play.dataset.play; play.setAttribute("aria-pressed", "false"); };
    slider.addEventListener("input", () => { stop(); show(); });
    play.addEventListener("click", () => {
      if (timer) return stop();
      if (Number(slider.value) === pictured.length - 1) slider.value = 0;
      play.textContent = play.dataset.pause;
      play.setAttribute("aria-pressed", "true");
      show();
      timer = setInterval(() => {
        slider.value = Number(slider.value) + 1;
        show();
        if (Number(slider.value) === pictured.length - 1) stop();
      }, 1100);
    });
    watch.hidden = pictured.length < 2;
    if (!watch.hidden) show();
  }

  // Keys.
  const press = {
    j: () => step(1), ArrowRight: () => step(1), k: () => step(-1), ArrowLeft: () => step(-1),
    b: () => turnOver(cards[now]),
    z: () => cards[now] && one("figure input", cards[now])?.click(),
    "/": () => search.focus(),
    "?": () => keys.showModal(),
    Escape: showAll,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    const typing = event.target.matches("input[type=search], video");
    if (event.target.matches("input[type=range]") && event.key.startsWith("Arrow")) return;
    if (typing && event.key === "Escape") { showAll(); event.target.blur(); return; }
    if (typing && event.key === "Enter") { search.blur(); go(cards.findIndex((card) => !card.hidden)); return; }
    const does = !typing && press[event.key];
    if (does) { event.preventDefault(); does(); }
  });
  one("#show-keys").addEventListener("click", () => keys.showModal());
  one("#close-keys").addEventListener("click", () => keys.close());
  addEventListener("hashchange", () => mark(cards.findIndex((card) => "#" + card.id === location.hash)));

  one(".tools").hidden = false;
  mark(Math.max(0, cards.findIndex((card) => "#" + card.id === location.hash)));
})();
