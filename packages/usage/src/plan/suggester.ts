import { ofMeasures, selectCustomers } from "../catalog/pick.js";
import { aggregations, type NormalizedQuery } from "../model/normalize.js";
import type { Customer, Meter } from "../provider.js";
import { type TrialNeeds, trial } from "./accepts.js";
import { type Suggestion, suggest } from "./suggestion.js";

/** Finds what a connection answers in place of a query. */
export interface Suggester {
  /** Changes with which the whole query is answered: by all its meters, or by one where it names none. */
  forQuery(field: string): Suggestion;
  /** Changes with which a meter that nobody named is answered too. */
  forMeter(meter: Meter, field: string): Suggestion;
  /** Whether a meter answers the query when it is named. */
  isAnsweredByName(meter: Meter): boolean;
}

/** What a suggester is made from. */
export interface SuggesterNeeds extends Pick<TrialNeeds, "provider" | "now"> {
  query: NormalizedQuery;
  /** Every customer that is known. */
  customers: readonly Customer[];
}

/**
 * @param asked the meters that the query is about.
 * @param known every meter of the connection.
 */
export function createSuggester(asked: readonly Meter[], known: readonly Meter[], choice: SuggesterNeeds): Suggester {
  const { query, provider, customers, now } = choice;
  const byId = new Map(known.map((meter) => [meter.id, meter]));
  const active = known.filter(({ archived }) => !archived);
  const metersOf = ({ meters, measures }: NormalizedQuery) => {
    if (meters === undefined) return ofMeasures(active, measures);
    const found = meters.flatMap((id) => byId.get(id) ?? []);
    return found.length === meters.length ? found : undefined;
  };
  const customersOf = ({ customers: named }: NormalizedQuery) =>
    selectCustomers(customers, named === "total" ? undefined : named, provider.capabilities);
  const accepts = trial({ provider, now, metersOf, customersOf, oneIsEnough: query.meters === undefined });
  const routesOnly = { vendor: provider.vendor, capabilities: provider.capabilities };
  const readCall = (meters: readonly Meter[]) =>
    trial({ provider: routesOnly, now, metersOf: () => meters, customersOf: () => [], oneIsEnough: false });
  // Meters that are alike in all that a plan depends on have the same answer.
  const found = new Map<string, Suggestion>();
  return {
    forQuery(field) {
      const meters = query.meters === undefined ? ofMeasures(active, query.measures) : asked;
      const working = meters.filter((meter) => readCall([meter])(query)).map(({ id }) => id);
      return suggest({
        query,
        field,
        meters,
        working,
        known: active,
        capabilities: provider.capabilities,
        accepts,
        now,
      });
    },
    forMeter(meter, field) {
      const { aggregation, dimensions, groupKeys, operations } = meter;
      const key = JSON.stringify([aggregation, dimensions, groupKeys, operations, field]);
      const { capabilities } = provider;
      const about = { query, field, meters: [meter], working: [], known: [], capabilities, now };
      const suggestion = found.get(key) ?? suggest({ ...about, accepts: readCall([meter]) });
      found.set(key, suggestion);
      return suggestion;
    },
    isAnsweredByName: (meter) => readCall([meter])(query),
  };
}

/**
 * What is answered in place of a query whose meters nobody has seen: for meters of any kind.
 * Undefined where that depends on the meter, as it does where dimensions or an aggregation are still asked for.
 */
export function suggestUnseen(
  query: NormalizedQuery,
  field: string,
  { provider, now }: Pick<TrialNeeds, "provider" | "now">,
): Suggestion | undefined {
  const shared = { id: "", name: null, unit: null, measures: "usage" as const, archived: false, dimensions: undefined };
  const meters = aggregations.map((aggregation) => ({ ...shared, aggregation }));
  const customersOf = ({ customers }: NormalizedQuery) =>
    Array.isArray(customers) ? customers.map((id: string) => ({ id, name: null })) : [];
  const isAnswered = trial({ provider, now, metersOf: () => meters, oneIsEnough: false, customersOf });
  const isOfAnyMeter = ({ groupBy, filter, aggregation }: NormalizedQuery) =>
    groupBy.length === 0 && Object.keys(filter).length === 0 && aggregation === undefined;
  const accepts = (changed: NormalizedQuery) => isOfAnyMeter(changed) && isAnswered(changed);
  const { capabilities } = provider;
  const about = { query: { ...query, meters: undefined }, meters: [], working: [], known: [], capabilities, now };
  const suggestion = suggest({ ...about, field, accepts });
  return suggestion.changes.length === 0 ? undefined : suggestion;
}
