// What is wrong with the pictures of pages, in plain words.

import { make } from "./dom.js";

const MOST_PAGES = 4;
const WORDS = {
  blur: "blurred",
  darkness: "too dark",
  glare: "washed out by reflected light",
  resolution: "too coarse for its small letters",
  cropped: "cut off at its edge",
};

/** Which pages have poor pictures, and why; null where none has. `go` leads to a page. */
export function faultsBlock(qualities, go) {
  const poor = qualities.filter(({ verdict }) => verdict === "poor");
  if (!poor.length) return null;
  const items = poor.slice(0, MOST_PAGES).map((page) => {
    const faults = Object.keys(WORDS).filter((name) => page[name] && page[name].verdict === "poor").map((name) => WORDS[name]);
    const lead = make("button", { type: "button", className: "lead", textContent: `Page ${page.page + 1}`, onclick: () => go(page.page) });
    return make("li", {}, lead, ` is ${faults.slice(0, -1).join(", ")}${faults.length > 1 ? " and " : ""}${faults.at(-1)}.`);
  });
  if (poor.length > MOST_PAGES) items.push(make("li", { textContent: `${poor.length - MOST_PAGES} more pages are poor, too.` }));
  const advice = make("p", { textContent: "Values may be missing or wrong there; if you can, ask for a better picture." });
  return make("div", { className: "reasons faults" }, make("strong", { textContent: "Poor picture" }), make("ul", {}, ...items), advice);
}
