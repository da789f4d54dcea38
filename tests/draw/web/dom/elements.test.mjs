import assert from "node:assert/strict";
import { test } from "node:test";
import { copy, copyButton } from "../../../../geotracker/draw/web/copy.js";
import { element, put } from "../../../../geotracker/draw/web/dom.js";
import { drawer, isNarrow } from "../../../../geotracker/draw/web/drawer.js";
import { afterwards, atFrame, following, soon } from "../../../../geotracker/draw/web/later.js";
import { look, onLook } from "../../../../geotracker/draw/web/look.js";
import { lower } from "../../../../geotracker/draw/web/lower.js";
import { fire, frame, openPage, prefer } from "./page.mjs";

const HOSTILE = "<img src=x onerror=alert(1)>";

test("text becomes text, never an element", () => {
  openPage();
  const made = element(
    "p.gt-a.gt-b",
    { title: HOSTILE, hidden: true },
    HOSTILE,
    null,
    undefined,
    element("b", {}, "x"),
  );
  assert.equal(made.className, "gt-a gt-b");
  assert.equal(made.getAttribute("title"), HOSTILE);
  assert.ok(made.hasAttribute("hidden"));
  assert.equal(made.querySelector("img"), null);
  assert.deepEqual([made.childNodes.length, made.firstChild.textContent], [2, HOSTILE]);
});

test("a function is a listener", () => {
  openPage();
  let clicks = 0;
  const made = element("button", { onclick: () => clicks++ });
  fire("click", made);
  assert.equal(clicks, 1);
});

test("a text that stays as it was is not written again", () => {
  openPage();
  const made = element("p", {}, "12");
  const before = made.firstChild;
  put(made, "12");
  assert.equal(made.firstChild, before);
  put(made, "13");
  assert.equal(made.textContent, "13");
});

test("many wishes for a frame are one, and the next frame is another", () => {
  openPage();
  let done = 0;
  const later = atFrame(() => done++);
  later();
  later();
  assert.equal(done, 0);
  frame();
  assert.equal(done, 1);
  later();
  frame();
  assert.equal(done, 2);
});

test("what is wished for between frames is done once the script has ended, and then once a frame", async () => {
  openPage();
  let done = 0;
  const later = soon(() => done++);
  later();
  later();
  assert.equal(done, 0);
  await null;
  assert.equal(done, 1);
  later();
  await null;
  assert.equal(done, 1);
  frame();
  assert.equal(done, 2);
  frame();
  assert.equal(done, 2);
  later();
  await null;
  assert.equal(done, 3);
});

test("what may follow comes a frame after the next, and no later for being wished for again", () => {
  openPage();
  let done = 0;
  const later = following(() => done++);
  later();
  frame();
  later();
  assert.equal(done, 0);
  frame();
  assert.equal(done, 1);
  frame();
  frame();
  assert.equal(done, 2);
  frame();
  assert.equal(done, 2);
});

test("what waits for quiet runs once, after the last wish", async () => {
  let done = 0;
  const later = afterwards(() => done++, 20);
  later();
  await new Promise((go) => setTimeout(go, 12));
  later();
  await new Promise((go) => setTimeout(go, 12));
  assert.equal(done, 0);
  await new Promise((go) => setTimeout(go, 60));
  assert.equal(done, 1);
});

test("colours are the style sheet's, else those of the light page, and are read again after a change", () => {
  openPage();
  let told = 0;
  onLook(() => told++);
  assert.equal(look().ink, "#101010");
  assert.match(look().paper, /^#/);
  const known = look();
  assert.equal(look(), known);
  prefer("(prefers-color-scheme: dark)", true);
  assert.equal(told, 1);
  assert.notEqual(look(), known);
});

test("a drawer is folded on a narrow screen and open on a wide one", () => {
  openPage();
  const details = element("details");
  drawer(details);
  assert.deepEqual([details.hasAttribute("open"), isNarrow()], [true, false]);
  prefer("(max-width: 760px)", true);
  assert.deepEqual([details.hasAttribute("open"), isNarrow()], [false, true]);
  prefer("(max-width: 760px)", false);
  assert.doesNotThrow(() => drawer(null));
  drawer(details, "(max-height: 700px)");
  assert.ok(details.hasAttribute("open"));
  prefer("(max-height: 700px)", true);
  assert.deepEqual([details.hasAttribute("open"), isNarrow()], [false, false]);
});

test("one view below the map is open at a time, made when it is first asked for", () => {
  const document = openPage();
  const [made, updated, changed] = [[], [], []];
  const make = (id) => () => {
    made.push(id);
    return () => updated.push(id);
  };
  const view = (id) => ({ id, title: id, make: make(id) });
  const host = element("div");
  document.body.append(host);
  const views = lower(host, [view("table"), view("waves")], (id) => changed.push(id));
  assert.deepEqual([host.hidden, views.shown(), made], [true, "", []]);
  const [table, waves] = views.buttons.children;
  fire("click", table);
  fire("click", waves);
  assert.deepEqual([made, views.shown()], [["table", "waves"], "waves"]);
  assert.deepEqual(
    [...host.children].map((body) => body.hidden),
    [true, false],
  );
  assert.deepEqual(
    [table, waves].map((one) => one.getAttribute("aria-expanded")),
    ["false", "true"],
  );
  assert.equal(document.getElementById(waves.getAttribute("aria-controls")), host.children[1]);
  fire("click", waves);
  assert.deepEqual([host.hidden, views.shown()], [true, ""]);
  views.open("no such view");
  assert.equal(views.shown(), "");
  assert.deepEqual(changed, ["table", "waves", "", ""]);
});

test("a link goes to the clipboard, or by selection where there is none", async () => {
  const document = openPage();
  let written = "";
  const clipboard = {
    writeText: async (text) => {
      written = text;
    },
  };
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true });
  assert.equal(await copy("a"), true);
  assert.equal(written, "a");
  clipboard.writeText = async () => {
    throw new Error("not from a file");
  };
  let selected = "";
  window.HTMLElement.prototype.select = function select() {
    selected = this.value;
  };
  document.execCommand = () => true;
  assert.equal(await copy("b"), true);
  assert.equal(selected, "b");
  assert.equal(document.querySelector("textarea"), null);
});

test("a copy button says aloud whether it copied", async () => {
  const document = openPage();
  const clipboard = { writeText: async () => {} };
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true });
  const root = copyButton("Copy link", () => "address", "Copy link to this event");
  document.body.append(root);
  const [button, says] = root.children;
  assert.equal(button.getAttribute("aria-label"), "Copy link to this event");
  fire("click", button);
  await new Promise((go) => setTimeout(go, 5));
  assert.deepEqual([button.textContent, says.textContent, says.getAttribute("role")], ["Copied", "Copied", "status"]);
});
