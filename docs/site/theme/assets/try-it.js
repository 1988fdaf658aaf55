// The page on which a tableau is typed. Python and its packages stand in scripts beside it, as text, so that the page
// works from the file system too; each hands itself to `give`. They are loaded when they are first needed.
"use strict";

const SECONDS = 120; // that a proof may take
const form = document.getElementById("typed");
if (form) page();

function page() {
  const text = form.elements.text;
  const state = document.getElementById("state");
  const result = document.getElementById("result");
  const stop = document.getElementById("stop");
  const names = form.dataset.files.split(" ");
  let files, worker, timer;

  if (location.hash.length > 1) text.value = decodeURIComponent(location.hash.slice(1));
  form.elements.example.addEventListener("change", (event) => {
    const example = document.getElementById(event.target.value);
    if (example) text.value = example.textContent;
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    prove(text.value);
  });
  stop.addEventListener("click", () => ended("Stopped."));

  async function prove(typed) {
    form.elements.prove.disabled = true;
    stop.hidden = false;
    result.replaceChildren();
    try {
      files ??= await load();
      worker ??= await begin();
      say("Proving …");
      timer = setTimeout(() => ended(`Stopped after ${SECONDS} seconds.`), 1000 * SECONDS);
      await asked({ text: typed }, show);
      finish("Done.");
    } catch (error) {
      ended(`This did not work: ${error.message}`);
    }
  }

  async function load() {
    const found = {};
    window.give = async (name, content) => {
      found[name] = unpacked(content);
    };
    for (const [place, name] of names.entries()) {
      say(`Loading Python: ${place + 1} of ${names.length} …`);
      await script(`try-it/${name}.js`);
      found[name] = await found[name];
    }
    return found;
  }

  async function begin() {
    say("Starting Python …");
    // In a page that is opened as a file the theme has a Worker of its own, for its search: a new frame has the browser's.
    const frame = document.createElement("iframe");
    frame.hidden = true;
    document.body.append(frame);
    const source = encodeURIComponent(new TextDecoder().decode(files["worker.js"]));
    worker = new frame.contentWindow.Worker(`data:text/javascript,${source}`, { type: "module" });
    await asked({ files });
    return worker;
  }

  // What the worker answers to a message: pieces, until it is done.
  function asked(message, piece = () => {}) {
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.piece) piece(data.piece);
        else if (data.done) resolve();
        else reject(new Error(data.fault));
      };
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(message);
    });
  }

  function ended(words) {
    if (worker) worker.terminate();
    worker = undefined;
    finish(words);
  }

  function finish(words) {
    clearTimeout(timer);
    form.elements.prove.disabled = false;
    stop.hidden = true;
    say(words);
  }

  function say(words) {
    state.value = words;
  }

  function show(piece) {
    if (piece.refused) result.append(refused(piece.refused));
    if (piece.tableau) {
      const drawn = made("div", "");
      drawn.innerHTML = piece.tableau; // of the package's own making, which escapes what was typed
      result.append(made("h2", piece.heading), drawn);
    }
    if (piece.proof) {
      const proof = made("pre", piece.proof);
      proof.className = `said ${piece.verdict}`;
      proof.tabIndex = 0;
      result.append(made("h2", "Proof"), proof);
    }
    for (const word of [piece.note, piece.reduction]) if (word) result.append(made("p", word));
    for (const { title, rows } of piece.properties ?? []) result.append(made("h2", title), table(rows));
  }

  function refused({ line, column, message, found, expected }) {
    const told = made("p", "");
    told.className = "refused";
    told.role = "alert";
    const detail = [found && `found ${found}`, expected && `expected ${expected}`].filter(Boolean).join("; ");
    told.append(made("strong", line ? `Line ${line}, column ${column}: ` : ""), message, detail ? `: ${detail}` : "");
    if (line) point(line, column);
    return told;
  }

  // The place of a mistake is selected in the text.
  function point(line, column) {
    const before = text.value.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
    text.focus();
    text.setSelectionRange(start, start + 1);
  }
}

function table(rows) {
  const found = document.createElement("table");
  found.className = "facts";
  for (const [name, value] of rows) {
    const row = found.insertRow();
    row.append(made("th", name), made("td", value));
  }
  return found;
}

function made(kind, words) {
  const element = document.createElement(kind);
  element.append(words);
  return element;
}

function script(source) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = source;
    element.onload = resolve;
    element.onerror = () => reject(new Error(`${source} is missing`));
    document.head.append(element);
  });
}

// Bytes that were compressed by gzip and written in base 64.
async function unpacked(content) {
  const packed = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
