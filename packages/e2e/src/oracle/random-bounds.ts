import type { UsageQuery } from "@metermux/usage";
import fc from "fast-check";
import { dateAt, firstInstantOf, gridOf, withOffset } from "./calendar.js";
import { calendarOf } from "./oracle-query.js";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The random numbers of a range's bounds. A smaller number gives a simpler range. */
export interface DrawnBounds {
  readonly window: UsageQuery["window"];
  readonly timeZone: string;
  /** Where the range lies: around a change of the clocks, anywhere in what is known, or at now. */
  readonly aim: "any" | "now" | "change";
  /** Windows back from there. */
  readonly back: number;
  /** In windows. */
  readonly length: number;
  /** In minutes; 0 for a bound on an edge. */
  readonly startShift: number;
  readonly endShift: number;
  readonly spelling: "Z" | "date" | "offset" | "object";
  /** For window none: whether the edges are midnights or hours. */
  readonly midnights: boolean;
}

/** The maximum number of windows of each kind in an ordinary and in a long query. */
export type Reach = Readonly<Record<UsageQuery["window"], readonly [usual: number, most: number]>>;

const shifts = fc.oneof(
  { weight: 18, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(1, -1, 30, -30, 60, 15, 5 * 60, -7 * 60, 0.5 / 60_000) },
  { weight: 1, arbitrary: fc.integer({ min: -1440, max: 1440 }) },
);

export function drawBounds(reach: Reach, timeZones: readonly string[]): fc.Arbitrary<DrawnBounds> {
  const length = (window: UsageQuery["window"]) => {
    const [usual, most] = reach[window];
    return fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 1, max: usual }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: most }) },
    );
  };
  return fc.constantFrom<UsageQuery["window"]>("day", "hour", "none", "week", "month").chain((window) =>
    fc.record({
      window: fc.constant(window),
      timeZone: fc.oneof(fc.constant("UTC"), fc.constantFrom(...timeZones)),
      aim: fc.constantFrom<DrawnBounds["aim"]>("any", "any", "now", "change"),
      back: fc.nat({ max: { hour: 2200, day: 92, week: 13, month: 3, none: 2200 }[window] }),
      length: length(window),
      startShift: shifts,
      endShift: shifts,
      spelling: fc.constantFrom<DrawnBounds["spelling"]>("Z", "date", "offset", "object"),
      midnights: fc.boolean(),
    }),
  );
}

/** The bounds of a query around the `now` of a world. */
export function boundsFrom(drawn: DrawnBounds, now: number): Pick<UsageQuery, "start" | "end"> {
  const { timeZone, length, startShift, endShift, spelling } = drawn;
  const edges = edgesFor(drawn, now);
  const running = edges.findLastIndex((edge) => edge <= now);
  const first = Math.max(0, firstEdge(drawn, edges, running, now));
  const at = (index: number) => edges[Math.min(index, edges.length - 1)] ?? now;
  const write = (instant: number) => spell(instant, spelling, timeZone);
  return {
    start: write(at(first) + Math.trunc(startShift * MINUTE)),
    end: write(at(first + length) + Math.trunc(endShift * MINUTE)),
  };
}

function firstEdge(
  { aim, back, length, timeZone }: DrawnBounds,
  edges: readonly number[],
  running: number,
  now: number,
) {
  if (aim === "any") return running - back;
  // The end lies in the running window, before it or after it.
  if (aim === "now") return running + 1 - length + (back % 4) - 2;
  const changes = changesOf(timeZone, now);
  const change = changes[back % Math.max(1, changes.length)];
  if (change === undefined) return running - back;
  return edges.findLastIndex((edge) => edge <= change) - (back % (length + 1));
}

/** The edges that bounds lie on before they are shifted: window `none` has none of its own. */
function edgesFor({ window, timeZone, midnights }: DrawnBounds, now: number): readonly number[] {
  const none = window === "none";
  const grid = calendarOf(none ? (midnights ? "day" : "hour") : window, none ? "UTC" : timeZone, now);
  return grid?.edges ?? [];
}

/** The days on which a zone's clocks change within what a world knows. */
function changesOf(timeZone: string, now: number): number[] {
  const { edges } = gridOf("day", timeZone, { start: now - 90 * DAY, end: now });
  return edges.filter((edge, index) => (edges[index + 1] ?? edge + DAY) - edge !== DAY);
}

function spell(instant: number, spelling: DrawnBounds["spelling"], timeZone: string): string | Date {
  const date = dateAt(instant, timeZone);
  if (spelling === "date" && firstInstantOf(date, timeZone) === instant) return date;
  if (spelling === "offset") return withOffset(instant, timeZone);
  return spelling === "object" ? new Date(instant) : new Date(instant).toISOString();
}
