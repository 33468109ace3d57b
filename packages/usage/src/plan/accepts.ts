import { isMetermuxError } from "@metermux/http";
import type { NormalizedQuery } from "../model/normalize.js";
import { resolveRange } from "../model/range.js";
import type { Customer, Meter, Provider } from "../provider.js";
import { requestsOf } from "./cost.js";
import { needsOf } from "./needs.js";
import { rangeCells } from "./range-cells.js";
import { isRefusal } from "./refusal.js";
import { type Route, route } from "./route.js";
import { planSteps } from "./steps.js";

/** What a query is tried with. */
export interface TrialNeeds {
  provider: Pick<Provider, "vendor" | "capabilities"> & Partial<Pick<Provider, "plan">>;
  now: number;
  /** The meters that a query is about; undefined where one of them does not exist. */
  metersOf: (query: NormalizedQuery) => readonly Meter[] | undefined;
  /** Whether one of them that answers is enough. */
  oneIsEnough: boolean;
  /** The customers that it is about. @throws MetermuxError for one that does not exist. */
  customersOf: (query: NormalizedQuery) => readonly Customer[];
}

/** Tries queries by planning them, as far as their connection is known: no request. */
export function trial(needs: TrialNeeds): (query: NormalizedQuery) => boolean {
  return (query) => {
    try {
      return isAnswered(query, needs);
    } catch (error) {
      if (isMetermuxError(error)) return false;
      throw error;
    }
  };
}

function isAnswered(query: NormalizedQuery, needs: TrialNeeds): boolean {
  const { provider, now, metersOf, oneIsEnough, customersOf } = needs;
  const { vendor, capabilities } = provider;
  if (Array.isArray(query.customers) && capabilities.customers === "self") return false;
  const meters = metersOf(query);
  if (meters === undefined) return false;
  const range = resolveRange(query, { vendor, ...rangeCells(capabilities) }, now);
  const chosen: { meter: Meter; route: Route }[] = [];
  for (const meter of meters) {
    const outcome = route(meter, needsOf(query, range, now), capabilities);
    if (!isRefusal(outcome)) chosen.push({ meter, route: outcome });
    else if (!oneIsEnough) return false;
  }
  if (chosen.length === 0) return false;
  const customers = customersOf(query);
  const { plan } = provider;
  if (plan === undefined) return true;
  const steps = planSteps(chosen, { query, range, customers, provider: { plan }, now });
  return requestsOf(steps) <= query.maxRequests;
}
