import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { faults } from "./table.js";

const here = new URL("./", import.meta.url);
const tests = readdirSync(here)
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => readFileSync(new URL(file, here), "utf8"))
  .join();

it("has each name once", () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
});

it.each(faults.map(({ name }) => name))("%s has a test", (name) => {
  const [family, code] = name.split(/-(?=\d{3}$)/);
  const byCode = family === "status" || family === "redirect";
  expect(tests).toMatch(
    byCode ? new RegExp(`\\b${code}\\b[^\\]]*\\]\\)\\(\\s*"${family}-%i`) : new RegExp(`"${name}[:"\\s]`),
  );
});
