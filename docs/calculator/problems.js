/**
 * What is wrong with the case: beside the field that it belongs to, and in a list with links to the fields. What is merely not filled in
 * yet, or is being written just now, waits until its field has been left.
 */

import { controlOf } from "./form.js";
import { has, say } from "./texts.js";

/** @typedef {{at: string, code: string, params: Record<string, string>, message: string}} Problem */

const LACKING = ["missing-key", "missing-signing", "call-or-period"];
let made = 0;

export class Problems {
  /** @param {import("./form.js").Form} form @param {HTMLElement} list the list of what is to be put right @param {HTMLElement} lacks that of what is missing */
  constructor(form, list, lacks) {
    this.form = form;
    this.list = list;
    this.lacks = lacks;
    /** @type {WeakSet<Element>} the fields that have been left */
    this.left = new WeakSet();
    /** @type {Set<HTMLElement>} the fields beside which something is said */
    this.marked = new Set();
  }

  /** Show problems in the place of those before. @param {Problem[]} found @returns {number} how many are to be put right */
  show(found) {
    const writing = document.activeElement?.closest(".field");
    /** @type {[HTMLElement | null, string][]} */
    const shown = [];
    /** @type {HTMLElement[]} */
    const lacking = [];
    /** @type {Map<HTMLElement, string>} */
    const beside = new Map();
    for (const problem of found) {
      const field = this.form.fieldAt(problem.at);
      const lacks = LACKING.includes(problem.code);
      const waits = field && !this.marked.has(field) && (field === writing || (lacks && !this.left.has(field)));
      if (field && waits) {
        if (lacks) lacking.push(field);
        continue;
      }
      const told = this.#told(problem, field);
      shown.push([field, told]);
      if (field) beside.set(field, beside.has(field) ? `${beside.get(field)} ${told}` : told);
    }
    for (const field of this.marked) if (!beside.has(field)) this.#clear(field);
    for (const [field, told] of beside) this.#mark(field, told);
    this.marked = new Set(beside.keys());
    this.list.hidden = !shown.length;
    this.#links(this.list, shown.map(([field, told]) => [field, field ? `${nameOf(field)}: ${told}` : told]));
    this.#links(this.lacks, lacking.map((field) => [field, nameOf(field)]));
    return shown.length;
  }

  /** @param {Problem} problem @param {HTMLElement | null} field */
  #told(problem, field) {
    const key = `problem.${problem.code}`;
    if (field && has(key)) return say(key, { value: controlOf(field).value });
    return field ? problem.message : say("problem.other", { at: problem.at || "/", message: problem.message });
  }

  /** @param {HTMLElement} field @param {string} told */
  #mark(field, told) {
    const control = controlOf(field);
    let beside = field.querySelector(".error");
    if (!beside) {
      beside = document.createElement("p");
      beside.className = "error";
      beside.id = `error-${++made}`;
      field.append(beside);
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", beside.id);
    }
    if (beside.textContent !== told) beside.textContent = told;
  }

  /** @param {HTMLElement} field */
  #clear(field) {
    field.querySelector(".error")?.remove();
    controlOf(field).removeAttribute("aria-invalid");
    controlOf(field).removeAttribute("aria-describedby");
  }

  /** @param {HTMLElement} box @param {[HTMLElement | null, string][]} told */
  #links(box, told) {
    const items = told.map(([field, text]) => {
      const item = document.createElement("li");
      if (!field) {
        item.textContent = text;
        return item;
      }
      const control = controlOf(field);
      control.id ||= `field-${++made}`;
      const link = document.createElement("a");
      link.href = `#${control.id}`;
      link.textContent = text;
      item.append(link);
      return item;
    });
    box.querySelector("ul")?.replaceChildren(...items);
  }
}

/** What a field is called, with its row where it is in one. @param {Element} field @returns {string} */
export function nameOf(field) {
  const row = field.closest("[data-rows] > li")?.querySelector("legend")?.textContent?.trim();
  const spans = [...field.querySelectorAll(".label > span:not(.unit)")];
  const label = spans.map((each) => each.textContent).join("");
  return row ? `${row}, ${label.charAt(0).toLowerCase()}${label.slice(1)}` : label;
}

/** Go where a link of the page leads, unfolding what it is folded in; the address stays as it is. @param {MouseEvent} event */
export function follow(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
  const goal = link && document.getElementById((link.getAttribute("href") ?? "").slice(1));
  if (!goal) return;
  event.preventDefault();
  const folded = goal.closest("details");
  if (folded) folded.open = true;
  if (goal.tabIndex < 0) goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
  goal.scrollIntoView({ block: goal.closest(".field") ? "center" : "start" });
}
