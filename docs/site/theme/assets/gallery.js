// The gallery's index and its page of two schemes. Both work from the file system: nothing is fetched.
"use strict";

const filter = document.getElementById("filter");
if (filter) index();
const choose = document.getElementById("choose");
if (choose) compare();

// The rows that are shown are those that meet every field; what is asked for stands behind # in the address.
function index() {
  const rows = [...document.querySelectorAll(".entries tbody tr")];
  restore();
  filter.addEventListener("input", update);
  filter.addEventListener("submit", (event) => event.preventDefault());
  filter.addEventListener("reset", () => setTimeout(update));
  document.querySelector(".entries").addEventListener("change", picked);
  update();
  picked();

  function update() {
    const asked = new FormData(filter);
    const words = asked.get("words").toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const has = asked.getAll("has");
    let count = 0;
    for (const row of rows) {
      const data = row.dataset;
      const special = data.words.split("|");
      const shown =
        ["kind", "order", "stages", "explicit"].every((key) => !asked.get(key) || data[key] === asked.get(key)) &&
        words.every((word) => data.text.includes(word)) &&
        has.every((word) => special.includes(word));
      row.hidden = !shown;
      count += shown;
    }
    document.getElementById("count").value = `${count} of ${rows.length}`;
    remember(asked);
  }

  function remember(asked) {
    const kept = new URLSearchParams([...asked].filter(([, value]) => value));
    history.replaceState(null, "", `#${kept}`);
  }

  function restore() {
    for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
      for (const field of filter.querySelectorAll(`[name="${CSS.escape(key)}"]`)) {
        if (field.type !== "checkbox") field.value = value;
        else if (field.value === value) field.checked = true;
      }
    }
  }

  function picked() {
    const boxes = [...document.querySelectorAll(".pick input")];
    const names = boxes.filter((box) => box.checked).map((box) => box.value);
    for (const box of boxes) box.disabled = names.length === 2 && !box.checked;
    const bar = document.getElementById("picked");
    bar.hidden = names.length === 0;
    bar.replaceChildren();
    if (names.length === 1) bar.append(`${names[0]}: choose another to compare it with`);
    if (names.length === 2) bar.append(link(`compare.html?a=${names[0]}&b=${names[1]}`, `Compare ${names.join(" and ")}`));
  }
}

// Two schemes side by side: what is known of each stands in a script of its own, which hands it to `show`.
function compare() {
  const asked = new URLSearchParams(location.search);
  const names = ["a", "b"].map((key) => asked.get(key) || "");
  for (const key of ["a", "b"]) choose.elements[key].value = asked.get(key) || "";
  const known = {};
  window.show = (scheme) => {
    known[scheme.name] = scheme;
    if (names.every((name) => known[name])) draw(...names.map((name) => known[name]));
  };
  if (names.every(Boolean)) new Set(names).forEach(load);

  function load(name) {
    const script = document.createElement("script");
    if (!/^[\w.+-]+$/.test(name)) return missing(name);
    script.src = `data/${name}.js`;
    script.onerror = () => missing(name);
    document.head.append(script);
  }

  function missing(name) {
    const told = document.createElement("p");
    told.append(`The catalogue has no scheme of the name ${name}.`);
    document.getElementById("compared").replaceChildren(told);
  }

  function draw(...both) {
    const table = document.createElement("table");
    table.className = "compared";
    const head = table.createTHead().insertRow();
    head.append(cell("th", "Compared"));
    for (const scheme of both) {
      const name = cell("th", "");
      name.scope = "col";
      name.append(link(`schemes/${scheme.name}.html`, scheme.name));
      head.append(name);
    }
    const body = table.createTBody();
    drawn(body, "Tableau", both.map((scheme) => scheme.tableau));
    drawn(body, "Stability region", both.map((scheme) => scheme.pictures[0] || ""));
    drawn(body, "Order star", both.map((scheme) => scheme.pictures[1] || ""));
    for (const label of new Set(both.flatMap((scheme) => Object.keys(scheme.rows)))) {
      const values = both.map((scheme) => scheme.rows[label] ?? "–");
      const row = line(body, label);
      row.classList.toggle("differs", values[0] !== values[1]);
      for (const value of values) row.append(cell("td", value));
    }
    document.getElementById("compared").replaceChildren(table);
    document.title = both.map((scheme) => scheme.name).join(" and ");
  }

  function drawn(body, label, pieces) {
    const row = line(body, label);
    for (const piece of pieces) {
      const box = cell("td", "");
      box.innerHTML = piece || "–"; // of this site's own making
      row.append(box);
    }
  }

  function line(body, label) {
    const row = body.insertRow();
    const name = cell("th", label);
    name.scope = "row";
    row.append(name);
    return row;
  }
}

function cell(kind, text) {
  const made = document.createElement(kind);
  made.append(text);
  return made;
}

function link(target, text) {
  const made = document.createElement("a");
  made.href = target;
  made.append(text);
  return made;
}
