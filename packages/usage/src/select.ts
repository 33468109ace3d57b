import type { Aggregation, Window } from "./model/query.js";
import { invalidInput, unsupported } from "./model/refusal.js";
import type { SkippedMeter } from "./model/report.js";
import type { Capabilities, Customer, Meter } from "./provider.js";

/** What a query asks of every meter. */
export interface MeterNeeds {
  window: Window;
  groupBy: readonly string[];
  /** The dimensions filtered by. */
  filter: readonly string[];
  aggregation: Aggregation | undefined;
}

/** The customers a query names, or all of them. @throws MetermuxError `invalid_input` for one that does not exist. */
export function selectCustomers(known: readonly Customer[], asked: readonly string[] | undefined): readonly Customer[] {
  return asked === undefined ? known : pick(known, asked, "customers");
}

/**
 * The meters a query asks for; all that can answer when it names none.
 *
 * @throws MetermuxError `invalid_input` for a meter that does not exist; `unsupported` for a named meter that cannot
 * answer, or when no meter can.
 */
export function selectMeters(
  known: readonly Meter[],
  asked: readonly string[] | undefined,
  needs: MeterNeeds,
  { vendor, capabilities }: { vendor: string; capabilities: Capabilities },
): { meters: readonly Meter[]; skipped: Omit<SkippedMeter, "connection">[] } {
  if (asked !== undefined) {
    const meters = pick(known, asked, "meters");
    for (const meter of meters) {
      const refusal = whyNot(meter, needs, capabilities);
      if (refusal) throw unsupported(vendor, refusal.field, `meter ${label(meter)} ${refusal.why}`, refusal.nearest);
    }
    return { meters, skipped: [] };
  }
  const meters: Meter[] = [];
  const skipped: Omit<SkippedMeter, "connection">[] = [];
  let last: Refusal | undefined;
  for (const meter of known) {
    const refusal = meter.archived ? archived : whyNot(meter, needs, capabilities);
    if (refusal === undefined) meters.push(meter);
    else skipped.push({ meterId: meter.id, meterName: meter.name, reason: `it ${refusal.why}; ${refusal.nearest}` });
    if (refusal !== archived) last = refusal ?? last;
  }
  if (meters.length === 0 && last !== undefined) {
    const dimensions = [...new Set(known.flatMap((meter) => meter.dimensions ?? []))];
    const byDimension = last.field === "groupBy" || last.field === "filter";
    const nearest = byDimension ? `dimensions that exist: ${list(dimensions)}` : last.nearest;
    throw unsupported(vendor, last.field, `no meter can answer; the last of them ${last.why}`, nearest);
  }
  return { meters, skipped };
}

interface Refusal {
  field: string;
  why: string;
  nearest: string;
}

const archived: Refusal = { field: "meters", why: "is archived", nearest: "name it to ask for it" };

/** Why a meter cannot answer; undefined when it can. */
function whyNot(meter: Meter, needs: MeterNeeds, capabilities: Capabilities): Refusal | undefined {
  const kinds = capabilities.windows[needs.window];
  if (Array.isArray(kinds) && !kinds.includes(meter.aggregation)) {
    const why = `is of kind ${meter.aggregation}, and window ${needs.window} is answered for ${kinds.join(", ")} alone`;
    return { field: "window", why, nearest: "ask for window hour or day" };
  }
  if (needs.aggregation !== undefined && needs.aggregation !== meter.aggregation) {
    const why = `is of kind ${meter.aggregation}, not ${needs.aggregation}, and the meter fixes it`;
    return { field: "aggregation", why, nearest: "leave aggregation out" };
  }
  const { dimensions } = meter;
  if (dimensions === undefined) return undefined;
  const nearest = `its dimensions: ${list(dimensions)}`;
  const ungrouped = needs.groupBy.find((key) => !dimensions.includes(key));
  if (ungrouped !== undefined) return { field: "groupBy", why: `cannot be grouped by ${ungrouped}`, nearest };
  const unfiltered = capabilities.filters === "dimensions" && needs.filter.find((key) => !dimensions.includes(key));
  if (unfiltered) return { field: "filter", why: `cannot be filtered by ${unfiltered}`, nearest };
  return undefined;
}

function pick<Item extends { id: string; name: string | null }>(
  known: readonly Item[],
  asked: readonly string[],
  field: "meters" | "customers",
): readonly Item[] {
  const byId = new Map(known.map((item) => [item.id, item]));
  return [...new Set(asked)].map((id) => {
    const item = byId.get(id);
    if (item !== undefined) return item;
    const namesake = known.find(({ name }) => name?.toLowerCase() === id.toLowerCase());
    const hint = namesake
      ? `the id of ${namesake.name} is ${namesake.id}`
      : `known ${field}: ${list(known.map(label))}`;
    throw invalidInput(field, JSON.stringify(id), `there is no such id; ${hint}`);
  });
}

function label({ id, name }: { id: string; name: string | null }): string {
  return name === null || name === id ? id : `${id} (${name})`;
}

function list(items: readonly string[]): string {
  if (items.length === 0) return "none";
  const shown = items.slice(0, 5).join(", ");
  return items.length > 5 ? `${shown} and ${items.length - 5} more` : shown;
}
