/** Puts text where the reader can paste it, and says so. */

import { element } from "./dom.js";

const SAID_FOR = 2000;

/** @param {string} text @returns {Promise<boolean>} whether it was copied */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** For pages whose reader has no clipboard for scripts, such as some that are opened from a file. */
function copyBySelection(text) {
  const field = element("textarea.gt-hidden", { "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

/**
 * @param {string} text on the button
 * @param {() => string} content what it copies
 * @param {string} [name] what it copies, in words, where the text does not say it
 * @returns {HTMLElement}
 */
export function copyButton(text, content, name) {
  const button = element("button.gt-small", { type: "button", ...(name ? { "aria-label": name } : {}) }, text);
  const says = element("span.gt-hidden", { role: "status" });
  button.addEventListener("click", async () => {
    const done = await copy(content());
    button.focus();
    button.textContent = done ? "Copied" : "Not copied";
    says.textContent = button.textContent;
    setTimeout(() => {
      button.textContent = text;
      says.textContent = "";
    }, SAID_FOR);
  });
  return element("span", {}, button, says);
}
