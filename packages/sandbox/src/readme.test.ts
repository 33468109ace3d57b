import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderFaults } from "./faults/table.js";
import { renderRules } from "./server/rule.js";
import { rules } from "./vendors.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** The formatter pads the cells of a table: that is all it may differ in. */
function unpadded(table = ""): string {
  return table.trim().replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---");
}

// When it fails: put the expected text between the two marks.
it.each(Object.entries(rules))("shows the rules of %s as they are in the code", (name, own) => {
  const shown = new RegExp(`<!-- rules:${name} -->\\n([\\s\\S]*?)\\n<!-- /rules -->`).exec(readme)?.[1];
  expect(unpadded(shown)).toBe(unpadded(renderRules(own)));
});

it("shows the faults as they are in the code", () => {
  const shown = /<!-- faults -->\n([\s\S]*?)\n<!-- \/faults -->/.exec(readme)?.[1];
  expect(unpadded(shown)).toBe(unpadded(renderFaults()));
});
