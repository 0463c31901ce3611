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

  const tag = (name, index, className, why) => {
    const value = FACETS[name].values[index];
    const on = state.chosen[name].has(value.id);
    return make(
      "button",
      { type: "button", className, "aria-pressed": String(on), title: (why && why.length ? `Because of ${why.join(", ")}. ` : "") + (on ? "Take this filter away" : `Show all with this ${name}`),
        on: { click: () => toggle(name, value.id) } },
      value.name,
    );
  };

  const withId = (element, id) => {
    element.dataset.id = id;
    return element;
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

  // ---- what a card shows when it is opened
  const opened = new Set(); // ids of insights whose details are shown
  let pictures = null;
  const picture = (insight) => {
    if (!insight.picture) return null;
    if (pictures === null) pictures = JSON.parse($("pictures").textContent);
    const source = documentOf(insight);
    const image = make("img", {
      src: data.beside ? `${data.beside}/${insight.id}.webp` : `data:image/webp;base64,${pictures[insight.id]}`,
      alt: `The passage as printed on page ${insight.page} of ${source.file}`,
      loading: "lazy",
    });
    return make("figure", {}, image, make("figcaption", {}, `As printed on page ${insight.page}`));
  };
  const fileLink = (insight, words) => {
    const source = documentOf(insight);
    if (!source.address) return words;
    const page = source.paged && insight.page ? `#page=${insight.page}` : "";
    return make("a", { href: source.address + page, target: "_blank", rel: "noopener noreferrer" }, words);
  };
  const because = (insight) =>
    (insight.themes || []).map((index, place) => {
      const words = (insight.why || [])[place] || [];
      return make("div", {}, data.themes[index].name,
        words.length ? make("span", { className: "why" }, ` because of ${words.map((word) => `“${word}”`).join(", ")}`) : null);
    });
  const details = (insight) => {
    const source = documentOf(insight);
    const list = make("dl");
    const row = (term, ...values) => {
      if (values.length && values.some((value) => value)) list.append(make("dt", {}, term), make("dd", { dir: "auto" }, ...values));
    };
    row("Section", (insight.section || "").split(" > ").filter(Boolean).join(" › "));
    row("Themes", ...because(insight));
    row("Said by", names(data.people, insight.said).join("; "));
    row("Names", [...new Set(names(data.people, insight.people))].join("; "));
    row("Who should act", (insight.to || []).join("; "));
    row("Cities", names(data.cities, insight.cities).join("; "));
    row("Event", names(data.events, insight.events).join("; "));
    row("Document", [source.name, source.genre, source.year].filter(Boolean).join(", "));
    row("File", fileLink(insight, [source.file, insight.page ? `page ${insight.page}` : ""].filter(Boolean).join(", ")));
    row("Found in", insight.sources ? `${insight.sources} documents` : "");
    row("Confidence", insight.confidence === undefined ? "" : `${Math.round(insight.confidence * 100)} %`);
    row("Id", insight.id);
    return make("div", { className: "details" }, picture(insight), list);
  };
  const detailsButton = (insight) => {
    const button = make("button", { type: "button", className: "more-of-it" });
    const tell = () => {
      const on = opened.has(insight.id);
      button.textContent = on ? "Close" : insight.picture ? "Details and page" : "Details";
      button.setAttribute("aria-expanded", String(on));
    };
    button.addEventListener("click", () => {
      const on = !opened.has(insight.id);
      if (on) opened.add(insight.id);
      else opened.delete(insight.id);
      const article = button.closest("article");
      if (on) article.append(details(insight));
      else article.querySelector(".details").remove();
      tell();
    });
    tell();
    return button;
  };

  const card = (entry, place, wanted) => {
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
      ...(insight.themes || []).map((index, number) => tag("theme", index, "", (insight.why || [])[number])),
      ...(insight.cities || []).map((index) => tag("city", index, "place")),
      ...(insight.countries || []).map((index) => tag("country", index, "place")),
    );
    const path = (insight.section || "").split(" > ").filter(Boolean);
    const where = make(
      "div",
      { className: "place" },
      make("span", { className: "title", dir: "auto" }, ...marked(source.name, wanted)),
      path.length
        ? make("span", { dir: "auto", title: path.join(" › ") }, path.length > 2 ? " … › " : " › ", ...marked(path.slice(-2).join(" › "), wanted))
        : null,
      make("br"),
      source.file && (source.file !== source.name || source.address) ? fileLink(insight, source.file) : make("span", {}, source.genre),
      insight.page ? make("span", { className: "page" }, ` · page ${insight.page}`) : null,
    );
    const acts = make(
      "div",
      { className: "acts" },
      detailsButton(insight),
      make("button", { type: "button", on: { click: () => copy(citation(insight), "Citation copied") } }, "Copy citation"),
      make("button", { type: "button", on: { click: () => copy(location.href.split("#")[0] + address({ insight: insight.id }), "Link copied") } }, "Copy link"),
    );
    const article = make("article", {
      className: insight.group, tabIndex: -1, "aria-posinset": String(place + 1), "aria-setsize": String(latest.results.length),
      "aria-label": `${data.kinds[insight.kind]}: ${short(insight.text, 80)}`,
    }, head, statement(insight, wanted), tags.childElementCount ? tags : null, make("div", { className: "source" }, where, acts));
    if (opened.has(insight.id)) article.append(details(insight));
    return withId(article, String(place));
  };

