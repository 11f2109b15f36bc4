/** The page's texts in the language that is chosen, and the page said anew in another. */

/** @type {Record<string, Record<string, string>>} */
let all = {};
let lang = document.documentElement.lang;

/** @param {Record<string, Record<string, string>>} texts by language and key */
export function take(texts) {
  all = texts;
}

/** The language that is chosen: `nb`, `nn` or `en`. */
export function language() {
  return lang;
}

/**
 * The text of a key, its words in braces filled in.
 * @param {string} key @param {Record<string, string>} [words] @returns {string}
 */
export function say(key, words = {}) {
  return (all[lang]?.[key] ?? "").replace(/\{(\w+)\}/g, (whole, word) => words[word] ?? whole);
}

/** @param {string} key whether there is a text of it */
export function has(key) {
  return all[lang]?.[key] !== undefined;
}

/**
 * Say an element anew, now and whenever the language changes.
 * @param {Element} element @param {string} key
 */
export function put(element, key) {
  element.setAttribute("data-t", key);
  if (has(key)) element.textContent = say(key);
}

/**
 * Choose a language and say everything in a part of the page in it, also what stands ready in templates.
 * @param {string} chosen @param {Document} page
 */
export function choose(chosen, page) {
  lang = chosen;
  page.documentElement.lang = chosen;
  page.title = say("app.title");
  const templates = [...page.querySelectorAll("template")].map((each) => each.content);
  for (const root of [page, ...templates]) {
    for (const each of root.querySelectorAll("[data-t]")) put(each, each.getAttribute("data-t") ?? "");
    for (const each of root.querySelectorAll("[data-t-label]")) each.setAttribute("aria-label", say(each.getAttribute("data-t-label") ?? ""));
  }
  for (const each of page.querySelectorAll("[data-lang]")) {
    each.setAttribute("aria-pressed", String(each.getAttribute("data-lang") === chosen));
  }
  page.getElementById("site")?.setAttribute("href", `../${chosen === "en" ? "en" : "nb"}/index.html`);
}
