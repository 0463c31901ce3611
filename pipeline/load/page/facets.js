  // ---- facets
  const unfolded = new Map(NAMES.map((name) => [name, { all: false, find: "" }]));
  const facetParts = new Map();
  const buildFacets = () => {
    for (const name of NAMES) {
      const facet = FACETS[name];
      if (facet.tabs || facet.values.length === 0) continue;
      const list = make("ul");
      const set = make("span", { className: "set" });
      const find = facet.values.length > 15
        ? make("input", { className: "find", type: "search", placeholder: "Find …", "aria-label": `Find in ${facet.title}`,
            on: { input: (event) => { unfolded.get(name).find = event.target.value; fillFacet(name, latest); } } })
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
    const shown = unfolded.get(name);
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

