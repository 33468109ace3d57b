import type { Json } from "../server/json.js";
import type { UsageEvent } from "../world/event.js";
import { DAY, HOUR } from "../world/time.js";
import { viewingOf } from "./counters.js";
import type { Range } from "./range.js";

const MINUTE = 60_000;

/** The points of a trend, oldest first: rules `trend` and `trend-points`. `now` is milliseconds since 1970 UTC. */
export function trendOf(views: readonly UsageEvent[], range: Range, now: number): Json[] {
  const step = stepOf(range, now);
  const first = Math.floor(range.start / step);
  const past = Math.ceil(Math.min(range.end, now + 1) / step);
  const steps: UsageEvent[][] = Array.from({ length: Math.max(0, past - first) }, () => []);
  for (const view of views) steps[Math.floor(view.timestamp / step) - first]?.push(view);
  return steps.map((events, index) => {
    const sampledAt = new Date((first + index) * step).toISOString();
    return { sampled_at: sampledAt, ...viewingOf(events) };
  });
}

/** Rules `trend-steps` [SPEC] and `old-trend` [OLD]. */
function stepOf({ start, to }: Range, now: number): number {
  if (start < now - 30 * DAY) return HOUR;
  if (to - start <= 3 * HOUR) return MINUTE;
  return to - start <= DAY ? HOUR : DAY;
}
