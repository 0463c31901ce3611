  // ---- the list: what is near the screen is on the page, the rest is empty room of about its height
  let latest = null;
  let marking = [];
  let usual = 220; // height of a card, learnt from those that were on the page
  let printing = false;
  const PRINTED = 1000;
  const fill = (chunk) => {
    if (!chunk || chunk.childElementCount) return;
    const from = Number(chunk.dataset.from);
    chunk.append(...latest.results.slice(from, from + CHUNK).map((entry, index) => card(entry, from + index, marking)));
    chunk.style.height = "";
  };
  const empty = (chunk) => {
    if (!chunk.childElementCount || chunk.contains(document.activeElement) || printing) return;
    const height = chunk.offsetHeight;
    usual = height / chunk.childElementCount;
    chunk.style.height = `${height}px`;
    chunk.replaceChildren();
  };
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) (one.isIntersecting ? fill : empty)(one.target);
  }, { rootMargin: "1500px 0px" });
  const list = () => {
    near.disconnect();
    marking = needles(state.query);
    const chunks = [];
    for (let from = 0; from < latest.results.length; from += CHUNK) {
      const chunk = make("div", { className: "chunk", role: "presentation" });
      chunk.dataset.from = String(from);
      chunk.style.height = `${Math.min(CHUNK, latest.results.length - from) * usual}px`;
      chunks.push(chunk);
    }
    fill(chunks[0]);
    $("results").replaceChildren(...chunks);
    for (const chunk of chunks) near.observe(chunk);
  };
  const step = (by) => {
    const now = document.activeElement.closest?.("article")?.dataset.id;
    const next = now === undefined ? 0 : Math.max(0, Number(now) + by);
    if (next >= latest.results.length) return;
    const chunk = $("results").children[Math.floor(next / CHUNK)];
    fill(chunk);
    const article = chunk.children[next % CHUNK];
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "nearest" });
  };
  window.addEventListener("beforeprint", () => {
    printing = true;
    [...$("results").children].slice(0, PRINTED / CHUNK).forEach(fill);
    for (const image of document.querySelectorAll("figure img")) image.loading = "eager";
    const left = latest.results.length - PRINTED;
    $("cut").textContent = left > 0 ? `The first ${number.format(PRINTED)} of ${number.format(latest.results.length)} insights are printed. Filter for fewer.` : "";
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    list();
  });

