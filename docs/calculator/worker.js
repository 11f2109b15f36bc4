/** Python and the library, away from the page's own thread. Every file comes from the calculator's folder; large ones are packed. */

import { loadPyodide } from "./pyodide/pyodide.mjs";

const here = new URL("./", self.location.href);
const plain = self.fetch.bind(self);
/** @type {Record<string, {file: string, bytes: number, packed: boolean}>} the files that are fetched, by their usual names */
const files = await (await plain(new URL("files.json", here))).json();
const whole = Object.values(files).reduce((sum, each) => sum + each.bytes, 0);
let got = 0;

/** A file of the folder, unpacked, its bytes counted as they come. @param {string} name */
async function fetched(name) {
  const { file, packed } = files[name];
  const response = await plain(new URL(file, here));
  if (!response.ok || !response.body) throw new Error(`${file}: ${response.status}`);
  const counting = new TransformStream({
    transform(piece, out) {
      got += piece.byteLength;
      self.postMessage({ progress: got / whole });
      out.enqueue(piece);
    },
  });
  const counted = response.body.pipeThrough(counting);
  const body = packed ? counted.pipeThrough(new DecompressionStream("gzip")) : counted;
  const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  return new Response(body, { headers: { "Content-Type": type } });
}

self.fetch = (what, options) => {
  const name = String(what instanceof Request ? what.url : what).split("/").pop() ?? "";
  return Object.hasOwn(files, name) ? fetched(name) : plain(what, options);
};

/** Python with the library in it, and what of it the page calls. */
async function started() {
  const library = fetched("library.zip").then((response) => response.arrayBuffer());
  const python = await loadPyodide({ indexURL: new URL("pyodide/", here).href });
  python.unpackArchive(await library, "zip", { extractDir: "/library" });
  python.runPython("import sys; sys.path.insert(0, '/library')");
  return python.pyimport("glue");
}

try {
  const glue = await started();
  self.onmessage = ({ data: { id, what, text, lang } }) => {
    try {
      self.postMessage({ id, answer: glue[what](text, lang) });
    } catch (error) {
      self.postMessage({ id, failed: String(error) });
    }
  };
  self.postMessage({ ready: true });
} catch (error) {
  self.postMessage({ failed: String(error) });
}
