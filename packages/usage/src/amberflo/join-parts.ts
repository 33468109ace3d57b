import type { Measurement, MeasurementPage, PartsJoiner, Question } from "../adapter/index.js";
import { bucketsOf } from "./intervals.js";
import { lacksAll, remainderOf } from "./read-report.js";

/** A group that some part has listed. */
interface SeenGroup extends Pick<Measurement, "meterId" | "customerId" | "groups"> {
  parts: Set<Question>;
}

/**
 * Makes of the answers to parts of a range what the answer to the whole of it says. A group with usage anywhere in a range
 * has a value for every interval, 0 where nothing was used, and is absent otherwise: so a part does not list what only
 * other parts have, and the whole has zeros there. A group without the dimension that is alone in a part can stand beside
 * others in the whole, where it is reported and not added.
 */
export function joinParts({ window }: Question): PartsJoiner {
  const seen = new Map<string, SeenGroup>();
  const parts = new Set<Question>();
  const lone: { measurement: Measurement; part: Question }[] = [];
  const withOthers = new Set<string>();
  const pairOf = ({ meterId, customerId }: SeenGroup | Measurement) => JSON.stringify([meterId, customerId]);
  const see = ({ meterId, customerId, groups }: Measurement, part: Question) => {
    const key = JSON.stringify([meterId, customerId, Object.values(groups)]);
    const group = seen.get(key) ?? { meterId, customerId, groups, parts: new Set() };
    seen.set(key, group);
    group.parts.add(part);
  };
  const split = (page: MeasurementPage, part: Question): MeasurementPage => {
    const measurements = page.measurements.filter((measurement) => {
      see(measurement, part);
      const isLone = lacksAll(measurement);
      if (isLone) lone.push({ measurement, part });
      else if (part.groupBy.length > 0) withOthers.add(pairOf(measurement));
      return !isLone;
    });
    return { ...page, measurements };
  };
  return {
    take(page, part) {
      parts.add(part);
      // A value over the whole range is put together, and zeros add nothing.
      return window === "none" ? page : split(page, part);
    },
    end() {
      const rest = new Map([...parts].map((part) => [part, { measurements: [], remainders: [] } as Rest]));
      for (const { measurement, part } of lone) {
        if (withOthers.has(pairOf(measurement))) rest.get(part)?.remainders.push(...remainderOf(measurement));
        else rest.get(part)?.measurements.push(measurement);
      }
      for (const group of seen.values()) {
        if (lacksAll(group) && withOthers.has(pairOf(group))) continue;
        for (const [part, { measurements }] of rest) {
          if (!group.parts.has(part)) measurements.push(...zeros(group, part));
        }
      }
      return [...rest].map(([part, page]) => ({ part, page }));
    },
  };
}

interface Rest {
  measurements: Measurement[];
  remainders: Measurement[];
}

function zeros({ meterId, customerId, groups }: SeenGroup, part: Question): Measurement[] {
  const isAsked = part.meters.some(({ id }) => id === meterId);
  if (!isAsked || part.window === "none") return [];
  return bucketsOf(part, part.window).map((bucket) => ({ meterId, customerId, groups, ...bucket, value: "0" }));
}
