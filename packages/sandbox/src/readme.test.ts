import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderFaults } from "./faults/table.js";
import { renderRules } from "./server/rule.js";
import { rules } from "./vendors.js";

const path = new URL("../README.md", import.meta.url);

/** The formatter pads the cells of a table, so padding is ignored. */
function unpadded(table = ""): string {
  return table.trim().replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---");
}

/** Compares the table between two marks of the README with the code. With UPDATE_README=1 it writes the table instead. */
function expectTable(open: string, close: string, expected: string): void {
  const readme = readFileSync(path, "utf8");
  const start = readme.indexOf(open) + open.length;
  const end = readme.indexOf(close, start);
  if (process.env.UPDATE_README === "1") {
    writeFileSync(path, `${readme.slice(0, start)}\n${expected.trim()}\n${readme.slice(end)}`);
    return;
  }
  expect(unpadded(readme.slice(start, end))).toBe(unpadded(expected));
}

it.each(Object.entries(rules))("the README has the rules of %s as in the code", (name, own) => {
  expectTable(`<!-- rules:${name} -->`, "<!-- /rules -->", renderRules(own));
});

it("the README has the faults as in the code", () => {
  expectTable("<!-- faults -->", "<!-- /faults -->", renderFaults());
});
