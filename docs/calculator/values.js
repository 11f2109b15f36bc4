/**
 * What people write, as the contract has it, and back: numbers, days, municipalities. Nothing is judged here: what cannot be read is
 * handed on as it was written, and the library says what is wrong with it.
 */

/** @typedef {{number: string, name: string}} Municipality */

const SPACES = /[\s\u00a0\u202f]/g;
const AMBIGUOUS = /^\d{1,3}([.,]\d{3})+$/;

/**
 * A number with a comma or a point before its decimals, and spaces between thousands, as digits. One like `9.800` could mean two things, and
 * is handed on so that it is refused.
 * @param {string} text @returns {string}
 */
export function number(text) {
  const tight = text.replace(SPACES, "");
  if (AMBIGUOUS.test(tight)) return `${tight} `;
  const both = tight.includes(",") && tight.includes(".");
  const digits = (both ? tight.replaceAll(".", "") : tight).replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(digits) ? digits : text;
}

/**
 * Digits as a number is written in a language.
 * @param {unknown} value @param {string} lang @returns {string}
 */
export function numberShown(value, lang) {
  const text = String(value);
  if (!/^\d+(\.\d+)?$/.test(text)) return text;
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return lang === "en" ? short : short.replace(".", ",");
}

/**
 * A day, `31.12.2025`, `31122025` or `2025-12-31`, as the contract has it.
 * @param {string} text @returns {string}
 */
export function day(text) {
  const tight = text.replace(SPACES, "");
  const found = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(tight) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(tight);
  return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : tight;
}

/**
 * A day of the contract as people write it.
 * @param {unknown} value @returns {string}
 */
export function dayShown(value) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(value));
  return found ? `${found[3]}.${found[2]}.${found[1]}` : String(value);
}

/**
 * The number of a municipality that is written by its number, its name or one of its names.
 * @param {string} text @param {Municipality[]} known @returns {string}
 */
export function municipality(text, known) {
  const wanted = text.trim().toLowerCase();
  const numbered = /^\d{4}(?=\s|$)/.exec(wanted);
  if (numbered) return numbered[0];
  const found = known.filter(({ name }) => [name, ...name.split(" - ")].some((each) => each.toLowerCase() === wanted));
  return found.length === 1 ? found[0].number : text.trim();
}

/**
 * A municipality as the list of suggestions has it.
 * @param {unknown} value @param {Municipality[]} known @returns {string}
 */
export function municipalityShown(value, known) {
  const found = known.find((each) => each.number === value);
  return found ? `${found.number} ${found.name}` : String(value);
}
