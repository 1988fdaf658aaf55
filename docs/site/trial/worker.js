// Python in a worker of its own, which the page ends where it takes too long. It is given the files that it needs and
// fetches nothing; what is typed is read by the package's own readers and never run.

const INFO = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" };
const BEGIN = `
import json, sys
sys.path.insert(0, "/packages")
from tableau2net.checking.typed import pieces

def told(text):
    for piece in pieces(text):
        yield json.dumps(piece)
`;
let told;

self.onmessage = async ({ data }) => {
  try {
    if (data.files) await begin(data.files);
    else for (const piece of told(data.text)) postMessage({ piece: JSON.parse(piece) });
    postMessage({ done: true });
  } catch (error) {
    postMessage({ fault: String(error.message ?? error) });
  }
};

async function begin(files) {
  self.fetch = async (resource) => {
    const name = String(resource.url ?? resource).split("/").pop();
    if (!files[name]) throw new TypeError(`nothing is fetched here, and ${name} is not among the files`);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(files[name], { headers: { "Content-Type": type } });
  };
  const { loadPyodide } = await module(files["pyodide.mjs"]);
  const { default: createPyodideModule } = await module(files["pyodide.asm.mjs"]);
  const lockFileContents = { info: INFO, packages: {} };
  const python = await loadPyodide({ indexURL: "https://pyodide.invalid/", createPyodideModule, lockFileContents });
  python.unpackArchive(files["packages.zip"], "zip", { extractDir: "/packages" });
  python.runPython(BEGIN);
  told = python.globals.get("told");
}

// As text in the address: a page that is opened as a file may import nothing else.
function module(content) {
  return import(new FileReaderSync().readAsDataURL(new Blob([content], { type: "text/javascript" })));
}
