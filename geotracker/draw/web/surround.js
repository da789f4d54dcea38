/** What stands around the map: legend and filters, the newest report's age, views below the map, downloads, the panel. */

import { copyButton } from "./copy.js";
import { dayOf, span } from "./days.js";
import { element, put } from "./dom.js";
import { downloads } from "./download.js";
import { drawer } from "./drawer.js";
import { filterPanel } from "./filter-panel.js";
import { atFrame } from "./later.js";
import { legend } from "./legend.js";
import { lower } from "./lower.js";
import { ageWords, STALE, today } from "./reporting.js";
import { listen } from "./scene.js";
import { sectorStrip } from "./sectors.js";
import { tableView } from "./table-view.js";
import { tileSwitch } from "./tiles.js";
import { waveChart } from "./wave-chart.js";
import { wavesOf } from "./waves.js";

const id = (name) => document.getElementById(`gt-${name}`);

/**
 * @param {any} scene
 * @param {{ notes: string[], tiles: any, provider: string, newest: string }} page newest: ISO day of the newest report
 * @param {(event: any, options?: any) => void} show
 */
export function surround(scene, page, show) {
  drawer(id("legend").closest("details"));
  legend(scene, id("legend"), {
    notes: page.notes,
    show,
    tiles: page.tiles && tileSwitch(scene.map, page.tiles, scene.base, page.provider),
  });
  filterPanel(scene, id("filters"));
  const views = lower(id("lower"), viewsOf(scene, show), (shown) => {
    scene.view = shown;
    scene.changed?.();
  });
  scene.openView = views.open;
  id("tools").replaceChildren(
    views.buttons,
    copyButton("Copy link to this view", () => location.href),
    downloads(scene),
  );
  follow(scene, views);
  age(page.newest);
}

function viewsOf(scene, show) {
  const views = [
    {
      id: "table",
      title: "Table",
      make: (body) => {
        const table = tableView(scene, body, show);
        scene.sort = table.sort;
        return table.update;
      },
    },
  ];
  if (scene.sectors?.length)
    views.push({ id: "directions", title: "Directions", make: (body) => sectorStrip(scene, body) });
  if (wavesOf(scene).length) views.push({ id: "waves", title: "Waves", make: (body) => waveChart(scene, body, show) });
  return [...views, ...scene.views];
}

/** The table keeps itself up to date; the other views are drawn anew with the dates. */
function follow(scene, views) {
  imprint(scene);
  const later = atFrame(views.update);
  listen(scene, (what) => {
    if (what === "window") imprint(scene);
    if (what !== "event" && !["", "table"].includes(views.shown())) later();
  });
}

/** The dates on paper and in stills, where the controls that say them are left out. */
function imprint(scene) {
  const { from, to, mode } = scene.window;
  put(document.querySelector(".gt-imprint-dates"), mode === "upto" ? `Up to ${span(to, to)}.` : `${span(from, to)}.`);
}

/** Says how old the newest report is by the reader's calendar; old news gets a banner. */
function age(iso) {
  const newest = dayOf(iso);
  if (newest === null) return;
  const words = ageWords(newest, today());
  id("age").textContent = `, ${words}`;
  if (today() - newest <= STALE) return;
  const close = element("button.gt-close", { type: "button", "aria-label": "Close this notice" }, "×");
  const banner = id("stale");
  close.addEventListener("click", () => banner.remove());
  banner.replaceChildren(
    element("p", {}, `The newest report on this page is from ${words}. What has happened since is not here.`),
    close,
  );
  banner.hidden = false;
}
