
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const number = new Intl.NumberFormat("en");
  const STEP = 40; // insights put on the page at a time
  const SHORT = 700; // characters of a statement shown at first
  const FEW = 8; // values of a facet shown at first

  // ---- what can be filtered by. Each facet: name in the address -> title, values, and how an insight gives them
  const listed = (name) => ({ values: data[name], of: (insight) => insight[name] || [] });
  const kinds = Object.entries(data.kinds).map(([id, name]) => ({ id, name }));
  const kindIndex = new Map(kinds.map((kind, index) => [kind.id, index]));
  const years = [...new Set(data.documents.map((one) => one.year).filter(Boolean))].sort().reverse();
  const yearIndex = new Map(years.map((year, index) => [year, index]));
  const groups = Object.entries(data.groups).map(([id, name]) => ({ id, name }));
  const groupIndex = new Map(groups.map((group, index) => [group.id, index]));
  const FACETS = {
    group: { values: groups, of: (insight) => [groupIndex.get(insight.group)], tabs: true },
    kind: { title: "Kind", values: kinds, of: (insight) => [kindIndex.get(insight.kind)], open: true, fixed: true },
    theme: { title: "Theme", ...listed("themes"), open: true },
    city: { title: "City", ...listed("cities"), open: true },
    country: { title: "Country", ...listed("countries") },
    event: { title: "Event", ...listed("events") },
    document: { title: "Document", ...listed("documents"), open: true },
    year: {
      title: "Year of the document",
      values: years.map((year) => ({ id: year, name: year })),
      of: (insight) => [yearIndex.get(documentOf(insight).year)].filter((index) => index !== undefined),
      fixed: true,
    },
  };
  const NAMES = Object.keys(FACETS);
  const documentOf = (insight) => data.documents[insight.documents[0]];

  // ---- search: every word must begin a word of the insight; "quoted words" must follow each other
  const plain = (text) => text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
  const spaced = (text) => ` ${plain(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/; // scripts without blanks
  const names = (list, indexes) => (indexes || []).map((index) => list[index].name);
  const haystack = (insight) => {
    const source = documentOf(insight);
    return spaced(
      [
        insight.text, insight.section || "", source.name, source.file || "", data.kinds[insight.kind],
        ...names(data.themes, insight.themes), ...names(data.cities, insight.cities),
        ...names(data.countries, insight.countries), ...names(data.events, insight.events),
        ...names(data.people, insight.people), ...names(data.people, insight.said),
      ].join(" | "),
    );
  };
  const entries = data.insights.map((insight, index) => ({
    insight,
    index,
    text: haystack(insight),
    values: NAMES.map((name) => FACETS[name].of(insight)),
  }));
  const needles = (query) =>
    [...query.matchAll(/"([^"]*)"?|[^\s"]+/g)]
      .map(([all, quoted]) => (quoted === undefined ? spaced(all).trimEnd() : spaced(quoted)))
      .filter((needle) => needle.trim())
      .map((needle) => (UNSPACED.test(needle) ? needle.trim() : needle));

  // ---- state, which is the address of the page
  const state = { query: "", order: "", only: "", chosen: Object.fromEntries(NAMES.map((name) => [name, new Set()])) };
  const readAddress = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    state.query = asked.get("q") || "";
    state.order = asked.get("order") || "";
    state.only = asked.get("insight") || "";
    for (const name of NAMES) {
      const known = new Set(FACETS[name].values.map((value) => value.id));
      state.chosen[name] = new Set(asked.getAll(name).filter((id) => known.has(id)));
    }
  };
  const address = (extra) => {
    const asked = new URLSearchParams();
    if (extra) return `#${new URLSearchParams(extra)}`;
    if (state.query) asked.set("q", state.query);
    if (state.order) asked.set("order", state.order);
    if (state.only) asked.set("insight", state.only);
    for (const name of NAMES) for (const id of state.chosen[name]) asked.append(name, id);
    return `#${asked}`;
  };
  const writeAddress = (replace) => {
    const wanted = address();
    if (wanted === (location.hash || "#")) return;
    if (replace) history.replaceState(null, "", wanted);
    else history.pushState(null, "", wanted);
  };

  // ---- one walk over all insights gives the results and the counts of every facet
  const ORDERS = {
    sources: (a, b) => (b.insight.sources || 1) - (a.insight.sources || 1),
    newest: (a, b) => (documentOf(b.insight).year || "").localeCompare(documentOf(a.insight).year || ""),
    oldest: (a, b) => (documentOf(a.insight).year || "9999").localeCompare(documentOf(b.insight).year || "9999"),
  };
  const search = () => {
    const wanted = needles(state.query);
    const chosen = NAMES.map((name) => {
      const indexes = new Set();
      FACETS[name].values.forEach((value, index) => state.chosen[name].has(value.id) && indexes.add(index));
      return indexes;
    });
    const counts = NAMES.map((name) => new Array(FACETS[name].values.length).fill(0));
    const totals = NAMES.map(() => 0);
    const results = [];
    const add = (facet, entry) => {
      totals[facet] += 1;
      for (const index of entry.values[facet]) counts[facet][index] += 1;
    };
    for (const entry of entries) {
      if (state.only ? entry.insight.id !== state.only : !wanted.every((needle) => entry.text.includes(needle))) continue;
      let failed = -1; // the one facet that says no; a facet's own counts disregard its own choice
      let many = false;
      for (let facet = 0; facet < NAMES.length && !many; facet += 1) {
        if (chosen[facet].size === 0 || entry.values[facet].some((index) => chosen[facet].has(index))) continue;
        many = failed >= 0;
        failed = facet;
      }
      if (many) continue;
      if (failed >= 0) add(failed, entry);
      else {
        results.push(entry);
        for (let facet = 0; facet < NAMES.length; facet += 1) add(facet, entry);
      }
    }
    if (ORDERS[state.order]) results.sort((a, b) => ORDERS[state.order](a, b) || a.index - b.index);
    return { results, counts, totals };
  };

  // ---- building the page: text only ever goes in as text
  const make = (tag, properties, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name === "on") for (const [event, action] of Object.entries(value)) element.addEventListener(event, action);
      else if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  };
  const plural = (count, one, many) => `${number.format(count)} ${count === 1 ? one : many}`;
  const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

  const few = (all, most) =>
    all.length > most + 1 ? `${all.slice(0, most).join(", ")} and ${all.length - most} others` : all.join(", ");

  const marked = (text, wanted) => {
    if (!wanted.length) return [text];
    const starts = wanted.flatMap((needle) => needle.trim().split(" "));
    const parts = [];
    let end = 0;
    for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      const word = plain(match[0]);
      if (!starts.some((start) => (UNSPACED.test(start) ? word.includes(start) : word.startsWith(start)))) continue;
      parts.push(text.slice(end, match.index), make("mark", {}, match[0]));
      end = match.index + match[0].length;
    }
    return [...parts, text.slice(end)];
  };

  const statement = (insight, wanted) => {
    const text = make("p", { className: "text", dir: "auto" });
    const cut = insight.text.length > SHORT * 1.2 ? insight.text.lastIndexOf(" ", SHORT) : -1;
    const whole = () => text.replaceChildren(...marked(insight.text, wanted));
    if (cut < SHORT / 2) whole();
    else {
      const more = make("button", { type: "button", on: { click: () => { whole(); text.closest("article").focus(); } } }, "Show all of it");
      text.append(...marked(insight.text.slice(0, cut), wanted), " … ", more);
    }
    return text;
  };

  const tag = (name, index, className) => {
    const value = FACETS[name].values[index];
    const on = state.chosen[name].has(value.id);
    return make(
      "button",
      { type: "button", className, "aria-pressed": String(on), title: on ? "Take this filter away" : `Show all with this ${name}`,
        on: { click: () => toggle(name, value.id) } },
      value.name,
    );
  };

  const citation = (insight) => {
    const source = documentOf(insight);
    const where = [insight.page ? `p. ${insight.page}` : "", insight.section ? `section “${insight.section}”` : ""];
    return [
      `“${insight.text}”`,
      [source.name, source.year ? `(${source.year})` : "", source.file ? `[${source.file}]` : ""].filter(Boolean).join(" "),
      ...where.filter(Boolean),
      `${data.title}, version ${data.version}, ${insight.id}`,
    ].join(", ");
  };

  const card = (entry, wanted) => {
    const insight = entry.insight;
    const source = documentOf(insight);
    const doubtful = insight.confidence !== undefined && insight.confidence < 0.5;
    const said = names(data.people, insight.said);
    const people = [...new Set(names(data.people, insight.people))].filter((name) => !said.includes(name));
    const head = make(
      "p",
      { className: "kind" },
      make("b", {}, data.kinds[insight.kind]),
      insight.strength ? make("span", {}, `${insight.strength} be done`) : null,
      insight.sources ? make("span", {}, `in ${insight.sources} documents`) : null,
      said.length ? make("span", { title: said.join(", ") }, `said by ${few(said, 1)}`) : null,
      people.length ? make("span", { title: people.join(", ") }, `names ${few(people, 3)}`) : null,
      doubtful ? make("span", { className: "doubt", title: "The program is not sure that this is a statement of this kind" }, "uncertain") : null,
    );
    const tags = make(
      "div",
      { className: "tags" },
      ...(insight.themes || []).map((index) => tag("theme", index, "")),
      ...(insight.cities || []).map((index) => tag("city", index, "place")),
      ...(insight.countries || []).map((index) => tag("country", index, "place")),
    );
    const path = (insight.section || "").split(" > ").filter(Boolean);
    const place = make(
      "div",
      { className: "place" },
      make("span", { className: "title", dir: "auto" }, ...marked(source.name, wanted)),
      path.length
        ? make("span", { dir: "auto", title: path.join(" › ") }, path.length > 2 ? " … › " : " › ", ...marked(path.slice(-2).join(" › "), wanted))
        : null,
      make("br"),
      make("span", {}, source.file && source.file !== source.name ? source.file : source.genre),
      insight.page ? make("span", { className: "page" }, ` · page ${insight.page}`) : null,
    );
    const acts = make(
      "div",
      { className: "acts" },
      make("button", { type: "button", on: { click: () => copy(citation(insight), "Citation copied") } }, "Copy citation"),
      make("button", { type: "button", on: { click: () => copy(location.href.split("#")[0] + address({ insight: insight.id }), "Link copied") } }, "Copy link"),
    );
    return make(
      "li",
      {},
      make("article", { className: insight.group, tabIndex: -1 }, head, statement(insight, wanted),
        tags.childElementCount ? tags : null, make("div", { className: "source" }, place, acts)),
    );
  };

  // ---- facets
  const opened = new Map(NAMES.map((name) => [name, { all: false, find: "" }]));
  const facetParts = new Map();
  const buildFacets = () => {
    for (const name of NAMES) {
      const facet = FACETS[name];
      if (facet.tabs || facet.values.length === 0) continue;
      const list = make("ul");
      const set = make("span", { className: "set" });
      const find = facet.values.length > 15
        ? make("input", { className: "find", type: "search", placeholder: "Find …", "aria-label": `Find in ${facet.title}`,
            on: { input: (event) => { opened.get(name).find = event.target.value; fillFacet(name, latest); } } })
        : null;
      const details = make("details", { className: "facet", open: Boolean(facet.open) },
        make("summary", {}, facet.title, set), find, list);
      $("facets").append(details);
      facetParts.set(name, { details, list, set });
    }
  };
  const fillFacet = (name, found) => {
    if (!facetParts.has(name)) return;
    const facet = FACETS[name];
    const { details, list, set } = facetParts.get(name);
    const counts = found.counts[NAMES.indexOf(name)];
    const shown = opened.get(name);
    const wanted = spaced(shown.find).trimEnd();
    const isOn = (value) => state.chosen[name].has(value.id);
    const rows = facet.values
      .map((value, index) => ({ value, count: counts[index] }))
      .filter((row) => isOn(row.value) || row.count > 0)
      .filter((row) => !wanted.trim() || spaced(row.value.name).includes(wanted));
    if (!facet.fixed) {
      rows.sort((a, b) => isOn(b.value) - isOn(a.value) || b.count - a.count || a.value.name.localeCompare(b.value.name));
    }
    const few = shown.all || wanted.trim() || rows.length <= FEW + 2 ? rows : rows.slice(0, FEW);
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    list.replaceChildren(
      ...few.map((row) =>
        make("li", {},
          make("label", { className: row.count ? "" : "none" },
            withId(make("input", { type: "checkbox", checked: isOn(row.value), on: { change: () => toggle(name, row.value.id) } }), row.value.id),
            make("span", { className: "name", dir: "auto" }, short(row.value.name, 90)),
            make("span", { className: "n" }, number.format(row.count))))),
    );
    details.hidden = rows.length === 0 && !wanted.trim();
    if (rows.length === 0) list.append(make("li", { className: "n" }, "None with this name"));
    if (few.length < rows.length || (shown.all && rows.length > FEW + 2 && !wanted.trim())) {
      const words = shown.all ? "Show fewer" : `Show all ${number.format(rows.length)}`;
      list.append(make("li", {}, withId(make("button", { type: "button", className: "all",
        on: { click: () => { shown.all = !shown.all; fillFacet(name, latest); } } }, words), "all")));
    }
    if (focused !== null) [...list.querySelectorAll("[data-id]")].find((one) => one.dataset.id === focused)?.focus();
    const size = state.chosen[name].size;
    set.textContent = size ? number.format(size) : "";
    set.hidden = !size;
  };
  const withId = (element, id) => {
    element.dataset.id = id;
    return element;
  };

  const fillGroups = (found) => {
    const facet = NAMES.indexOf("group");
    const button = (id, name, count) => withId(
      make("button", { type: "button", "aria-pressed": String(id ? state.chosen.group.has(id) : state.chosen.group.size === 0),
        on: { click: () => choose("group", id) } }, name, make("span", { className: "n" }, number.format(count))), id);
    const focused = $("groups").contains(document.activeElement) ? document.activeElement.dataset.id : null;
    $("groups").replaceChildren(
      button("", "All", found.totals[facet]),
      ...groups.map((group, index) => button(group.id, group.name, found.counts[facet][index])),
    );
    if (focused !== null) [...$("groups").children].find((one) => one.dataset.id === focused)?.focus();
  };

  const fillChips = () => {
    const chips = [];
    if (state.only) chips.push(make("button", { type: "button", on: { click: () => { state.only = ""; changed(); } } }, make("span", {}, "one insight")));
    for (const name of NAMES) {
      if (FACETS[name].tabs) continue;
      for (const value of FACETS[name].values.filter((one) => state.chosen[name].has(one.id))) {
        chips.push(make("button", { type: "button", "aria-label": `Remove filter ${FACETS[name].title}: ${value.name}`,
          on: { click: () => toggle(name, value.id) } }, make("span", {}, short(value.name, 60))));
      }
    }
    if (chips.length > 1 || (chips.length && state.query)) {
      chips.push(make("button", { type: "button", className: "clear", on: { click: clear } }, "Clear everything"));
    }
    $("chips").replaceChildren(...chips);
  };

  // ---- showing
  let latest = null;
  let shownCount = 0;
  const showMore = () => {
    const wanted = needles(state.query);
    const next = latest.results.slice(shownCount, shownCount + STEP);
    $("results").append(...next.map((entry) => card(entry, wanted)));
    shownCount += next.length;
    $("more").hidden = shownCount >= latest.results.length;
  };
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
    $("results").replaceChildren();
    shownCount = 0;
    showMore();
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
  const step = (by) => {
    const cards = [...$("results").querySelectorAll("article")];
    const now = cards.indexOf(document.activeElement.closest?.("article"));
    const next = now < 0 ? 0 : now + by;
    if (next >= cards.length && shownCount < latest.results.length) {
      showMore();
      step(by);
    } else if (cards[next]) {
      cards[next].focus({ preventScroll: true });
      cards[next].scrollIntoView({ block: "nearest" });
    }
  };
  document.addEventListener("keydown", (event) => {
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
  $("more").addEventListener("click", () => {
    const first = shownCount;
    showMore();
    $("results").children[first]?.firstElementChild.focus({ preventScroll: true });
  });
  $("open").addEventListener("click", () => sheet(true));
  $("close").addEventListener("click", () => sheet(false));
  $("apply").addEventListener("click", () => sheet(false));
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
  new IntersectionObserver((seen) => {
    if (seen.some((one) => one.isIntersecting) && latest && shownCount < latest.results.length) showMore();
  }, { rootMargin: "900px" }).observe($("more"));
  const fromAddress = () => {
    readAddress();
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
  buildFacets();
  fromAddress();
})();
