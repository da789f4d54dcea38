/** Builds elements from text that may be hostile: it only ever becomes a text node or an attribute's value. */

/**
 * @param {string} tag "p", or "p.gt-note" with a class
 * @param {Record<string, string | number | boolean | EventListener>} [attributes] a function is a listener ("onclick")
 * @param {...(Node | string | null | undefined)} children
 * @returns {any} the element
 */
export function element(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (typeof value === "boolean") made.toggleAttribute(key, value);
    else made.setAttribute(key, String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** @param {Node} node @param {string} text its whole content; the same as before costs no layout */
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
