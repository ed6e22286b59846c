// Everything is shown as text: nothing here turns data into HTML.

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const packed = Uint8Array.from(atob(byId("data").textContent), (one) => one.charCodeAt(0));
const data = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).json();

/** Make an element; properties that it doesn't have become attributes, children that are text become text. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "role") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== ""));
  return element;
}

/** Text of a port, isolated, whatever direction it runs in. */
const foreign = (text) => make("bdi", {}, String(text));
const code = (text) => make("code", {}, foreign(text));

const BAD = new Set(["failed", "errored", "passes although listed"]);
const KNOWN = new Set(["known failure", "declared deviation"]);
const NOT_JUDGED = new Set(["skipped", "not applicable", "not run"]);
const outcomeOf = (one, run) => one.results[run]?.outcome ?? "not run";
const classOf = (outcome) =>
  outcome === "passed" ? "good" : BAD.has(outcome) ? "bad" : KNOWN.has(outcome) ? "known" : "none";

const several = data.runs.length > 1;
const rules = new Map(data.rules.map((rule) => [rule.id, rule]));
const words = data.cases.map((one) => searchable(one).toLowerCase());

function searchable(one) {
  const steps = one.steps.flatMap((step) => [step.text, step.docstring ?? "", ...step.table.flat()]);
  const results = one.results.flatMap((result) => !result ? [] : [
    result.reason, result.explained ?? "", ...result.failures.flatMap((failure) => failure.differences.flat()),
  ]);
  return [one.id, one.scenario, ...one.rules, ...one.tags, ...steps, ...results].join("\n");
}

// What is shown ------------------------------------------------------------------------------------------------------

const PAGE = 100;
const state = { text: "", outcome: "", platform: "", section: "", run: "", unfolded: new Set(), opened: /** @type {any} */ (null), most: PAGE };
const FILTERS = ["text", "outcome", "platform", "section", "run"];

const shownRuns = () => data.runs.map((_, run) => run).filter((run) => state.run === "" || run === Number(state.run));

function outcomeFits(outcome) {
  if (state.outcome === "") return true;
  return state.outcome === "bad" ? BAD.has(outcome) : outcome === state.outcome;
}

function fits(one, index) {
  return (state.section === "" || one.section === state.section)
    && (state.platform === "" || one.column === state.platform || one.platforms.includes(state.platform))
    && state.text.toLowerCase().split(/\s+/).every((word) => words[index].includes(word));
}

const shownIn = (one, run) => outcomeFits(outcomeOf(one, run));

/** Return the cases that the filters leave. */
function chosen() {
  const runs = shownRuns();
  return data.cases.filter((one, index) => fits(one, index) && runs.some((run) => shownIn(one, run)));
}

// The matrix ---------------------------------------------------------------------------------------------------------

/** Count cases by row, run and column; a row is a section, a rule or the whole. */
function tally(cases) {
  const counts = new Map();
  const add = (row, run, column, outcome) => {
    const key = JSON.stringify([row, run, column]);
    if (!counts.has(key)) counts.set(key, new Map());
    counts.get(key).set(outcome, (counts.get(key).get(outcome) ?? 0) + 1);
  };
  for (const one of cases) {
    for (const run of shownRuns()) {
      if (!shownIn(one, run)) continue;
      const rows = ["", `section ${one.section}`, ...one.rules.map((rule) => `rule ${rule}`)];
      for (const row of rows) {
        add(row, run, one.column, outcomeOf(one, run));
        add(row, run, "total", outcomeOf(one, run));
      }
    }
  }
  return (row, run, column) => counts.get(JSON.stringify([row, run, column])) ?? new Map();
}

const sum = (counts, wanted) => [...counts].reduce((all, [outcome, count]) => all + (wanted(outcome) ? count : 0), 0);

/** Return how a cell looks: its class and its text. */
function contentOf(counts) {
  const all = sum(counts, () => true);
  const judged = sum(counts, (outcome) => !NOT_JUDGED.has(outcome));
  const bad = sum(counts, (outcome) => BAD.has(outcome));
  const known = sum(counts, (outcome) => KNOWN.has(outcome));
  if (!all) return ["empty", "–"];
  if (!judged) return ["none", `○ ${all}`];
  const passed = (counts.get("passed") ?? 0) + (counts.get("passes although listed") ?? 0);
  if (bad) return ["bad", `✗ ${passed}/${judged}`];
  return known ? ["known", `~ ${passed}/${judged}`] : ["good", `✓ ${judged}`];
}

const says = (counts) => data.outcomes.filter((outcome) => counts.get(outcome))
  .map((outcome) => `${counts.get(outcome)} ${outcome}`).join(", ");

function drawMatrix(cases) {
  const count = tally(cases);
  const runs = shownRuns();
  const columns = data.columns;
  const width = 1 + runs.length * columns.length;
  const head = make("thead", {},
    several ? make("tr", {}, make("td", { className: "first" }), runs.map((run) =>
      make("th", { className: "begins", colSpan: columns.length, scope: "colgroup", title: data.runs[run].label },
        foreign(data.runs[run].short)))) : null,
    make("tr", {}, make("th", { className: "first", scope: "col" }, "Section and rule"), runs.flatMap(() =>
      columns.map((column, index) => make("th", { className: index ? "" : "begins", scope: "col" }, column.title)))),
  );

  const row = (key, kind, first, name) => {
    const cells = runs.flatMap((run) => columns.map((column, index) => {
      const counts = count(key, run, column.name);
      const [className, text] = contentOf(counts);
      const where = `${name}, ${column.title}${several ? `, ${data.runs[run].label}` : ""}`;
      const opened = state.opened === JSON.stringify([key, run, column.name]);
      const cell = className === "empty"
        ? make("span", { className: "cell empty" }, text)
        : make("button", {
          type: "button", className: `cell ${className}`, tabIndex: -1, title: `${where}: ${says(counts)}`,
          "aria-label": `${where}: ${says(counts)}`, "aria-expanded": String(opened),
          "data-key": JSON.stringify([key, run, column.name]), onclick: openCell,
        }, text);
      return make("td", { className: index ? "" : "begins" }, cell);
    }));
    const drawn = [make("tr", { className: kind }, make("th", { className: "first", scope: "row" }, first), cells)];
    if (state.opened !== null && JSON.parse(state.opened)[0] === key) drawn.push(sheet(key, name, cases, width));
    return drawn.filter((one) => one !== null);
  };

  const bodies = data.sections.filter((section) => any(count, `section ${section.folder}`, runs)).map((section) => {
    const unfolded = state.unfolded.has(section.folder);
    const fold = make("button", {
      type: "button", className: "fold", tabIndex: -1, "aria-expanded": String(unfolded), "data-fold": section.folder,
      onclick: () => { flip(state.unfolded, section.folder); redraw(); focusOn(`[data-fold=${CSS.escape(section.folder)}]`); },
    }, foreign(section.title));
    const rows = row(`section ${section.folder}`, "", fold, section.title);
    for (const rule of unfolded ? data.rules.filter((one) => one.section === section.folder) : []) {
      if (any(count, `rule ${rule.id}`, runs)) {
        rows.push(...row(`rule ${rule.id}`, "rule", [code(rule.id), make("small", { title: rule.says }, rule.says)], rule.id));
      }
    }
    return make("tbody", { className: "section" }, rows);
  });
  const whole = make("tbody", {}, row("", "whole", "Total", "Total"));
  byId("matrix").className = several ? "several" : "";
  byId("matrix").replaceChildren(head, ...bodies, whole);
  const first = byId("matrix").querySelector("tbody button");
  if (first) first.tabIndex = 0;
  byId("unfold").textContent = state.unfolded.size ? "Fold all sections" : "Unfold all sections";
}

const any = (count, key, runs) => runs.some((run) => count(key, run, "total").size > 0);
const flip = (set, one) => set.has(one) ? set.delete(one) : set.add(one);

/** Return the row with the cases of the opened cell. */
function sheet(key, name, cases, width) {
  const [, run, column] = JSON.parse(state.opened);
  const [kind, id] = [key.slice(0, key.indexOf(" ")), key.slice(key.indexOf(" ") + 1)];
  const inside = cases.filter((one) => shownIn(one, run)
    && (column === "total" || one.column === column)
    && (key === "" || (kind === "section" ? one.section === id : one.rules.includes(id))));
  if (!inside.length) return null;
  const rule = kind === "rule" ? rules.get(id) : null;
  return make("tr", { className: "opened" }, make("td", { colSpan: width }, make("div", { className: "sheet" },
    make("p", {}, make("b", {}, name), ", ", data.columns.find((one) => one.name === column).title,
      several ? [", ", foreign(data.runs[run].label)] : "", ` — ${inside.length} ${inside.length === 1 ? "case" : "cases"}`),
    rule ? make("p", { className: "faint" }, foreign(rule.says)) : null,
    listOf(inside, run))));
}

/** Return the first cases of a list, and a button for the others. */
function listOf(cases, run) {
  const list = make("div", {});
  const draw = (from) => {
    list.append(...sorted(cases, [run]).slice(from, from + PAGE).map(drawCase));
    if (cases.length > from + PAGE) {
      const more = make("button", { type: "button", onclick: () => { more.remove(); draw(from + PAGE); } },
        `${cases.length - from - PAGE} more`);
      list.append(more);
    }
  };
  draw(0);
  return list;
}

function openCell(event) {
  const key = event.currentTarget.getAttribute("data-key");
  state.opened = state.opened === key ? null : key;
  redraw();
  focusOn(`[data-key="${CSS.escape(key)}"]`);
}

function focusOn(selector) {
  const found = byId("matrix").querySelector(selector);
  if (found) rove(found);
}

/** Make a button of the matrix the one that the tab key reaches, and focus it. */
function rove(button) {
  for (const one of byId("matrix").querySelectorAll("tbody [tabindex='0']")) one.tabIndex = -1;
  button.tabIndex = 0;
  button.focus();
}

byId("matrix").addEventListener("keydown", (event) => {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  const place = event.target.closest("tbody > tr:not(.opened) > *");
  if (!step || !place) return;
  event.preventDefault();
  const rows = [...byId("matrix").querySelectorAll("tbody > tr:not(.opened)")];
  let [down, across] = [rows.indexOf(place.parentElement), place.cellIndex];
  for (;;) {
    [down, across] = [down + step[0], across + step[1]];
    const cell = rows[down]?.cells[across];
    if (!cell) return;
    const button = cell.querySelector("button");
    if (button) return rove(button);
  }
});

// Cases --------------------------------------------------------------------------------------------------------------

/** Return cases: first those that keep a run from conforming, then known failures, then the others in order. */
function sorted(cases, runs) {
  const rank = (one) => Math.min(...runs.map((run) => {
    const className = classOf(outcomeOf(one, run));
    return ["bad", "known", "good", "none"].indexOf(className);
  }));
  return cases.map((one) => [rank(one), one]).sort((a, b) => a[0] - b[0]).map(([, one]) => one);
}

function drawCases(cases) {
  const ordered = sorted(cases, shownRuns());
  byId("cases").replaceChildren(...ordered.slice(0, state.most).map(drawCase));
  if (!cases.length) byId("cases").append(make("p", { className: "faint" }, "No case fits these filters."));
  const left = cases.length - state.most;
  byId("more").hidden = left <= 0;
  byId("more").textContent = `${Math.min(left, PAGE)} more of ${left}`;
}

const mark = (outcome, label = "") =>
  make("span", { className: `mark ${classOf(outcome)}` }, label ? [foreign(label), ": "] : "", outcome);

function drawCase(one) {
  const drawn = make("details", { className: "scenario", "data-case": one.id },
    make("summary", {}, make("span", { className: "what" }, code(one.id), make("span", { className: "name" }, foreign(one.scenario))),
      make("span", { className: "marks" },
        shownRuns().map((run) => mark(outcomeOf(one, run), several ? data.runs[run].short : "")))));
  drawn.addEventListener("toggle", () => fill(drawn, one));
  return drawn;
}

/** Draw the inside of a case once it is opened: what is wrong first, what it is called last. */
function fill(drawn, one) {
  if (!drawn.open || drawn.childElementCount > 1) return;
  const failed = new Set(one.results.flatMap((result) => result?.failures.map((failure) => failure.line) ?? []));
  drawn.append(make("div", { className: "inside" },
    make("div", { className: "results" }, shownRuns().map((run) => drawResult(one, run))),
    make("ol", { className: "steps" }, one.steps.map((step) => drawStep(step, failed.has(step.line)))),
    one.rules.length ? make("ul", {}, one.rules.map((rule) =>
      make("li", {}, code(rule), " ", foreign(rules.get(rule)?.says ?? "")))) : null,
    make("p", { className: "faint" }, foreign(`${one.path}:${one.line}`), " ", copying(`${one.path}:${one.line}`, "Copy the place"),
      ` · holds in ${one.dialects.join(", ")} · `,
      make("a", { href: `#${new URLSearchParams({ case: one.id })}` }, "link to this case")),
    one.tags.length ? make("p", {}, one.tags.map((tag) => make("span", { className: "tag" }, foreign(tag)))) : null));
}

const drawStep = (step, failed) => make("li", { className: failed ? "failed" : "" },
  make("b", {}, step.keyword), " ", foreign(step.text),
  step.table.length ? make("div", { className: "scroll" }, make("table", {}, step.table.map((row) =>
    make("tr", {}, row.map((cell) => make("td", {}, foreign(cell))))))) : null,
  step.docstring === null ? null : make("pre", {}, foreign(step.docstring)));

function drawResult(one, run) {
  const result = one.results[run];
  // The case's name already says that it passed or was not run.
  if (!result || result.outcome === "passed") return null;
  return make("div", { className: "result" },
    make("h3", {}, mark(result.outcome), several ? [" ", foreign(data.runs[run].label)] : "",
      result.dialect ? make("span", { className: "faint" }, " judged in ", foreign(result.dialect)) : null),
    result.reason ? make("p", {}, foreign(result.reason)) : null,
    result.deviations.map((says) => make("p", { className: "explained" }, "deviates, as declared: ", foreign(says))),
    result.issue ? make("p", {}, link(result.issue)) : null,
    result.failures.map((failure) => [
      make("h4", {}, `line ${failure.line}: `, foreign(failure.step)),
      make("table", { className: "differences" },
        make("thead", {}, make("tr", {}, ["where", "expected", "actual"].map((name) => make("th", { scope: "col" }, name)))),
        make("tbody", {}, failure.differences.map(([path, expected, actual]) => make("tr", {},
          make("td", {}, foreign(path)), make("td", { className: "expected" }, marked(expected, actual)),
          make("td", { className: "actual" }, marked(actual, expected)))))),
    ]),
    result.explained ? [
      make("p", { className: "explained" }, "explained: ", foreign(result.explained)),
      make("ul", {}, result.divergences.map(([name, says]) => make("li", {}, code(name), " ", foreign(says)))),
    ] : null,
    result.remark ? make("p", { className: "explained" }, result.remark) : null,
    result.events?.length ? unfolding(`${result.events.length === 1 ? "The event" : `The ${result.events.length} events`} that arrived`, result.events.join("\n")) : null,
    result.eventsLeftOut ? make("p", { className: "faint" }, "This page has no room for the events; the stream of records has them.") : null,
    result.stderr ? unfolding("Standard error of the adapter", result.stderr) : null,
    result.messages.length ? unfolding("The last messages", result.messages.join("\n")) : null,
    result.messagesLeftOut ? make("p", { className: "faint" }, "This page has no room for the messages; the stream of records has them.") : null,
    result.repeat ? make("div", { className: "again" },
      make("pre", { className: "repeat", title: "perform it again" }, foreign(result.repeat)),
      copying(result.repeat, "Copy the command")) : null,
    result.failures.length ? explore(one, run) : null);
}

/** Where `devicemode explore` serves its page unless it is told otherwise. */
const EXPLORER = "http://127.0.0.1:8119";

/**
 * Lead to the step at which a case failed. This page can't know whether the explorer runs, so it says which command has
 * to; without the stream, the explorer shows the step on the reference alone.
 */
function explore(one, run) {
  const path = one.id.split("/").map(encodeURIComponent).join("/");
  const [failure] = one.results[run].failures;
  const command = data.runs[run].explore;
  return [
    make("p", {},
      make("a", { className: "explore", href: `${EXPLORER}/case/${path}?line=${failure.line}`, rel: "noopener noreferrer", target: "_blank" }, `Open line ${failure.line} in the explorer`),
      make("span", { className: "faint" }, " once this command runs: what this port sent beside the reference, step by step, and why.")),
    make("div", { className: "again" }, make("pre", { className: "repeat", title: "run the explorer" }, foreign(command)), copying(command, "Copy the explorer’s command")),
  ];
}

/** Text with what another text has otherwise marked: all between what both begin and what both end with. */
function marked(text, other) {
  const most = Math.min(text.length, other.length);
  let [begin, end] = [0, 0];
  while (begin < most && text[begin] === other[begin]) begin += 1;
  while (end < most - begin && text[text.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  if (begin + end < MARKED_FROM) return foreign(text);
  const middle = text.slice(begin, text.length - end);
  return make("bdi", {}, text.slice(0, begin), middle ? make("mark", {}, middle) : null, text.slice(text.length - end));
}

/** What two texts have to have in common before a part of them is marked. */
const MARKED_FROM = 4;

/** A button that copies a text. */
function copying(text, name) {
  const button = make("button", { type: "button", className: "copy", title: name, "aria-label": name, onclick: async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select it and copy";
    }
  } }, "Copy");
  return button;
}

// What fails, by cause -----------------------------------------------------------------------------------------------

const casesById = new Map(data.cases.map((one) => [one.id, one]));

/** Draw each cause once: the cases of a cause when it is opened, with the one that shows it best first and open. */
function drawGroups() {
  byId("groups").replaceChildren(...data.groups.map((group) => {
    const count = group.cases.length;
    const drawn = make("details", { className: "group" }, make("summary", {},
      make("span", { className: "mark bad" }, `${count} ${count === 1 ? "case" : "cases"}`), " ",
      several ? [make("span", { className: "faint" }, foreign(data.runs[group.run].short)), " "] : "",
      make("span", {}, group.says.map(([part, quoted]) => quoted ? code(part) : part))));
    drawn.addEventListener("toggle", () => {
      if (!drawn.open || drawn.childElementCount > 1) return;
      const others = group.cases.filter((id) => id !== group.example);
      drawn.append(listOf([group.example, ...others].map((id) => casesById.get(id)), group.run));
      const first = drawn.querySelector(".scenario");
      if (first) first.open = true;
    });
    return drawn;
  }));
  byId("groups-section").hidden = !data.groups.length;
}

const unfolding = (title, text) => make("details", {}, make("summary", {}, title), make("pre", { tabIndex: 0 }, foreign(text)));

/** Return a link to a web address, and the text of anything else. */
function link(address) {
  return /^https?:\/\/\S+$/i.test(address)
    ? make("a", { href: address, rel: "noopener noreferrer nofollow" }, foreign(address)) : foreign(address);
}

// Filters, and the address that keeps them ---------------------------------------------------------------------------

function redraw() {
  const cases = chosen();
  drawMatrix(cases);
  drawCases(cases);
  const some = FILTERS.some((name) => state[name] !== "");
  byId("count").textContent = some ? `${cases.length} of ${data.cases.length} cases` : `${data.cases.length} cases`;
  byId("show-all").disabled = !some;
}

function options(name, all, entries) {
  byId(name).replaceChildren(make("option", { value: "" }, all), ...entries.map(([value, title]) => make("option", { value }, title)));
}

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const name of FILTERS) {
    state[name] = name === "text" ? asked.get("case") ?? asked.get(name) ?? "" : asked.get(name) ?? "";
    byId(name).value = state[name];
    // A value that can't be chosen is not a filter.
    if (byId(name).value !== state[name]) byId(name).value = state[name] = "";
  }
  state.most = PAGE;
  redraw();
  const wanted = asked.get("case");
  const drawn = /** @type {any} */ (wanted && document.querySelector(`#cases [data-case="${CSS.escape(wanted)}"]`));
  if (drawn) {
    drawn.open = true;
    drawn.scrollIntoView();
  }
}

function filtersChanged() {
  for (const name of FILTERS) state[name] = byId(name).value;
  state.most = PAGE;
  redraw();
  const kept = new URLSearchParams(FILTERS.filter((name) => state[name] !== "").map((name) => [name, state[name]]));
  history.replaceState(null, "", `#${kept}`);
}

const present = new Set(data.cases.flatMap((one) => data.runs.map((_, run) => outcomeOf(one, run))));
options("outcome", "All", [
  ...([...present].some((outcome) => BAD.has(outcome)) ? [["bad", "broken"]] : []),
  ...data.outcomes.filter((outcome) => present.has(outcome)).map((outcome) => [outcome, outcome]),
]);
options("platform", "All", data.columns.filter((column) => column.name !== "total").map((column) => [column.name, column.title]));
options("section", "All", data.sections.map((section) => [section.folder, section.title]));
options("run", "All", data.runs.map((run, index) => [String(index), run.label]));
byId("run").parentElement.hidden = !several;
for (const name of FILTERS) byId(name).addEventListener("input", filtersChanged);
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("show-all").addEventListener("click", () => {
  for (const name of FILTERS) byId(name).value = "";
  filtersChanged();
});
byId("more").addEventListener("click", () => { state.most += PAGE; drawCases(chosen()); });
byId("unfold").addEventListener("click", () => {
  state.unfolded = state.unfolded.size ? new Set() : new Set(data.sections.map((section) => section.folder));
  redraw();
});
addEventListener("hashchange", readAddress);

// On paper, the cases that keep a run from conforming are open, at most as many as are listed.
let openedForPrint = [];
addEventListener("beforeprint", () => {
  const folded = /** @type {any[]} */ ([...document.querySelectorAll("#cases .scenario:not([open])")]);
  openedForPrint = folded.filter((one) => one.querySelector("summary .bad"));
  for (const drawn of openedForPrint) {
    drawn.open = true;
    fill(drawn, data.cases.find((one) => one.id === drawn.getAttribute("data-case")));
  }
});
addEventListener("afterprint", () => { for (const drawn of openedForPrint) drawn.open = false; });

drawGroups();
byId("needs-script").hidden = true;
for (const id of ["filters", "matrix-section", "cases-section"]) byId(id).hidden = false;
readAddress();
