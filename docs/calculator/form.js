/**
 * The form as a case and a case as the form. Each field knows where its value belongs: a JSON Pointer, below its row where it is in one.
 * A row in which nothing is written is no record yet.
 */

import { language, say } from "./texts.js";
import { day, dayShown, municipality, municipalityShown, number, numberShown } from "./values.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

export class Form {
  /** @param {HTMLFormElement} root @param {import("./values.js").Municipality[]} municipalities */
  constructor(root, municipalities) {
    this.root = root;
    this.municipalities = municipalities;
    /** @type {Map<string, HTMLElement>} the fields by their place, as the case was last read */
    this.places = new Map();
  }

  /** @returns {NodeListOf<HTMLElement>} every list of rows */
  get lists() {
    return this.root.querySelectorAll("[data-rows]");
  }

  /** The case that is written, as the contract's JSON object. @returns {Record<string, any>} */
  read() {
    this.places.clear();
    /** @type {Record<string, any>} */
    const found = { schema: "alis-rules/case/1", municipality: {}, doctor: {}, agreement: {} };
    for (const field of this.fields(this.root)) {
      if (!field.closest("[data-rows]")) this.#readField(field, field.dataset.key ?? "", found);
    }
    for (const list of this.lists) {
      [...list.children].filter((row) => !this.#blank(row)).forEach((row, index) => {
        for (const field of this.fields(row)) this.#readField(field, `/${list.dataset.rows}/${index}/${field.dataset.key}`, found);
      });
    }
    return found;
  }

  /**
   * Write a case into the form, in place of what is there.
   * @param {Record<string, any>} document
   */
  write(document) {
    this.clear();
    for (const field of this.fields(this.root)) {
      if (!field.closest("[data-rows]")) this.#writeField(field, at(document, field.dataset.key ?? ""));
    }
    for (const list of this.lists) {
      const records = document[list.dataset.rows ?? ""];
      if (!Array.isArray(records) || !records.length) continue;
      list.replaceChildren();
      for (const record of records) {
        for (const field of this.fields(this.add(list))) this.#writeField(field, at(record, `/${field.dataset.key}`));
      }
    }
    for (const folded of this.root.querySelectorAll("details")) {
      folded.open = this.fields(folded).some((field) => this.#value(field) !== undefined);
    }
  }

  /** Empty the form: one row for a post, none for anything else. */
  clear() {
    this.root.reset();
    for (const list of this.lists) {
      list.replaceChildren();
      if (list.dataset.rows === "positions") this.add(list);
    }
  }

  /** A new row at the end of a list. @param {HTMLElement} list @returns {HTMLElement} */
  add(list) {
    const template = /** @type {HTMLTemplateElement} */ (list.parentElement?.querySelector("template"));
    const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    list.append(row);
    this.count(list);
    return row;
  }

  /** Remove a row; the focus goes to the row that takes its place, or to what adds one. @param {HTMLElement} row */
  remove(row) {
    const list = /** @type {HTMLElement} */ (row.parentElement);
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.count(list);
    const goal = next ? next.querySelector(".remove") : list.parentElement?.querySelector(".add");
    /** @type {HTMLElement | null | undefined} */ (goal)?.focus();
  }

  /** Number the rows of a list, for the eye and for the ear. @param {HTMLElement} list */
  count(list) {
    [...list.children].forEach((row, index) => {
      /** @type {HTMLElement} */ (row.querySelector(".count")).textContent = String(index + 1);
      /** @type {HTMLElement} */ (row.querySelector(".of")).textContent = `${say(`row.${list.dataset.rows}`).toLowerCase()} ${index + 1}`;
    });
  }

  /** Write a field as it is usually written, once it is left. @param {HTMLElement} field */
  tidy(field) {
    const control = controlOf(field);
    if (control.value && ["date", "municipality"].includes(field.dataset.kind ?? "")) {
      this.#writeField(field, this.#value(field));
    }
  }

  /** The field that a pointer is about: the one there, else the first one below. @param {string} pointer @returns {HTMLElement | null} */
  fieldAt(pointer) {
    const exact = this.places.get(pointer);
    if (exact || !pointer) return exact ?? null;
    for (const [place, field] of this.places) if (place.startsWith(`${pointer}/`)) return field;
    return null;
  }

  /** @param {ParentNode} root @returns {HTMLElement[]} */
  fields(root) {
    return [...root.querySelectorAll(".field")].map((each) => /** @type {HTMLElement} */ (each));
  }

  /** @param {Element} row */
  #blank(row) {
    return this.fields(row).every((field) => {
      const control = controlOf(field);
      if (control instanceof HTMLSelectElement) return true;
      return control.type === "checkbox" ? control.checked === control.defaultChecked : !control.value.trim();
    });
  }

  /** @param {HTMLElement} field @param {string} pointer @param {Record<string, any>} into */
  #readField(field, pointer, into) {
    this.places.set(pointer, field);
    const value = this.#value(field);
    if (value !== undefined) set(into, pointer, value);
  }

  /** The value of a field; undefined where nothing is said. @param {HTMLElement} field @returns {unknown} */
  #value(field) {
    const control = controlOf(field);
    const text = control.value;
    if (control instanceof HTMLInputElement && control.type === "checkbox") {
      if (!control.checked) return undefined;
      return field.dataset.kind === "off" ? true : "unconfirmed";
    }
    if (!text.trim()) return undefined;
    switch (field.dataset.kind) {
      case "number":
        return number(text);
      case "whole":
        return Number(text);
      case "date":
        return day(text);
      case "flag":
        return text === "true";
      case "municipality":
        return municipality(text, this.municipalities);
      case "option":
        return /** @type {HTMLSelectElement} */ (control).selectedIndex ? text : undefined;
      default:
        return text;
    }
  }

  /** @param {HTMLElement} field @param {unknown} value */
  #writeField(field, value) {
    const control = controlOf(field);
    const { kind } = field.dataset;
    if (control instanceof HTMLInputElement && control.type === "checkbox") {
      control.checked = Boolean(value);
      return;
    }
    if (value === undefined || value === null) {
      control.value = control instanceof HTMLSelectElement && kind === "option" ? control.options[0].value : "";
      return;
    }
    if (kind === "date") control.value = dayShown(value);
    else if (kind === "number") control.value = numberShown(value, language());
    else if (kind === "municipality") control.value = municipalityShown(value, this.municipalities);
    else control.value = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
}

/** The control of a field. @param {Element} field @returns {Control} */
export function controlOf(field) {
  return /** @type {Control} */ (field.querySelector("input, select"));
}

/** What a pointer points at; undefined where nothing is. @param {any} document @param {string} pointer @returns {unknown} */
function at(document, pointer) {
  let found = document;
  for (const key of pointer.split("/").slice(1)) {
    if (found === null || typeof found !== "object" || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** Put a value where a pointer says. @param {any} into @param {string} pointer @param {unknown} value */
function set(into, pointer, value) {
  const keys = pointer.split("/").slice(1);
  const last = keys.pop() ?? "";
  let place = into;
  keys.forEach((key, index) => {
    place[key] ??= /^\d+$/.test(keys[index + 1] ?? last) ? [] : {};
    place = place[key];
  });
  place[last] = value;
}
