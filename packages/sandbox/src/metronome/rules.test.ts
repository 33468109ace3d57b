import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readContract } from "../server/contract.js";
import { renderRules } from "../server/rule.js";
import { createWorld } from "../world/world.js";
import { metronome } from "./metronome.js";
import { metronomeRules } from "./rules.js";

const folder = new URL("./", import.meta.url);
const files = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")] as const);

it.each(metronomeRules.map(({ id }) => id))("rule %s has a test named for it", (id) => {
  const tests = files.filter(([name]) => name.endsWith(".test.ts"));
  expect(tests.some(([, text]) => text.includes(`"rule ${id}:`))).toBe(true);
});

it("has each rule once, with a source unless it is the sandbox's own or settled by none", () => {
  expect(new Set(metronomeRules.map(({ id }) => id)).size).toBe(metronomeRules.length);
  for (const { certainty, source } of metronomeRules) {
    if (certainty !== "sandbox" && certainty !== "unverified") expect(source).not.toBe("");
  }
});

/** The formatter pads the cells of a table: that is all it may differ in. */
function unpadded(table = ""): string {
  return table.trim().replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---");
}

// When it fails: put the expected text between the two marks.
it("shows the same table in the README", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const shown = /<!-- rules:metronome -->\n([\s\S]*?)\n<!-- \/rules -->/.exec(readme)?.[1];
  expect(unpadded(shown)).toBe(unpadded(renderRules(metronomeRules)));
});

it("plays every operation of the contract, and no other", () => {
  const world = createWorld({ seed: 1, now: 0 });
  const vendor = metronome(world, { token: "t", limiter: () => true, emptyWindows: "null" });
  expect(Object.keys(vendor.handlers).sort()).toEqual(
    readContract("metronome")
      .map(({ key }) => key)
      .sort(),
  );
});
