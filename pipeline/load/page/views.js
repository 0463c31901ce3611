  // ---- ways to look at all that was found: map, themes by cities, timeline. A click in them is a filter
  const keepingFocus = (container, build) => {
    const id = container.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
    build();
    if (id !== undefined) [...container.querySelectorAll("[data-id]")].find((one) => one.dataset.id === id)?.focus({ preventScroll: true });
  };
  const FEW_THEMES = 12;
  const FEW_CITIES = 12;
  let wholeMatrix = false;

  const top = (totals, few) => {
    const order = totals.map((count, index) => ({ count, index })).filter((one) => one.count);
    order.sort((a, b) => b.count - a.count || a.index - b.index);
    return { all: order.length, rows: order.slice(0, few) };
  };
  const drawMatrix = (found) => {
    const cells = new Map();
    const [themes, cities] = [new Array(data.themes.length).fill(0), new Array(data.cities.length).fill(0)];
    for (const { insight } of found.crossing) {
      for (const theme of insight.themes || []) {
        for (const city of insight.cities || []) cells.set(`${theme} ${city}`, (cells.get(`${theme} ${city}`) || 0) + 1);
        if (insight.cities) themes[theme] += 1;
      }
      if (insight.themes) for (const city of insight.cities || []) cities[city] += 1;
    }
    const across = top(cities, wholeMatrix ? 40 : FEW_CITIES);
    const down = top(themes, wholeMatrix ? 99 : FEW_THEMES);
    const most = Math.max(1, ...cells.values());
    const on = (name, list, index) => state.chosen[name].has(list[index].id);
    const cell = (theme, city) => {
      const count = cells.get(`${theme} ${city}`);
      if (!count) return make("td", {});
      const both = on("theme", data.themes, theme) && on("city", data.cities, city);
      const button = make("button", { type: "button", "aria-pressed": String(both),
        "aria-label": `${data.themes[theme].name} in ${data.cities[city].name}: ${plural(count, "insight", "insights")}`,
        on: { click: () => {
          state.only = "";
          state.chosen.theme = new Set(both ? [] : [data.themes[theme].id]);
          state.chosen.city = new Set(both ? [] : [data.cities[city].id]);
          changed();
        } } }, number.format(count));
      button.style.setProperty("--share", String(count / most));
      button.classList.toggle("much", count / most > 0.5);
      return make("td", {}, withId(button, `${theme} ${city}`));
    };
    const head = make("tr", {}, make("td", {}), ...across.rows.map(({ index }) => make("th", { scope: "col" }, make("span", {}, data.cities[index].name))));
    const rows = down.rows.map(({ index }) => make("tr", {}, make("th", { scope: "row" }, data.themes[index].name), ...across.rows.map((city) => cell(index, city.index))));
    const caption = make("caption", { className: "hidden" }, "How many insights speak of a theme and a city");
    keepingFocus($("matrix"), () => $("matrix").replaceChildren(...(rows.length ? [make("table", {}, caption, make("thead", {}, head), make("tbody", {}, ...rows))] : [make("p", { className: "note" }, "No insight here names a city.")])));
    const more = across.all > FEW_CITIES || down.all > FEW_THEMES;
    $("matrix-note").textContent = more && !wholeMatrix ? `The ${down.rows.length} themes and ${across.rows.length} cities most spoken of, of ${down.all} and ${across.all}.` : "";
    $("whole").hidden = !more;
    $("whole").textContent = wholeMatrix ? "Show fewer" : "Show more";
  };

  const drawYears = (found) => {
    const counts = new Map();
    let undated = 0;
    for (const entry of found.inAnyYear) {
      const year = documentOf(entry.insight).year;
      if (!year) undated += 1;
      else {
        if (!counts.has(year)) counts.set(year, groups.map(() => 0));
        counts.get(year)[groupIndex.get(entry.insight.group)] += 1;
      }
    }
    const dated = [...counts.keys()].map(Number).filter((year) => year > 0);
    const [first, last] = [Math.min(...dated), Math.max(...dated)];
    const span = dated.length ? Array.from({ length: Math.min(last - first + 1, 80) }, (_, index) => String(last - Math.min(last - first, 79) + index)) : [];
    const most = Math.max(1, ...[...counts.values()].map((one) => one.reduce((a, b) => a + b, 0)));
    const every = span.length > 40 ? 10 : span.length > 16 ? 5 : 1;
    const bar = (year) => {
      const parts = counts.get(year) || groups.map(() => 0);
      const total = parts.reduce((a, b) => a + b, 0);
      const words = `${year}: ${groups.map((group, index) => `${number.format(parts[index])} ${group.name.toLowerCase()}`).join(", ")}`;
      const stack = make("span", { className: "stack" }, ...groups.map((group, index) => {
        const part = make("span", { className: group.id });
        part.style.height = `${(parts[index] / most) * 100}%`;
        return part;
      }).reverse());
      const label = Number(year) % every === 0 || year === span[0] && every === 1 ? year : "";
      const button = make("button", { type: "button", disabled: total === 0, "aria-pressed": String(state.chosen.year.has(year)), "aria-label": words, title: words,
        on: { click: () => toggle("year", year) } }, make("span", { className: "total" }, total ? number.format(total) : ""), stack, make("span", { className: "year" }, label));
      return withId(button, year);
    };
    $("years").classList.toggle("dense", span.length > 14);
    keepingFocus($("years"), () => $("years").replaceChildren(...span.map(bar)));
    $("years-note").textContent = [span.length ? "Insights by the year of their document." : "No document here is dated.", undated && span.length ? `${plural(undated, "is", "are")} without a year.` : ""].filter(Boolean).join(" ");
  };

  const DRAW = { map: drawMap, themes: drawMatrix, years: drawYears };
  const viewButtons = Object.entries(VIEWS).map(([id, name]) =>
    withId(make("button", { type: "button", "aria-controls": "view", on: { click: () => {
      state.view = state.view === id ? "" : id;
      changed(true);
    } } }, name), id));
  $("views").append(...viewButtons);
  $("whole").addEventListener("click", () => {
    wholeMatrix = !wholeMatrix;
    drawMatrix(latest);
  });
  const fillViews = (found) => {
    for (const button of viewButtons) button.setAttribute("aria-pressed", String(button.dataset.id === state.view));
    $("view").hidden = !state.view;
    for (const id of Object.keys(VIEWS)) $(`view-${id}`).hidden = state.view !== id;
    if (state.view) DRAW[state.view](found);
  };

