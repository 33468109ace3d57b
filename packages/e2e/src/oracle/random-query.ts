import type { UsageQuery } from "@metermux/usage";
import fc from "fast-check";
import { boundsFrom, type DrawnBounds, drawBounds, type Reach } from "./random-bounds.js";
import type { Subject, TrueMeter } from "./subject.js";

/** How queries to a connection are generated. */
export interface Habits {
  readonly reach: Reach;
  readonly timeZones: readonly string[];
  /** The percentage of queries for every customer, and of queries for their total. */
  readonly every: number;
  readonly total: number;
}

/** The customer of the world that the portal session and the video account belong to. */
const LARGEST = "Northlight Atlas";

type Customers = "own" | "named" | "every" | "total" | "nobody";

/** Random numbers and choices, from which {@link queryFrom} makes a query for a connection. */
export interface DrawnQuery extends DrawnBounds {
  /** The index of the world. */
  readonly scene: number;
  readonly customers: Customers;
  readonly customerSeeds: readonly number[];
  readonly meters: "named" | "all" | "unknown";
  readonly meterSeeds: readonly number[];
  readonly groupBy: "none" | "key" | "two" | "unknown";
  readonly groupSeed: number;
  readonly filter: "none" | "one" | "two" | "unknown";
  readonly filterSeeds: readonly number[];
  readonly exclude: boolean;
  /** How often the vendor first refuses the request as too large. */
  readonly tooLarge: number;
  readonly aggregation: "none" | "own" | UsageQuery["aggregation"];
}

export function drawQuery(scenes: number, { reach, timeZones, every, total }: Habits): fc.Arbitrary<DrawnQuery> {
  const seed = fc.nat({ max: 997 });
  const often = <Value>(usual: Value, weight: number, ...others: Value[]) =>
    fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 10, arbitrary: fc.constantFrom(...others) });
  const customers = fc.oneof(
    { weight: 96 - every - total, arbitrary: fc.constant<Customers>("named") },
    { weight: every, arbitrary: fc.constant<Customers>("every") },
    { weight: total, arbitrary: fc.constant<Customers>("total") },
    { weight: 2, arbitrary: fc.constant<Customers>("own") },
    { weight: 2, arbitrary: fc.constant<Customers>("nobody") },
  );
  const rest = fc.record({
    scene: fc.nat({ max: scenes - 1 }),
    customers,
    customerSeeds: fc.array(seed, { minLength: 1, maxLength: 3 }),
    meters: often<DrawnQuery["meters"]>("named", 90, "all", "all", "all", "unknown"),
    meterSeeds: fc.array(seed, { minLength: 1, maxLength: 3 }),
    groupBy: often<DrawnQuery["groupBy"]>("none", 15, "key", "key", "key", "two", "unknown"),
    groupSeed: seed,
    filter: often<DrawnQuery["filter"]>("none", 30, "one", "one", "one", "two", "unknown"),
    filterSeeds: fc.array(seed, { minLength: 2, maxLength: 4 }),
    exclude: fc.boolean(),
    tooLarge: often(0, 60, 1, 2, 3),
    aggregation: often<DrawnQuery["aggregation"]>("none", 120, "own", "own", "sum", "max", "unique", "min", "average"),
  });
  return fc.tuple(drawBounds(reach, timeZones), rest).map(([bounds, drawn]) => ({ ...bounds, ...drawn }));
}

export function queryFrom(drawn: DrawnQuery, subject: Subject): UsageQuery {
  const meters = metersFrom(drawn, subject);
  const [first = subject.meters[0]] = meters;
  if (first === undefined) throw new RangeError("a connection without meters cannot be queried");
  const ids = drawn.meters === "unknown" ? ["no-such-meter"] : meters.map(({ id }) => id);
  const groupBy = groupByFrom(drawn, first);
  const filter = filterFrom(drawn, first, subject);
  const aggregation = drawn.aggregation === "own" ? first.aggregation : drawn.aggregation;
  const customers = customersFrom(drawn, subject);
  return {
    connections: [subject.connection],
    window: drawn.window,
    ...boundsFrom(drawn, subject.now),
    ...(drawn.timeZone !== "UTC" && { timeZone: drawn.timeZone }),
    ...(drawn.meters !== "all" && { meters: ids }),
    ...(customers !== undefined && { customers }),
    ...(groupBy.length > 0 && { groupBy }),
    ...(Object.keys(filter).length > 0 && { filter }),
    ...(aggregation !== "none" && { aggregation }),
    ...(drawn.exclude && { incomplete: "exclude" }),
  };
}

const pick = <Item>(items: readonly Item[], seed: number): Item[] =>
  items.slice(seed % Math.max(1, items.length)).slice(0, 1);

function metersFrom({ meters, meterSeeds }: DrawnQuery, subject: Subject): TrueMeter[] {
  if (meters === "all") return [];
  return [...new Set(meterSeeds.flatMap((seed) => pick(subject.meters, seed)))];
}

function customersFrom({ customers, customerSeeds }: DrawnQuery, { parties, whose }: Subject): UsageQuery["customers"] {
  if (customers === "total") return "total";
  if (customers === "nobody") return ["no-such-customer"];
  const known = parties.flatMap(({ id }) => id ?? []);
  // A connection that reports only its own usage is rarely queried with a named customer.
  if (customers === "every" || (whose === "own" && customers === "named") || known.length === 0) return undefined;
  // Sometimes the customer with every kind of usage, with more API keys than a list of groups may hold.
  const largest = customerSeeds.some((seed) => seed % 5 === 4) ? parties.filter(({ name }) => name === LARGEST) : [];
  return [...largest.flatMap(({ id }) => id ?? []), ...customerSeeds.flatMap((seed) => pick(known, seed))];
}

function groupByFrom({ groupBy, groupSeed }: DrawnQuery, { groupKeys }: TrueMeter): string[] {
  if (groupBy === "none") return [];
  if (groupBy === "unknown") return ["no_such_dimension"];
  const compounds = groupKeys.filter((key) => key.length > 1);
  if (groupBy === "two" && compounds.length > 0) return pick(compounds, groupSeed).flatMap((key) => [...key].reverse());
  const dimensions = dimensionsOf(groupKeys);
  const [one, other] = [pick(dimensions, groupSeed), pick(dimensions, groupSeed + 1)];
  return groupBy === "two" ? [...new Set([...one, ...other])] : one;
}

function filterFrom(drawn: DrawnQuery, meter: TrueMeter, subject: Subject): Record<string, string[]> {
  const { filter, filterSeeds } = drawn;
  if (filter === "none") return {};
  if (filter === "unknown") return { no_such_dimension: ["x"] };
  const [first = 0, ...seeds] = filterSeeds;
  const dimensions = dimensionsOf(meter.groupKeys);
  const chosen = filter === "two" ? [0, 1] : [0];
  const wanted = dimensions.length === 0 ? ["resource"] : chosen.flatMap((more) => pick(dimensions, first + more));
  return Object.fromEntries(wanted.map((dimension) => [dimension, valuesFor(dimension, seeds, subject)]));
}

const dimensionsOf = (groupKeys: TrueMeter["groupKeys"]) => [...new Set(groupKeys.flat())];

const values: Readonly<Record<string, readonly string[]>> = {
  region: ["us-east", "us-west", "eu-central", "ap-south", "nowhere"],
  model: ["tern-1", "tern-1-mini", "heron-2", "heron-2-long", "wren-embed"],
  endpoint: ["/search", "/items", "/items/{id}", "/batch", "/export", "/login", "/upload", "/status"],
  currency: ["EUR", "USD", "JPY"],
  resource: ["transcoders", "vod_streams"],
};

/** Values that events have, and sometimes one that no event has. */
function valuesFor(dimension: string, seeds: readonly number[], { parties }: Subject): string[] {
  const keys = parties.slice(0, 9).map(({ worldIds: [id = ""] }) => `key_${id.slice(0, 8)}_001`);
  const known = values[dimension] ?? (dimension === "api_key" ? keys : ["unheard-of"]);
  return seeds.flatMap((seed) => pick(known, seed));
}
