import { describe, expect, test } from "vitest";
import { patience, playOut, stage } from "./oracle/stage.js";
import { zones } from "./oracle/zones.js";

const habits = {
  reach: { hour: [24, 200], day: [10, 95], week: [3, 14], month: [2, 4], none: [100, 2300] },
  timeZones: zones,
  every: 10,
  total: 15,
} as const;
const worlds = [
  { now: "2026-04-20T15:23:41.500Z" },
  { now: "2025-11-20T03:41:00Z", amberflo: { weekStartsOn: "sunday" } },
] as const;
const more = [{ now: "2018-12-10T22:05:00Z" }, { now: "2026-06-01T00:00:00Z" }] as const;

describe("amberflo", () => {
  const scenes = stage("amberflo", worlds, more);

  test(
    "every answer of Amberflo equals the events or is refused with a reason",
    async () => {
      const score = await playOut("amberflo", scenes, habits);
      // Both outcomes must be common, or the test proves little.
      expect(score.answered).toBeGreaterThan(score.queries / 20);
      expect(score.answered).toBeLessThan(score.queries * 0.95);
    },
    patience,
  );
});

describe("amberflo portal", () => {
  const scenes = stage("portal", [...worlds, ...more]);

  test(
    "every answer of Amberflo's portal equals the events or is refused with a reason",
    async () => {
      const score = await playOut("portal", scenes, habits);
      // Both outcomes must be common, or the test proves little.
      expect(score.answered).toBeGreaterThan(score.queries / 20);
      expect(score.answered).toBeLessThan(score.queries * 0.95);
    },
    patience,
  );
});
