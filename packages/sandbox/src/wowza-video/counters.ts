import type { Json } from "../server/json.js";
import { aggregate } from "../world/aggregate.js";
import { Decimal } from "../world/decimal.js";
import type { UsageEvent } from "../world/event.js";

/** Rules `viewing` and `no-usage`. */
export function viewingTotals(views: readonly UsageEvent[]): { seconds: Decimal; bytes: Decimal } {
  return { seconds: sum(views, "seconds"), bytes: sum(views, "bytes") };
}

/** Every counter of the account over some events, in the order of the vendor's example. */
export function countersOf(views: readonly UsageEvent[], egress: readonly UsageEvent[]): Record<string, Json> {
  const viewing = viewingTotals(views);
  // Rule egress-targets.
  const primary = egress.filter(({ properties }) => properties.target === "primary");
  const additional = egress.filter(({ properties }) => properties.target === "additional");
  return {
    viewing_seconds: viewing.seconds,
    avg_viewing_seconds: average(viewing.seconds, views),
    viewing_bytes: viewing.bytes,
    egress_seconds: sum(primary, "seconds"),
    egress_seconds_additional_targets: sum(additional, "seconds"),
    egress_bytes: sum(primary, "bytes"),
  };
}

/** Rule `average`: per viewer, not per view. */
function average(seconds: Decimal, views: readonly UsageEvent[]): Decimal {
  const viewers = aggregate(views, { kind: "unique", property: "viewer" });
  return viewers === null ? new Decimal(0) : seconds.dividedBy(viewers).integerValue(Decimal.ROUND_HALF_UP);
}

function sum(events: readonly UsageEvent[], property: string): Decimal {
  return aggregate(events, { kind: "sum", property }) ?? new Decimal(0);
}
