import { expect, test } from "vitest";
import { patience, playOut, stage } from "./oracle/stage.js";
import { zones } from "./oracle/zones.js";

const scenes = stage("video", [
  { now: "2026-04-20T15:23:41.500Z" },
  { now: "2025-11-20T03:41:00Z" },
  { now: "2018-12-10T22:05:00Z" },
  { now: "2026-06-01T00:00:00Z" },
]);

test(
  "every answer of Wowza Video equals the events or is refused with a reason",
  async () => {
    const score = await playOut("video", scenes, {
      // An answer is a single number, so each hour is one request.
      reach: { hour: [12, 60], day: [10, 60], week: [3, 14], month: [2, 4], none: [100, 2300] },
      timeZones: zones,
      every: 10,
      total: 10,
    });
    // Both outcomes must be common, or the test proves little.
    expect(score.answered).toBeGreaterThan(score.queries / 20);
    expect(score.answered).toBeLessThan(score.queries * 0.95);
  },
  patience,
);
