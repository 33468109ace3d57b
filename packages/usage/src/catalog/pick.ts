import { sortByCloseness } from "../model/closest.js";
import { listNames } from "../model/list-names.js";
import type { NormalizedQuery } from "../model/normalize.js";
import { invalidInput } from "../model/refusal.js";
import type { Capabilities, Customer, Meter } from "../provider.js";

/**
 * The customers a query names, by id or by another id that the vendor knows them under; all of them when it names none.
 * Where answers name customers, those that are not listed are taken by their id.
 *
 * @throws MetermuxError `invalid_input` for one that does not exist, or an alias of several.
 */
export function selectCustomers(
  known: readonly Customer[],
  asked: readonly string[] | undefined,
  { customers }: Pick<Capabilities, "customers"> = { customers: "listed" },
): readonly Customer[] {
  if (asked === undefined) return known;
  const byAlias = new Map<string, Customer[]>();
  for (const customer of known) {
    for (const alias of customer.aliases ?? []) byAlias.set(alias, [...(byAlias.get(alias) ?? []), customer]);
  }
  const resolve = (id: string) => {
    const [customer, other] = byAlias.get(id) ?? [];
    // Nobody needs to be listed where answers name customers.
    if (customer === undefined && customers === "reported") return { id, name: null };
    if (other === undefined) return customer;
    throw invalidInput("customers", JSON.stringify(id), `it is an alias of ${label(other)} and others; give the id`);
  };
  return [...new Set(pick(known, asked, "customers", resolve))];
}

/** The meters that measure what is asked for. */
export function ofMeasures(meters: readonly Meter[], measures: NormalizedQuery["measures"]): readonly Meter[] {
  return measures === "all" ? meters : meters.filter((meter) => meter.measures === measures);
}

/** The meters a query names, or all that measure what it asks for. @throws MetermuxError `invalid_input` for one that does not exist. */
export function pickMeters(known: readonly Meter[], { meters, measures }: NormalizedQuery): readonly Meter[] {
  return meters === undefined ? ofMeasures(known, measures) : pick(known, meters, "meters");
}

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
  if (first !== undefined) return `${namesakes.length} have that name: ${listNames(namesakes.map(({ id }) => id))}`;
  const nearest = sortByCloseness(known, asked, ({ id, name, aliases = [] }) => [id, name, ...aliases]);
  return `known ${field}: ${listNames(nearest.map(label))}`;
}

/** An id with its name. */
export function label({ id, name }: { id: string; name: string | null }): string {
  return name === null || name === id ? id : `${id} (${name})`;
}
