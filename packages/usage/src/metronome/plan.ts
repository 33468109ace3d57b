import type { components } from "@metermux/metronome";
import { type Call, chunks, day, formatInstant, hour, type Question, type Span } from "../adapter/index.js";

/** The body of a usage request, for either operation. */
export type UsageBody = components["schemas"]["UsageRequest"];
export type GroupsBody = components["schemas"]["UsageGroupsRequest"];
export type MetronomeBody = UsageBody | GroupsBody;

const windowSizes = { hour: "HOUR", day: "DAY", none: "NONE" } as const;

// A chain is walked one page after the other, and pages run per pair of customer and metric: shorter chains go side by
// side and cost no request more.
const pairsPerCall = 8;

/**
 * The calls that answer a question. Customers are always named: that absent ids include archived customers is
 * UNVERIFIED, and a customer must not go missing.
 */
export function planCalls(question: Question): Call<MetronomeBody>[] {
  return question.operation === "POST /v1/usage" ? planUsage(question) : planGroups(question);
}

function planUsage(question: Question): Call<UsageBody>[] {
  const { meters, customers, filter } = question;
  const [key] = question.groupBy;
  const values = key !== undefined && Object.hasOwn(filter, key) ? filter[key] : undefined;
  const group_by = key === undefined ? undefined : { key, ...(values && { values: [...values] }) };
  const calls: Call<UsageBody>[] = [];
  for (const some of chunks(meters, pairsPerCall)) {
    for (const named of chunks(customers, Math.floor(pairsPerCall / some.length))) {
      for (const part of ranges(question)) {
        const request = {
          ...when(part),
          customer_ids: named.map(({ id }) => id),
          billable_metrics: some.map(({ id }) => (group_by === undefined ? { id } : { id, group_by })),
        };
        const asked = { ...part, meters: some, customers: named, scope: "named" as const };
        calls.push({ operation: question.operation, requests: named.length * some.length, request, question: asked });
      }
    }
  }
  return calls;
}

/** The question for each of its ranges where it names some: a value for the whole range is a request of its own. */
function ranges(question: Question): Question[] {
  if (question.window !== "none" || question.spans.length === 0) return [question];
  return question.spans.map((span) => ({ ...question, ...span, spans: [span] }));
}

// An answer by groups is read to its end before it is handed on: so many windows of one chain.
const windowsPerCall = 256;

/**
 * One metric and customer at a time. A filter by part of a compound key gave production users too little usage, so a
 * compound key is asked for whole, and what the filter leaves out is dropped here.
 */
function planGroups(question: Question): Call<GroupsBody>[] {
  const { meters, customers, groupBy, filter, operation } = question;
  const group_filters = Object.fromEntries(Object.entries(filter).map(([key, values]) => [key, [...values]]));
  const isSent = isFilterSent(question);
  // A capped list cannot be filtered: see `readGroups`.
  const isFiltered = Object.keys(filter).length > 0;
  const parts = ranges(question).flatMap((each) => windowsOfRange(each).map((span) => ({ ...each, ...span })));
  return meters.flatMap((meter) =>
    customers.flatMap((customer) =>
      parts.map((each) => {
        const part = { ...each, meters: [meter], customers: [customer], scope: "named" as const };
        const request = {
          billable_metric_id: meter.id,
          customer_id: customer.id,
          ...when(part),
          group_key: [...groupBy],
          ...(isSent && { group_filters }),
        };
        return { operation, requests: 1, request, question: part, ...(isFiltered && { canBeRefused: true }) };
      }),
    ),
  );
}

/** Whether the filter of a question by groups is sent to the vendor, so that no other group may come. */
export function isFilterSent({ groupBy, filter }: Question): boolean {
  return groupBy.length === 1 && Object.keys(filter).length > 0;
}

/** The range in parts of whole days; `none` is one. */
function windowsOfRange({ start, end, window }: Question): Span[] {
  const length = window === "hour" ? Math.floor((windowsPerCall * hour) / day) * day : windowsPerCall * day;
  if (window === "none") return [{ start, end }];
  const spans: Span[] = [];
  for (let from = start; from < end; from += length) spans.push({ start: from, end: Math.min(from + length, end) });
  return spans;
}

function when({ window, start, end }: Question) {
  // The capabilities admit no other window.
  if (window !== "hour" && window !== "day" && window !== "none") throw new RangeError(`no window_size for ${window}`);
  const bounds = { starting_on: formatInstant(start), ending_before: formatInstant(end) };
  return { window_size: windowSizes[window], ...bounds };
}
