/** What lies below the map on demand: the table, the directions, the waves, one at a time. */

import { element } from "./dom.js";

/**
 * @param {HTMLElement} host
 * @param {{ id: string, title: string, make: (body: HTMLElement) => () => void }[]} views `make` fills a body once and
 *   gives what brings it up to date
 * @param {(id: string) => void} changed
 * @returns {{ open: (id: string) => void, shown: () => string, update: () => void, buttons: HTMLElement }} "" is closed
 */
export function lower(host, views, changed) {
  const made = views.map((view) => {
    const body = element("section.gt-lower-body", { id: `gt-view-${view.id}`, "aria-label": view.title, hidden: true });
    const button = element(
      "button",
      { type: "button", "aria-expanded": "false", "aria-controls": body.id },
      view.title,
    );
    button.addEventListener("click", () => open(shown === view.id ? "" : view.id));
    return { ...view, body, button, update: null };
  });
  let shown = "";
  host.append(...made.map(({ body }) => body));
  host.hidden = true;
  const update = () => made.find(({ id }) => id === shown)?.update?.();
  const open = (id) => {
    shown = made.some((view) => view.id === id) ? id : "";
    host.hidden = !shown;
    document.documentElement.classList.toggle("gt-has-lower", shown !== "");
    for (const view of made) {
      const on = view.id === shown;
      view.body.hidden = !on;
      view.button.setAttribute("aria-expanded", String(on));
      if (on) view.update ??= view.make(view.body);
    }
    update();
    changed(shown);
  };
  const buttons = element("div.gt-buttons.gt-views", { role: "group", "aria-label": "Views below the map" });
  buttons.append(...made.map(({ button }) => button));
  return { open, shown: () => shown, update, buttons };
}
