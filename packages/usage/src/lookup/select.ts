import { closestFirst, sortByCloseness } from "../model/closest.js";
import type { NormalizedQuery } from "../model/normalize.js";
import type { Range } from "../model/range.js";
import { invalidInput, unsupported } from "../model/refusal.js";
import type { SkippedMeter } from "../model/report.js";
import { withNearest } from "../plan/nearest.js";
import { needsOf } from "../plan/needs.js";
import { isRefusal, list, type Refusal } from "../plan/refusal.js";
import { type Route, route } from "../plan/route.js";
import type { Customer, Meter, Provider } from "../provider.js";

/** A meter and how it answers. */
export interface RoutedMeter {
  meter: Meter;
  route: Route;
}

/** What meters are chosen for. */
export interface Choice {
  query: NormalizedQuery;
  range: Range;
  provider: Pick<Provider, "vendor" | "capabilities">;
  now: number;
}

/**
 * The customers a query names, by id or by another id that the vendor knows them under; all of them when it names none.
 *
 * @throws MetermuxError `invalid_input` for one that does not exist, or an alias of several.
 */
export function selectCustomers(known: readonly Customer[], asked: readonly string[] | undefined): readonly Customer[] {
  if (asked === undefined) return known;
  const byAlias = new Map<string, Customer[]>();
  for (const customer of known) {
    for (const alias of customer.aliases ?? []) byAlias.set(alias, [...(byAlias.get(alias) ?? []), customer]);
  }
  const resolve = (id: string) => {
    const [customer, other] = byAlias.get(id) ?? [];
    if (other === undefined) return customer;
    throw invalidInput("customers", JSON.stringify(id), `it is an alias of ${label(other)} and others; give the id`);
  };
  return [...new Set(pick(known, asked, "customers", resolve))];
}

/**
 * The meters a query asks for; all that can answer when it names none. Each with how it answers.
 *
 * @throws MetermuxError `invalid_input` for a meter that does not exist; `unsupported` for a named meter that cannot
 * answer, or when no meter can.
 */
export function selectMeters(
  known: readonly Meter[],
  choice: Choice,
): { chosen: readonly RoutedMeter[]; skipped: Omit<SkippedMeter, "connection">[] } {
  const { query, provider } = choice;
  if (query.meters !== undefined) {
    const chosen = pick(known, query.meters, "meters").map((meter) => {
      const outcome = answer(meter, choice);
      if (!isRefusal(outcome)) return { meter, route: outcome };
      throw unsupported(provider.vendor, outcome.field, `meter ${label(meter)} ${outcome.why}`, outcome.nearest);
    });
    return { chosen, skipped: [] };
  }
  const chosen: RoutedMeter[] = [];
  const skipped: Omit<SkippedMeter, "connection">[] = [];
  let last: Refusal | undefined;
  for (const meter of known) {
    const outcome = meter.archived ? archived : answer(meter, choice);
    if (isRefusal(outcome)) {
      skipped.push({ meterId: meter.id, meterName: meter.name, reason: `it ${outcome.why}; ${outcome.nearest}` });
      if (outcome !== archived) last = outcome;
    } else {
      chosen.push({ meter, route: outcome });
    }
  }
  if (chosen.length === 0 && last !== undefined) throw noneCan(last, known, choice);
  return { chosen, skipped };
}

/** How a meter answers, or why it does not and what does. */
function answer(meter: Meter, { query, range, provider, now }: Choice): Route | Refusal {
  const outcome = route(meter, needsOf(query, range), provider.capabilities);
  return isRefusal(outcome) ? withNearest(outcome, meter, query, provider, now) : outcome;
}

function noneCan(last: Refusal, known: readonly Meter[], { query, provider }: Choice): Error {
  const dimensions = [...new Set(known.flatMap((meter) => meter.dimensions ?? []))];
  const byDimension = last.field === "groupBy" || last.field === "filter";
  const unknown = [...query.groupBy, ...Object.keys(query.filter)].find((name) => !dimensions.includes(name)) ?? "";
  const exist = () => `dimensions that exist: ${list(closestFirst(dimensions, unknown))}`;
  const nearest = byDimension ? exist() : last.nearest;
  return unsupported(provider.vendor, last.field, `no meter can answer; the last of them ${last.why}`, nearest);
}

const archived: Refusal = { field: "meters", why: "is archived", nearest: "name it to ask for it" };

interface Named {
  id: string;
  name: string | null;
  aliases?: readonly string[];
}

function pick<Item extends Named>(
  known: readonly Item[],
  asked: readonly string[],
  field: "meters" | "customers",
  resolve: (id: string) => Item | undefined = () => undefined,
): readonly Item[] {
  const byId = new Map(known.map((item) => [item.id, item]));
  return [...new Set(asked)].map((id) => {
    const item = byId.get(id) ?? resolve(id);
    if (item !== undefined) return item;
    throw invalidInput(field, JSON.stringify(id), `there is no such id; ${hintAt(id, known, field)}`);
  });
}

/** What somebody who gave a name, or slipped, may have meant. */
function hintAt(asked: string, known: readonly Named[], field: "meters" | "customers"): string {
  const namesakes = known.filter(({ name }) => name?.toLowerCase() === asked.toLowerCase());
  const [first, second] = namesakes;
  if (first !== undefined && second === undefined) return `the id of ${first.name} is ${first.id}`;
  if (first !== undefined) return `${namesakes.length} have that name: ${list(namesakes.map(({ id }) => id))}`;
  const nearest = sortByCloseness(known, asked, ({ id, name, aliases = [] }) => [id, name, ...aliases]);
  return `known ${field}: ${list(nearest.map(label))}`;
}

function label({ id, name }: { id: string; name: string | null }): string {
  return name === null || name === id ? id : `${id} (${name})`;
}
