  // ---- the map: Equal Earth, with the formula of tools/build_world.py
  const SVG = "http://www.w3.org/2000/svg";
  const MOST_DOTS = 500;
  const WORLD = { x: -500, y: -245, width: 1000, height: 445 };
  const drawn = (tag, attributes, ...children) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const project = ([longitude, latitude]) => {
    const [a1, a2, a3, a4, m] = [1.340264, -0.081106, 0.000893, 0.003796, Math.sqrt(3) / 2];
    const t = Math.asin(m * Math.sin((latitude * Math.PI) / 180));
    const t2 = t * t;
    const t6 = t2 * t2 * t2;
    const scale = 1000 / ((2 * Math.PI) / (m * a1));
    const x = ((longitude * Math.PI) / 180) * Math.cos(t) / (m * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)));
    return { x: x * scale, y: -t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2)) * scale };
  };
  const spots = data.cities.map((city) => project(city.at));
  let frame = null; // the part of the world that is shown

  const fitted = (wanted) => { // a frame as wide or high as it must be for the shape of the element
    const { clientWidth: width, clientHeight: height } = $("map");
    const unit = Math.max(wanted.width / width, wanted.height / height);
    const [w, h] = [unit * width, unit * height];
    return { x: wanted.x + (wanted.width - w) / 2, y: wanted.y + (wanted.height - h) / 2, width: w, height: h };
  };
  const around = (points) => {
    if (!points.length) return WORLD;
    const [xs, ys] = [points.map((one) => one.x), points.map((one) => one.y)];
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    const [width, height] = [Math.max(Math.max(...xs) - x, 70), Math.max(Math.max(...ys) - y, 40)];
    return { x: x - width * 0.08, y: y - height * 0.12, width: width * 1.16, height: height * 1.24 };
  };
  const zoom = (by) => {
    const width = Math.min(Math.max(frame.width / by, 15), 1400);
    const height = (frame.height * width) / frame.width;
    frame = { x: frame.x + (frame.width - width) / 2, y: frame.y + (frame.height - height) / 2, width, height };
    drawMap(latest);
  };
  const shownCities = (found) => {
    const counts = found.counts[CITY];
    const rows = data.cities.map((city, index) => ({ city, index, count: counts[index], on: state.chosen.city.has(city.id), ...spots[index] }));
    return rows.filter((row) => row.count || row.on).sort((a, b) => b.count - a.count || a.index - b.index);
  };
  const labels = (rows, unit) => { // names beside the dots, the most spoken of first, none over another
    const taken = rows.map((row) => ({ left: row.x - row.r, right: row.x + row.r, top: row.y - row.r, bottom: row.y + row.r, row }));
    const inside = (box) => box.left >= frame.x && box.right <= frame.x + frame.width;
    const free = (box, row) => inside(box) && taken.every((one) => one.row === row || box.right < one.left || box.left > one.right || box.bottom < one.top || box.top > one.bottom);
    const texts = [];
    for (const row of rows.slice(0, 60)) {
      const [width, high] = [row.city.name.length * 6.6 * unit, 7 * unit];
      const right = { left: row.x + row.r, right: row.x + row.r + width + 6 * unit, top: row.y - high, bottom: row.y + high };
      const left = { left: row.x - row.r - width - 6 * unit, right: row.x - row.r, top: row.y - high, bottom: row.y + high };
      const box = free(right, row) ? right : free(left, row) ? left : null;
      if (!box) continue;
      taken.push({ ...box, row: null });
      texts.push(drawn("text", { x: box === right ? box.left + 4 * unit : box.right - 4 * unit, y: row.y + 4 * unit,
        "text-anchor": box === right ? "start" : "end", "font-size": 12 * unit, "stroke-width": 3 * unit }, row.city.name));
    }
    return texts;
  };
  const drawMap = (found) => {
    if (!$("map").clientWidth) return;
    const rows = shownCities(found);
    if (!frame) frame = fitted(around(rows));
    const unit = frame.width / Math.max($("map").clientWidth, 1);
    const most = Math.max(30, ...rows.map((row) => row.count)); // a few insights are small dots, even where no city has many
    for (const row of rows) row.r = (2.5 + 14 * Math.sqrt(row.count / most)) * unit;
    const dots = rows.slice(0, MOST_DOTS).map((row, place) => {
      const words = `${row.city.name}, ${row.city.country}: ${plural(row.count, "insight", "insights")}`;
      const dot = drawn("g", { class: "dot", role: "button", tabindex: place ? -1 : 0, "aria-pressed": row.on, "aria-label": words },
        drawn("title", {}, words), drawn("circle", { cx: row.x, cy: row.y, r: row.r }));
      return withId(dot, row.city.id);
    });
    keepingFocus($("map"), () => {
      $("map").setAttribute("viewBox", `${frame.x} ${frame.y} ${frame.width} ${frame.height}`);
      $("dots").replaceChildren(...dots.reverse(), ...labels(rows.slice(0, MOST_DOTS), unit));
    });
    const without = found.results.filter((entry) => !entry.insight.cities).length;
    $("map-note").textContent = [
      `${plural(rows.length, "city", "cities")} on the map`,
      rows.length > MOST_DOTS ? `the ${MOST_DOTS} most spoken of are drawn` : "",
      without ? `${plural(without, "insight names", "insights name")} no city` : "",
    ].filter(Boolean).join(" · ");
  };
  const dotOf = (event) => event.target.closest?.(".dot");
  let dragged = null;
  $("map").addEventListener("pointerdown", (event) => { dragged = { x: event.clientX, y: event.clientY, frame, far: false }; });
  $("map").addEventListener("pointermove", (event) => {
    if (!dragged || !event.buttons) return;
    const unit = frame.width / $("map").clientWidth;
    const [dx, dy] = [event.clientX - dragged.x, event.clientY - dragged.y];
    if (!dragged.far && Math.hypot(dx, dy) < 5) return;
    dragged.far = true;
    frame = { ...dragged.frame, x: dragged.frame.x - dx * unit, y: dragged.frame.y - dy * unit };
    $("map").setAttribute("viewBox", `${frame.x} ${frame.y} ${frame.width} ${frame.height}`);
  });
  $("map").addEventListener("click", (event) => {
    const far = dragged && dragged.far;
    dragged = null;
    if (!far && dotOf(event)) toggle("city", dotOf(event).dataset.id);
  });
  $("map").addEventListener("keydown", (event) => {
    const dot = dotOf(event);
    if (!dot) return;
    const dots = [...$("map").querySelectorAll(".dot")].reverse();
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") toggle("city", dot.dataset.id);
    else if (by) dots[(dots.indexOf(dot) + by + dots.length) % dots.length].focus();
    else return;
    event.preventDefault();
  });
  $("closer").addEventListener("click", () => zoom(1.6));
  $("farther").addEventListener("click", () => zoom(1 / 1.6));
  $("fit").addEventListener("click", () => {
    frame = null;
    drawMap(latest);
  });

