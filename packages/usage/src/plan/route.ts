import type { Aggregation } from "../model/query.js";
import { rollupMethodAcross } from "../model/rollup-method.js";
import type { Capabilities, Meter, OperationCapabilities } from "../provider.js";
import { fitGroups, type GroupFit, type GroupNeeds } from "./fit-groups.js";
import { fitWindow, type WindowFit, type WindowNeeds } from "./fit-window.js";
import { beforeHistory } from "./history.js";
import { isRefusal, type Outcome, type Refusal, refuse } from "./refusal.js";

/** What a query asks of every meter. */
export interface Needs extends WindowNeeds, GroupNeeds {
  /** Whether all customers are meant as one. */
  total: boolean;
  /** The vendor's time, in milliseconds since the epoch. */
  now: number;
}

/** How a meter's values are come by: natively, or put together from others where the arithmetic allows. */
export interface Route extends WindowFit, GroupFit {
  operation: OperationCapabilities;
  /** Whether values of several customers make the total. */
  overCustomers: boolean;
  /** The operation to ask for what this one capped. */
  again?: OperationCapabilities;
}

/**
 * How a meter answers a query: by the first operation that can do it natively, else by the first whose values make the
 * answer exactly, else not. Pure; it knows of the vendor what the capabilities say.
 */
export function route(meter: Meter, needs: Needs, capabilities: Capabilities): Outcome<Route> {
  const { aggregation: kind } = meter;
  if (needs.aggregation !== undefined && needs.aggregation !== kind) {
    const why = `is of kind ${kind}, not ${needs.aggregation}, and the meter fixes it`;
    return refuse("aggregation", why);
  }
  const isOf = ({ operation }: OperationCapabilities) => meter.operations?.includes(operation) ?? true;
  const operations = capabilities.operations.filter(isOf);
  const outcomes = operations.map((operation) => by(operation, meter, needs, capabilities));
  const routes = outcomes.filter((outcome) => !isRefusal(outcome));
  const native = routes.find((found) => !isDerived(found));
  const chosen = native ?? routes[0];
  if (chosen === undefined) return lastRefusal(outcomes);
  const capped = chosen.operation.groupBy.maxValues !== undefined && needs.groupBy.length > 0;
  const isSameWindow = ({ operation, source }: Route) =>
    source === chosen.source && operation.zones === chosen.operation.zones;
  const again =
    capped && routes.find((other) => other.operation.groupBy.maxValues === undefined && isSameWindow(other));
  return again ? { ...chosen, again: again.operation } : chosen;
}

/** Whether a route puts values together. */
export function isDerived({ overTime, overGroups, overCustomers }: Route): boolean {
  return overTime || overGroups || overCustomers;
}

function by(operation: OperationCapabilities, meter: Meter, needs: Needs, capabilities: Capabilities): Outcome<Route> {
  const groups = fitGroups(meter, needs, operation);
  if (isRefusal(groups)) return groups;
  const window = fitWindow(meter.aggregation, needs, operation, capabilities);
  if (isRefusal(window)) return window;
  const overCustomers = needs.total && !operation.total;
  if (overCustomers && !addsAcross(meter.aggregation, needs.aggregation, capabilities)) {
    const why = `is of kind ${meter.aggregation}, whose values of several customers do not make a total`;
    return refuse("customers", why);
  }
  return beforeHistory(operation, needs) ?? { operation, ...groups, ...window, overCustomers };
}

function addsAcross(kind: Aggregation, asked: Aggregation | undefined, { customers }: Capabilities): boolean {
  return customers !== "self" && rollupMethodAcross(kind, asked) !== undefined;
}

/** Operations come with the widest last, so the last to refuse says the most. */
function lastRefusal(outcomes: readonly Outcome<Route>[]): Refusal {
  const refusals = outcomes.filter(isRefusal);
  const about = refusals.at(-1);
  if (about === undefined) throw new RangeError("a meter without an operation that measures it");
  return about;
}
