/** The result on the page. Only what has become another is touched, so that nothing jumps and no place is lost. */

import { language } from "./texts.js";

/** @typedef {{label: string, total: string, main: string, rest: string}} Told */

const NO_BREAK = /\u00a0/g;
const HEARD_AFTER = 700;

/** @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
let hearing = 0;

/** Show a result. @param {Told} told */
export function show(told) {
  for (const id of ["total", "bar"]) {
    const box = part(id);
    box.hidden = false;
    say(box.querySelector(".name"), told.label);
    say(box.querySelector(".amount"), told.total);
  }
  part("bar").setAttribute("href", "#result");
  place(part("told-main"), told.main);
  place(part("told-rest"), told.rest);
  hear(`${told.label}: ${told.total.replace(NO_BREAK, " ")}`);
}

/** Show, where the result is far away, how much there is to put right. @param {string} label @param {number} count */
export function warn(label, count) {
  const bar = part("bar");
  bar.hidden = false;
  bar.setAttribute("href", "#problems");
  say(bar.querySelector(".name"), label);
  say(bar.querySelector(".amount"), String(count));
  hear(`${label} ${count}`);
}

/** Show which readings matter and what is near. @param {string} html */
export function showOutlook(html) {
  place(part("told-outlook"), html);
}

/** Show nothing. */
export function clear() {
  window.clearTimeout(hearing);
  for (const id of ["total", "bar"]) part(id).hidden = true;
  for (const id of ["told-main", "told-outlook", "told-rest", "heard"]) part(id).replaceChildren();
}

/** Say something to those who listen, once nothing more has come of it for a while. @param {string} text */
function hear(text) {
  window.clearTimeout(hearing);
  hearing = window.setTimeout(() => say(part("heard"), text), HEARD_AFTER);
}

/** @param {Element | null} element @param {string} text */
function say(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/** Make a part of the page say what some HTML of the library says. @param {HTMLElement} box @param {string} html */
function place(box, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  box.lang = language();
  if (!box.firstElementChild) box.replaceChildren(made.content);
  else if (made.content.firstElementChild) become(box.firstElementChild, made.content.firstElementChild);
}

/** Make one element like another, keeping of it what is the same already. @param {Element} old @param {Element} other */
function become(old, other) {
  if (old.isEqualNode(other)) return;
  for (const { name } of [...old.attributes]) if (!other.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of other.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const was = [...old.childNodes];
  const now = [...other.childNodes];
  now.forEach((node, index) => {
    const before = was[index];
    if (!before) old.append(node);
    else if (before instanceof Element && node instanceof Element && before.tagName === node.tagName) become(before, node);
    else if (!before.isEqualNode(node)) before.replaceWith(node);
  });
  for (const node of was.slice(now.length)) node.remove();
}
