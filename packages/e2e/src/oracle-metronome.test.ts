import { expect, test } from "vitest";
import { patience, playOut, stage } from "./oracle/stage.js";
import { zones } from "./oracle/zones.js";

// The clocks of Berlin, New York, Lord Howe and others change within the 90 days before these moments, those of São
// Paulo before that in 2018; one is a midnight that begins a day, a week and a month.
const scenes = stage(
  "metronome",
  [
    { now: "2026-04-20T15:23:41.500Z" },
    { now: "2025-11-20T03:41:00Z", metronome: { emptyWindows: "absent" } },
    { now: "2026-06-01T00:00:00Z", metronome: { emptyWindows: "zero" } },
  ],
  [
    { now: "2018-12-10T22:05:00Z" },
    { now: "2026-06-01T00:00:00Z" },
    { now: "2026-04-20T15:23:41.500Z", metronome: { emptyWindows: "absent" } },
    { now: "2025-11-20T03:41:00Z", metronome: { emptyWindows: "zero" } },
  ],
);

test(
  "every answer of Metronome equals the events or is refused with a reason",
  async () => {
    const score = await playOut("metronome", scenes, {
      reach: { hour: [24, 200], day: [10, 95], week: [3, 14], month: [2, 4], none: [100, 2300] },
      timeZones: zones,
      every: 3,
      total: 3,
    });
    // Both outcomes must be common, or the test proves little.
    expect(score.answered).toBeGreaterThan(score.queries / 20);
    expect(score.answered).toBeLessThan(score.queries * 0.95);
  },
  patience,
);
