/** Compiles the Python files below a folder with the Python that the browser will run: `node precompile.mjs FOLDER`. The docstrings of others are left out. */

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const installed = dirname(createRequire(join(process.cwd(), "package.json")).resolve("pyodide/package.json"));
const { loadPyodide } = await import(pathToFileURL(join(installed, "pyodide.mjs")).href);
const python = await loadPyodide();
python.mountNodeFS("/folder", folder);
python.runPython(`
import pathlib
import py_compile

for source in sorted(pathlib.Path("/folder").rglob("*.py")):
    named = str(source.relative_to("/folder"))
    kept = str(source.with_suffix(".pyc"))
    level = 0 if named.startswith(("_pyodide/", "alis_rules/", "pyodide/")) else 2
    py_compile.compile(str(source), kept, named, doraise=True, optimize=level, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    source.unlink()
`);
