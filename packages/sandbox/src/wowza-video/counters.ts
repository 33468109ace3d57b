import type { Json } from "../server/json.js";
import { aggregate } from "../world/aggregate.js";
import { Decimal } from "../world/decimal.js";
import type { UsageEvent } from "../world/event.js";

/** Rules `viewing` and `no-usage`. */
export function viewingOf(views: readonly UsageEvent[]) {
  return { viewing_seconds: sumOf(views, "seconds"), viewing_bytes: sumOf(views, "bytes") };
}

/** Rule `egress-targets`. */
export function egressOf(egress: readonly UsageEvent[]) {
  const primary = egress.filter(({ properties }) => properties.target === "primary");
  const additional = egress.filter(({ properties }) => properties.target === "additional");
  return {
    egress_bytes: sumOf(primary, "bytes"),
    egress_seconds: sumOf(primary, "seconds"),
    egress_seconds_additional_targets: sumOf(additional, "seconds"),
  };
}

/** Every counter of the account over events, in the order of the vendor's example. */
export function countersOf(
  views: readonly UsageEvent[],
  egress: readonly UsageEvent[],
  withAverage = true,
): Record<string, Json> {
  const { viewing_seconds, viewing_bytes } = viewingOf(views);
  const { egress_seconds, egress_seconds_additional_targets, egress_bytes } = egressOf(egress);
  return {
    viewing_seconds,
    ...(withAverage && { avg_viewing_seconds: average(viewing_seconds, views) }),
    viewing_bytes,
    egress_seconds,
    egress_seconds_additional_targets,
    egress_bytes,
  };
}

/** Rule `average`: per viewer, not per view. */
function average(seconds: Decimal, views: readonly UsageEvent[]): Decimal {
  const viewers = aggregate(views, { kind: "unique", property: "viewer" });
  return viewers === null ? new Decimal(0) : seconds.dividedBy(viewers).integerValue(Decimal.ROUND_HALF_UP);
}

/** The sum of a property over events; 0 without events. */
export function sumOf(events: readonly UsageEvent[], property: string): Decimal {
  return aggregate(events, { kind: "sum", property }) ?? new Decimal(0);
}
