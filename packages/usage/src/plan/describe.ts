import { formatInstant } from "../model/instant.js";
import type { Window } from "../model/query.js";
import type { Range } from "../model/range.js";
import type { QueryReport, SkippedMeter } from "../model/report.js";
import type { Provider } from "../provider.js";
import { caveatsOf, operationsOf } from "./caveats.js";
import { minimumTime, requestsOf } from "./cost.js";
import { isDerived, type Route } from "./route.js";
import type { Step } from "./steps.js";

/** What a query would do. Plain data. */
export interface UsagePlan {
  connections: readonly ConnectionPlan[];
  /** How many requests for usage are expected. */
  requests: number;
  /** How long they take at least, at the connections' rates, one connection after the other. */
  milliseconds: number;
  /** Connections that nobody named and that cannot answer unless meters are named, each with its reason. */
  leftOut: QueryReport["leftOut"];
  /** Connections that would not be asked, under `keepGoing`. */
  failures: QueryReport["failures"];
}

/** What it would do with one connection. */
export interface ConnectionPlan {
  connection: string;
  vendor: string;
  /** The range of the answer, [start, end). */
  start: string;
  end: string;
  steps: readonly PlannedStep[];
  skipped: readonly SkippedMeter[];
  notes: readonly string[];
  requests: number;
  milliseconds: number;
}

/** Meters that are come by in the same way. */
export interface PlannedStep {
  operation: string;
  meters: readonly string[];
  /** The window asked of the vendor; `none` for ranges one by one. */
  source: Window;
  /** Why the rows are exact: native, or what is put together from what. */
  how: string;
  /** What is asked again, and when; that depends on the answers. */
  again: readonly { operation: string; when: string }[];
  /** The first request of each chain, to the byte; the others of it differ in the cursor alone. */
  calls: readonly { operation: string; request: unknown; requests: number }[];
}

/** The part of a share that a plan tells of. */
export interface PlannedConnection {
  connection: string;
  provider: Provider;
  range: Range;
  steps: readonly Step[];
  skipped: readonly SkippedMeter[];
  /** What the lists leave unknown. */
  notes?: readonly string[];
}

/** A plan as data. */
export function describePlan(
  prepared: readonly PlannedConnection[],
  failures: QueryReport["failures"] = [],
  leftOut: QueryReport["leftOut"] = [],
): UsagePlan {
  const connections = prepared.map(describeConnection);
  const sum = (field: "requests" | "milliseconds") => connections.reduce((total, each) => total + each[field], 0);
  return { connections, requests: sum("requests"), milliseconds: sum("milliseconds"), leftOut, failures };
}

function describeConnection({
  connection,
  provider,
  range,
  steps,
  skipped,
  notes = [],
}: PlannedConnection): ConnectionPlan {
  const requests = requestsOf(steps);
  return {
    connection,
    vendor: provider.vendor,
    start: formatInstant(range.start),
    end: formatInstant(range.end),
    steps: steps.map(describeStep),
    skipped,
    notes: [...caveatsOf(provider.capabilities, operationsOf(steps)), ...notes],
    requests,
    milliseconds: minimumTime(requests, provider.rate),
  };
}

function describeStep(step: Step): PlannedStep {
  const { operation, meters, route, question, calls } = step;
  return {
    operation: operation.operation,
    meters: meters.map(({ id }) => id),
    source: question.window,
    how: explain(route),
    again: askedAgain(step),
    calls: calls.map(({ operation: name, request, requests }) => ({ operation: name, request, requests })),
  };
}

function askedAgain({ operation, route: { again } }: Step): PlannedStep["again"] {
  const capped = `a list of ${operation.groupBy.maxValues} groups comes, which may be capped`;
  const halved = "the vendor says, or seems to say, that the range is too much: in halves";
  return [
    ...(again ? [{ operation: again.operation, when: capped }] : []),
    ...(operation.mayExceedLimit ? [{ operation: operation.operation, when: halved }] : []),
  ];
}

function explain(route: Route): string {
  if (!isDerived(route)) return "native";
  const { source, overTime, overGroups, overCustomers } = route;
  const parts = [
    ...(overTime ? [source === "none" ? "ranges that meet" : `${source}s, which nest in the windows`] : []),
    ...(overGroups ? ["the groups of every value asked for"] : []),
    ...(overCustomers ? ["every customer"] : []),
  ];
  return `put together from ${parts.join(" and ")}; exact, for these values add up (or are minima or maxima)`;
}
