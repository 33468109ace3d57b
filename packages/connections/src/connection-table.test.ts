import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { connectionHelp, connectionMarkdown } from "./connection-table.js";

it("has a line for each connection", () => {
  expect(connectionHelp()).toMatch(
    /^ {2}wowza-video {6}WOWZA_VIDEO_TOKEN; WOWZA_VIDEO_BASE_URL, default the public API/m,
  );
  expect(connectionHelp().trimEnd().split("\n")).toHaveLength(4);
});

// When it fails: put the expected text between the two marks.
it.each(["connections", "cli"])("the README of %s has this table", (name) => {
  const readme = readFileSync(new URL(`../../${name}/README.md`, import.meta.url), "utf8");
  const shown = /<!-- connections -->\n([\s\S]*?)<!-- \/connections -->/.exec(readme)?.[1];
  // The formatter pads the cells of a table: that is all it may differ in.
  const unpadded = (table = "") => table.trim().replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---");
  expect(unpadded(shown)).toBe(unpadded(connectionMarkdown()));
});
