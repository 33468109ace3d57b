import { listNames } from "../model/list-names.js";
import type { Aggregation } from "../model/query.js";
import { rollupMethodAcross } from "../model/rollup-method.js";
import type { Meter, OperationCapabilities } from "../provider.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";

/** How an operation gives the groups of a query. */
export interface GroupFit {
  /** The dimensions to group by. */
  groupBy: readonly string[];
  /** Whether values of several groups make one value of a group asked for. */
  overGroups: boolean;
}

/** What the fit of groups depends on. */
export interface GroupNeeds {
  groupBy: readonly string[];
  filter: Readonly<Record<string, readonly string[]>>;
  aggregation: Aggregation | undefined;
  /** Whether all customers are meant as one; rows are by customer otherwise. */
  total?: boolean | undefined;
}

/**
 * How one operation answers the dimensions of a query for a meter. Where only what is grouped by can be filtered, it is
 * grouped by what is filtered: the values asked for are then all there are, and the only one of a dimension is its value.
 */
export function fitGroups(meter: Meter, needs: GroupNeeds, given: OperationCapabilities): Outcome<GroupFit> {
  const operation = withoutCustomer(given, needs);
  const filtered = Object.keys(needs.filter);
  const extra = operation.filter === "grouped" ? filtered.filter((name) => !needs.groupBy.includes(name)) : [];
  const wanted = [...needs.groupBy, ...extra];
  const groupBy = declaredSet(meter, wanted, operation) ?? wanted;
  const refusal = unknownDimension(meter, needs, operation) ?? ungroupable(meter, groupBy, extra, operation);
  if (refusal) return refusal;
  const { maxValues } = operation.groupBy;
  const many = filtered.find((name) => (needs.filter[name]?.length ?? 0) > (maxValues ?? Number.POSITIVE_INFINITY));
  if (many !== undefined) {
    return refuse("filter", `is filtered by more than ${maxValues} values of ${many}`);
  }
  const several = extra.filter((name) => new Set(needs.filter[name]).size > 1);
  const others = groupBy.slice(wanted.length);
  const overGroups = several.length > 0 || others.length > 0;
  if (!overGroups || rollupMethodAcross(meter.aggregation, needs.aggregation) !== undefined)
    return { groupBy, overGroups };
  const why = `is of kind ${meter.aggregation}, whose values of several groups do not make one`;
  return refuse(several.length > 0 || extra.length > 0 ? "filter" : "groupBy", why);
}

/** The operation with as many dimensions as are left beside the one that tells customers apart. */
function withoutCustomer(operation: OperationCapabilities, { total = false }: GroupNeeds): OperationCapabilities {
  const { groupBy } = operation;
  if (!groupBy.countsCustomer || (total && operation.total)) return operation;
  return { ...operation, groupBy: { ...groupBy, maxKeys: Math.max(0, groupBy.maxKeys - 1) } };
}

/**
 * The dimensions asked for with the rest of the smallest declared set that has them all; undefined where a set is not
 * needed, or none has them all. The values of the other dimensions then make one.
 */
function declaredSet(
  { groupKeys = [] }: Meter,
  wanted: readonly string[],
  { groupBy: { maxKeys, declared } }: OperationCapabilities,
): readonly string[] | undefined {
  if (!declared || wanted.length === 0) return undefined;
  const sets = groupKeys.filter((key) => key.length <= maxKeys && wanted.every((name) => key.includes(name)));
  const [smallest] = [...sets].sort((left, right) => left.length - right.length);
  return smallest && [...wanted, ...smallest.filter((name) => !wanted.includes(name))];
}

function unknownDimension(
  { dimensions }: Meter,
  { groupBy, filter }: GroupNeeds,
  operation: OperationCapabilities,
): Refusal | undefined {
  const { filter: filters } = operation;
  if (groupBy.length > 0 && operation.groupBy.maxKeys === 0) {
    return refuse("groupBy", `cannot be grouped by ${listNames(groupBy)}`);
  }
  const filterable = Array.isArray(filters) ? filters : dimensions;
  const ungrouped = dimensions && groupBy.find((name) => !dimensions.includes(name));
  if (ungrouped !== undefined) {
    return refuse("groupBy", `cannot be grouped by ${ungrouped}`);
  }
  const unfiltered = filterable && Object.keys(filter).find((name) => !filterable.includes(name));
  if (unfiltered === undefined) return undefined;
  return refuse("filter", `cannot be filtered by ${unfiltered}`);
}

function ungroupable(
  { groupKeys = [] }: Meter,
  groupBy: readonly string[],
  extra: readonly string[],
  { groupBy: { maxKeys, declared } }: OperationCapabilities,
): Refusal | undefined {
  const field = extra.length > 0 ? "filter" : "groupBy";
  const why = `cannot be told apart by ${groupBy.join(" and ")} together`;
  if (declared && groupBy.length > 0 && !groupKeys.some((key) => sameSet(key, groupBy))) {
    return refuse(field, why);
  }
  return groupBy.length > maxKeys ? refuse(field, why) : undefined;
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}
