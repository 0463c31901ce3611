  // ---- showing
  const show = () => {
    latest = search();
    const total = entries.length;
    const found = latest.results.length;
    $("count").replaceChildren(make("b", {}, number.format(found)), found === total ? "" : ` of ${number.format(total)}`,
      make("span", { className: found === total ? "" : "word" }, total === 1 ? " insight" : " insights"));
    $("apply").textContent = `Show ${plural(found, "insight", "insights")}`;
    const set = NAMES.reduce((sum, name) => sum + (FACETS[name].tabs ? 0 : state.chosen[name].size), 0);
    $("open").textContent = set ? `Filters (${set})` : "Filters";
    $("empty").hidden = found > 0;
    $("order").value = state.order in ORDERS ? state.order : "";
    fillGroups(latest);
    for (const name of NAMES) fillFacet(name, latest);
    fillChips();
    fillViews(latest);
    list();
  };
  const changed = (replace) => {
    writeAddress(replace);
    const top = document.querySelector(".body").offsetTop - document.querySelector(".top").offsetHeight;
    if (window.scrollY > top) window.scrollTo(0, top);
    show();
  };
  const toggle = (name, id) => {
    state.only = "";
    if (!state.chosen[name].delete(id)) state.chosen[name].add(id);
    changed();
  };
  const choose = (name, id) => {
    state.only = "";
    state.chosen[name] = new Set(id ? [id] : []);
    changed();
  };
  const clear = () => {
    Object.assign(state, { query: "", only: "" });
    for (const name of NAMES) state.chosen[name].clear();
    $("query").value = "";
    changed();
    $("query").focus({ preventScroll: true });
  };

  // ---- copying
  let fading = 0;
  const tell = (words) => {
    $("told").textContent = words;
    $("told").classList.add("shown");
    clearTimeout(fading);
    fading = setTimeout(() => $("told").classList.remove("shown"), 1800);
  };
  const copy = async (text, words) => {
    try {
      await navigator.clipboard.writeText(text);
      tell(words);
    } catch {
      const area = make("textarea", { value: text, readOnly: true, className: "hidden" });
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy"); // where pages from disk may not use the clipboard otherwise
      area.remove();
      tell(done ? words : "This browser does not let the page copy");
    }
  };

  // ---- keyboard and other events
  const narrow = window.matchMedia("(max-width: 60rem)");
  const sheet = (open) => {
    $("filters").classList.toggle("open", open);
    $("open").setAttribute("aria-expanded", String(open));
    for (const part of [$("main"), document.querySelector(".top")]) part.inert = open;
    document.documentElement.style.overflow = open ? "hidden" : "";
    if (open) $("close").focus();
    else if (narrow.matches) $("open").focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.id === "query" && $("query").value) return undefined; // it empties the field
    if (event.key === "Escape" && $("filters").classList.contains("open")) return sheet(false);
    const typing = /^(input|select|textarea)$/i.test(event.target.tagName) && event.target.type !== "checkbox";
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (event.key === "/") {
      event.preventDefault();
      $("query").focus();
      $("query").select();
    } else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    return undefined;
  });
  let typed = 0;
  $("query").addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(() => {
      state.query = $("query").value.trim();
      state.only = "";
      changed(true);
    }, entries.length > 2000 ? 120 : 30);
  });
  $("order").addEventListener("change", () => {
    state.order = $("order").value;
    changed(true);
  });
  $("reset").addEventListener("click", clear);
  $("open").addEventListener("click", () => sheet(true));
  $("close").addEventListener("click", () => sheet(false));
  $("apply").addEventListener("click", () => sheet(false));
  window.addEventListener("resize", () => {
    frame = null;
    if (state.view === "map") drawMap(latest);
  });
  narrow.addEventListener("change", () => sheet(false));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // its address would replace the filters
    $("results").focus();
  });
  $("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  const fromAddress = () => {
    readAddress();
    if (state.only) opened.add(state.only);
    if (document.activeElement !== $("query")) $("query").value = state.query;
    show();
  };
  window.addEventListener("hashchange", fromAddress);
  window.addEventListener("popstate", fromAddress);

  $("about").textContent = [
    plural(entries.length, "insight", "insights"),
    plural(data.read, "document", "documents"),
    data.cities.length ? plural(data.cities.length, "city", "cities") : "",
  ].filter(Boolean).join(" · ");
  $("version").textContent = [
    data.date ? `Newest document: ${data.date}.` : "",
    `Version ${data.version}.`,
    "Names of cities: GeoNames, CC BY 4.0.",
  ].filter(Boolean).join(" ");
  if (data.all > entries.length) {
    $("beyond").hidden = false;
    $("beyond").replaceChildren(`This page holds ${number.format(entries.length)} of ${number.format(data.all)} insights, the newest documents first. To search all of them, run `,
      make("code", {}, "learnings serve"), " with the folder that this page lies in.");
  }
  buildFacets();
  $("main").classList.add("ready");
  fromAddress();
})();
