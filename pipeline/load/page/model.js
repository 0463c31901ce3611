"use strict";
(() => {
  // One script made of several files, in the order of SCRIPTS in explorer.py; they share this function.
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const number = new Intl.NumberFormat("en");
  const CHUNK = 20; // insights that come onto the page together, and leave it together
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
  const BANDS = [
    { id: "90", name: "90 % and more", from: 0.9 },
    { id: "70", name: "70 to 89 %", from: 0.7 },
    { id: "50", name: "50 to 69 %", from: 0.5 },
    { id: "0", name: "below 50 %", from: 0 },
  ];
  const FACETS = {
    group: { values: groups, of: (insight) => [groupIndex.get(insight.group)], tabs: true },
    kind: { title: "Kind", values: kinds, of: (insight) => [kindIndex.get(insight.kind)], open: true, fixed: true },
    theme: { title: "Theme", ...listed("themes"), open: true },
    city: { title: "City", ...listed("cities"), open: true },
    country: { title: "Country", ...listed("countries") },
    event: { title: "Event", ...listed("events") },
    document: { title: "Document", ...listed("documents") },
    year: {
      title: "Year of the document",
      values: years.map((year) => ({ id: year, name: year })),
      of: (insight) => [yearIndex.get(documentOf(insight).year)].filter((index) => index !== undefined),
      fixed: true,
    },
    sure: {
      title: "Confidence",
      values: BANDS.map((band) => ({ id: band.id, name: band.name })),
      of: (insight) => [BANDS.findIndex((band) => (insight.confidence ?? 1) >= band.from)],
      fixed: true,
    },
  };
  const VIEWS = { map: "Map", themes: "Themes × cities", years: "Timeline" };
  const NAMES = Object.keys(FACETS);
  const [THEME, CITY, YEAR] = ["theme", "city", "year"].map((name) => NAMES.indexOf(name));
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
  const state = { query: "", order: "", only: "", view: "", chosen: Object.fromEntries(NAMES.map((name) => [name, new Set()])) };
  const readAddress = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    state.query = asked.get("q") || "";
    state.order = asked.get("order") || "";
    state.only = asked.get("insight") || "";
    state.view = Object.hasOwn(VIEWS, asked.get("view") || "") ? asked.get("view") : "";
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
    if (state.view) asked.set("view", state.view);
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
    const crossing = []; // what all filters but those of theme and city let through
    const inAnyYear = []; // what all filters but that of the year let through
    const add = (facet, entry) => {
      totals[facet] += 1;
      for (const index of entry.values[facet]) counts[facet][index] += 1;
    };
    for (const entry of entries) {
      if (state.only ? entry.insight.id !== state.only : !wanted.every((needle) => entry.text.includes(needle))) continue;
      const no = []; // the facets that say no; a facet's own counts disregard its own choice
      for (let facet = 0; facet < NAMES.length && no.length < 3; facet += 1) {
        if (chosen[facet].size && !entry.values[facet].some((index) => chosen[facet].has(index))) no.push(facet);
      }
      if (no.every((facet) => facet === THEME || facet === CITY)) crossing.push(entry);
      if (no.length > 1) continue;
      if (no.length === 0 || no[0] === YEAR) inAnyYear.push(entry);
      if (no.length) add(no[0], entry);
      else {
        results.push(entry);
        for (let facet = 0; facet < NAMES.length; facet += 1) add(facet, entry);
      }
    }
    if (ORDERS[state.order]) results.sort((a, b) => ORDERS[state.order](a, b) || a.index - b.index);
    return { results, counts, totals, crossing, inAnyYear };
  };

