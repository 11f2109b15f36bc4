/**
 * The calculator's page. The case is in the form and nowhere else: nothing is stored, nothing is sent, and the address never changes.
 */

import { Engine } from "./engine.js";
import { Form } from "./form.js";
import { Problems, follow } from "./problems.js";
import * as result from "./result.js";
import { choose, language, put, say, take } from "./texts.js";

/** How long nothing is written before what takes longer is looked for, milliseconds. */
const PAUSE = 400;

/** @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {{texts: Record<string, Record<string, string>>, municipalities: import("./values.js").Municipality[], example: Record<string, any>}} */
const data = await (await fetch(new URL("data.json", import.meta.url))).json();
take(data.texts);
part("not-served").remove();

const root = /** @type {HTMLFormElement} */ (part("form"));
const form = new Form(root, data.municipalities);
const problems = new Problems(form, part("problems"), part("lacks"));
part("municipalities").replaceChildren(...data.municipalities.map(({ number, name }) => new Option("", `${number} ${name}`)));
form.clear();

let ready = false;
/** @type {import("./problems.js").Problem[]} what is wrong with the file that was opened and the form cannot hold */
let ofFile = [];
let untouched = true;
let asked = "";
let working = false;
let pause = 0;
/** @type {number | null} when the first thing was written that the result does not know of yet */
let written = null;

const engine = new Engine(
  (share) => {
    /** @type {HTMLProgressElement} */ (part("progress")).value = Math.min(share * 90, 90);
    if (share >= 1) put(part("engine-said"), "engine.starting");
  },
  () => {
    ready = true;
    performance.mark("ready");
    part("engine").hidden = true;
    if (!part("said").textContent) heard("engine.ready");
    update();
  },
  () => broken("engine.failed"),
);

/** @param {string} key that something does not work, and what to do */
function broken(key) {
  part("engine").hidden = false;
  part("engine").classList.add("broken");
  part("progress").hidden = true;
  put(part("engine-said"), key);
  state("broken");
}

/** @param {string} key @param {Record<string, string>} [words] what has been done, for the eye and the ear */
function heard(key, words = {}) {
  part("said").textContent = say(key, words);
}

/** @param {"empty" | "waiting" | "wrong" | "shown" | "broken"} now */
function state(now) {
  part("result").dataset.state = now;
  part("lacks").hidden = now === "shown" || now === "wrong";
  part("waits").hidden = now === "shown" || part("total").hidden;
}

/** Reckon what is written, if it is other than what was reckoned last. While the library works, only the last thing written waits. */
async function update() {
  const lang = language();
  const text = JSON.stringify(form.read());
  if (!ready || `${lang} ${text}` === asked) return;
  asked = `${lang} ${text}`;
  window.clearTimeout(pause);
  part("looking").hidden = !part("told-outlook").hasChildNodes();
  part("result").setAttribute("aria-busy", "true");
  if (working) return;
  working = true;
  try {
    await reckon(lang, text);
  } catch {
    broken("engine.stopped");
  } finally {
    working = false;
  }
}

/** @param {string} lang @param {string} text */
async function reckon(lang, text) {
  const began = asked;
  const answer = await engine.ask("evaluated", text, lang);
  if (asked !== began) return reckon(language(), JSON.stringify(form.read()));
  shown(answer);
}

/** @param {any} answer */
function shown(answer) {
  part("result").setAttribute("aria-busy", "false");
  const found = [...(answer.problems ?? []), ...ofFile];
  const wrong = problems.show(found);
  if (found.length) {
    part("looking").hidden = true;
    if (untouched) result.clear();
    part("lacks").querySelector(".missing")?.toggleAttribute("hidden", untouched);
    state(wrong ? "wrong" : untouched ? "empty" : "waiting");
    if (wrong) result.warn(say("problems.title"), wrong);
    written = null;
    return;
  }
  result.show(answer);
  state("shown");
  measured();
  pause = window.setTimeout(look, PAUSE);
}

/** Look for what takes longer: other readings, and what is near. */
async function look() {
  const began = asked;
  const text = JSON.stringify(form.read());
  part("looking").hidden = false;
  const answer = await engine.ask("outlook", text, language());
  if (asked !== began) return;
  part("looking").hidden = true;
  if (answer.outlook !== undefined) result.showOutlook(answer.outlook);
  part("result").dataset.looked = began;
}

/** Measure from what was written to what is shown, and the first result from the beginning of the page. */
function measured() {
  if (!performance.getEntriesByName("first-result").length) performance.measure("first-result", { start: 0 });
  if (written !== null) performance.measure("written-to-shown", { start: written });
  written = null;
}

/** Something was written or chosen. */
function changed() {
  untouched = false;
  ofFile = [];
  written ??= performance.now();
  update();
}

root.addEventListener("input", changed);
root.addEventListener("change", changed);
root.addEventListener("submit", (event) => event.preventDefault());
root.addEventListener("focusout", ({ target }) => {
  const field = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(".field")) : null;
  if (!field) return;
  problems.left.add(field);
  form.tidy(field);
  window.setTimeout(() => {
    asked = asked && part("result").dataset.state !== "shown" ? "-" : asked;
    update();
  });
});
root.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("button") : null;
  if (button?.matches(".add")) {
    const list = /** @type {HTMLElement} */ (button.parentElement?.querySelector("[data-rows]"));
    /** @type {HTMLElement | null} */ (form.add(list).querySelector("input, select"))?.focus();
  } else if (button?.matches(".remove")) {
    const row = /** @type {HTMLElement} */ (button.closest("li"));
    const what = row.querySelector("legend")?.textContent?.trim() ?? "";
    form.remove(row);
    heard("said.removed", { what });
    changed();
  }
});
document.addEventListener("click", follow);

/** Put a case in the form. @param {Record<string, any>} document */
function fill(document) {
  form.write(document);
  for (const field of form.fields(root)) problems.left.add(field);
  untouched = false;
  asked = asked && "-";
  written = performance.now();
}

part("example").addEventListener("click", () => {
  ofFile = [];
  fill(data.example);
  heard("said.example");
  update();
});

part("clear").addEventListener("click", () => {
  ofFile = [];
  form.clear();
  problems.left = new WeakSet();
  untouched = true;
  result.clear();
  heard("said.cleared");
  update();
});

part("open").addEventListener("change", async ({ target }) => {
  const input = /** @type {HTMLInputElement} */ (target);
  const file = input.files?.[0];
  if (!file) return;
  const answer = await engine.ask("opened", await file.text(), language());
  input.value = "";
  if (!answer.case) {
    const why = answer.problems.map((/** @type {import("./problems.js").Problem} */ each) => each.message).join(" ");
    heard("said.not-read", { name: file.name, why });
    return;
  }
  fill(answer.case);
  form.read();
  ofFile = (answer.problems ?? []).filter((/** @type {import("./problems.js").Problem} */ each) => !form.places.has(each.at));
  heard("said.opened", { name: file.name });
  update();
});

part("download").addEventListener("click", () => {
  const text = `${JSON.stringify(form.read(), null, 2)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `${say("action.file")}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
  heard("said.downloaded");
});

part("print").addEventListener("click", () => window.print());

document.querySelector(".switch")?.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-lang]") : null;
  if (!button) return;
  choose(button.getAttribute("data-lang") ?? "nb", document);
  for (const list of form.lists) form.count(list);
  part("said").textContent = "";
  update();
});
