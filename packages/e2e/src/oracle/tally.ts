import type { Meter, UsageEvent } from "@metermux/sandbox";
import { scale, write } from "../world-value.js";

/** How raw events are aggregated: like a meter of the world, or one property per distinct value of another. */
export type Measure = Meter["measure"] | { readonly kind: "average"; readonly property: string; readonly per: string };

/** A running aggregate. */
export interface Tally {
  add(event: UsageEvent): void;
  /** A plain decimal, or null where no event counted. */
  value(): string | null;
}

export function tallyOf(measure: Measure): Tally {
  switch (measure.kind) {
    case "count":
      return counting();
    case "sum":
      return adding({ [measure.property]: "1" });
    case "weighted-sum":
      return adding(measure.weights);
    case "unique":
      return distinct(measure.property);
    case "average":
      return averaging(measure.property, measure.per);
    default:
      return keeping(measure.property, measure.kind);
  }
}

function counting(): Tally {
  let count = 0;
  return { add: () => (count += 1), value: () => (count === 0 ? null : String(count)) };
}

function adding(weights: Readonly<Record<string, string>>): Tally {
  const terms = Object.entries(weights).map(([property, weight]) => [property, BigInt(weight)] as const);
  let total: bigint | undefined;
  return {
    add({ properties }) {
      for (const [property, weight] of terms) {
        const text = properties[property];
        if (text !== undefined) total = (total ?? 0n) + scale(text) * weight;
      }
    },
    value: () => (total === undefined ? null : write(total)),
  };
}

function distinct(property: string): Tally {
  const seen = new Set<string>();
  return {
    add({ properties }) {
      const text = properties[property];
      if (text !== undefined) seen.add(text);
    },
    value: () => (seen.size === 0 ? null : String(seen.size)),
  };
}

/** The smallest, the largest or the newest. Events come oldest first within a customer. */
function keeping(property: string, kind: "min" | "max" | "latest"): Tally {
  let kept: { value: bigint; time: number } | undefined;
  return {
    add({ properties, timestamp: time }) {
      const text = properties[property];
      if (text === undefined) return;
      const value = scale(text);
      const better = {
        min: kept === undefined || value < kept.value,
        max: kept === undefined || value > kept.value,
        latest: kept === undefined || time >= kept.time,
      };
      if (better[kind]) kept = { value, time };
    },
    value: () => (kept === undefined ? null : write(kept.value)),
  };
}

/** Rounded half up to a whole number, for a property that is never negative. */
function averaging(property: string, per: string): Tally {
  const sum = adding({ [property]: "1" });
  const seen = new Set<string>();
  return {
    add(event) {
      sum.add(event);
      const text = event.properties[per];
      if (text !== undefined) seen.add(text);
    },
    value() {
      const total = sum.value();
      if (total === null || seen.size === 0) return null;
      const [dividend, divisor] = [scale(total), scale(String(seen.size))];
      return String((2n * dividend + divisor) / (2n * divisor));
    },
  };
}
