import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { capabilities as amberflo, portalCapabilities } from "./amberflo/capabilities.js";
import { renderCapabilities } from "./capability-table.test-support.js";
import { capabilities as metronome } from "./metronome/capabilities.js";
import { describeCapabilities } from "./plan/capability-table.js";
import { capabilities as wowzaVideo } from "./wowza-video/plan.js";

const readme = new URL("../README.md", import.meta.url);
const marks = { begin: "<!-- capabilities -->\n", end: "\n<!-- /capabilities -->" };

test("the README's table is what the capabilities say (UPDATE_README=1 writes it)", () => {
  const vendors = {
    Metronome: metronome,
    Amberflo: amberflo,
    "Amberflo portal": portalCapabilities,
    "Wowza Video": wowzaVideo,
  };
  const table = renderCapabilities(
    Object.entries(vendors).map(([name, capabilities]) => describeCapabilities(name, { vendor: name, capabilities })),
  );
  const text = readFileSync(readme, "utf8");
  const begin = text.indexOf(marks.begin) + marks.begin.length;
  const end = text.indexOf(marks.end);
  expect(begin).toBeGreaterThan(marks.begin.length);
  if (process.env.UPDATE_README) writeFileSync(readme, `${text.slice(0, begin)}${table}${text.slice(end)}`);
  else expect(text.slice(begin, end)).toBe(table);
});
