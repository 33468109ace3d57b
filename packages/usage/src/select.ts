import { invalidInput, unsupported } from "./model/refusal.js";
import type { SkippedMeter } from "./model/report.js";
import type { Customer, Meter } from "./provider.js";

/** The customers a query asks for, with their names; all of them when it names none. */
export function selectCustomers(known: readonly Customer[], asked: readonly string[] | undefined): readonly Customer[] {
  if (asked === undefined) return known;
  return pick(known, asked, "customers");
}

/**
 * The meters a query asks for; all that can answer when it names none.
 *
 * @throws MetermuxError `invalid_input` for a meter that does not exist; `unsupported` for a named meter that cannot be
 * grouped as asked, or when no meter can.
 */
export function selectMeters(
  known: readonly Meter[],
  asked: readonly string[] | undefined,
  groupBy: string | null,
  vendor: string,
): { meters: readonly Meter[]; skipped: Omit<SkippedMeter, "connection">[] } {
  if (asked !== undefined) {
    const meters = pick(known, asked, "meters");
    const unable = meters.find((meter) => !canGroup(meter, groupBy));
    if (unable !== undefined) throw cannotGroup(unable, groupBy, vendor);
    return { meters, skipped: [] };
  }
  const meters: Meter[] = [];
  const skipped: Omit<SkippedMeter, "connection">[] = [];
  for (const meter of known) {
    const reason = meter.archived
      ? "archived; name it to ask for it"
      : canGroup(meter, groupBy)
        ? undefined
        : whyNotGrouped(meter, groupBy);
    if (reason === undefined) meters.push(meter);
    else skipped.push({ meterId: meter.id, meterName: meter.name, reason });
  }
  const first = skipped.find(({ reason }) => reason.startsWith("it cannot"));
  if (meters.length === 0 && first !== undefined) {
    const dimensions = [...new Set(known.flatMap((meter) => meter.dimensions))];
    throw unsupported(
      vendor,
      "groupBy",
      `no meter can be grouped by ${groupBy}`,
      `dimensions that exist: ${list(dimensions)}`,
    );
  }
  return { meters, skipped };
}

function canGroup(meter: Meter, groupBy: string | null): boolean {
  return groupBy === null || meter.dimensions.includes(groupBy);
}

function whyNotGrouped(meter: Meter, groupBy: string | null): string {
  return `it cannot be grouped by ${groupBy}; its dimensions: ${list(meter.dimensions)}`;
}

function cannotGroup(meter: Meter, groupBy: string | null, vendor: string) {
  const why = `meter ${meter.id}${meter.name === null ? "" : ` (${meter.name})`} cannot be grouped by ${groupBy}`;
  return unsupported(vendor, "groupBy", why, `its dimensions: ${list(meter.dimensions)}`);
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
  return name === null ? id : `${id} (${name})`;
}

function list(items: readonly string[]): string {
  if (items.length === 0) return "none";
  const shown = items.slice(0, 5).join(", ");
  return items.length > 5 ? `${shown} and ${items.length - 5} more` : shown;
}
