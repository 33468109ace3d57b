import { Refusal } from "../server/refusal.js";
import type { Rule } from "../server/rule.js";

// Sources: LIVE = the vendor's public reference and guides, SPEC = the OpenAPI document shipped with its Node SDK,
// SDK = that SDK's source, PH and DUST = reports and repairs in two public codebases that call the API in production.
const table = [
  {
    id: "bearer",
    rule: "`Authorization: Bearer <token>`; anything else is 401 (by option: 403).",
    certainty: "documented",
    source: "LIVE; users see 403 for it too (PH)",
  },
  {
    id: "rate-limit",
    rule: "8 requests in any one second for the account, all operations together; then 429.",
    certainty: "reported",
    source: "PH",
  },
  {
    id: "no-retry-after",
    rule: "A 429 carries no Retry-After header.",
    certainty: "unverified",
    source: "PH: none documented",
  },
  {
    id: "lenient",
    rule: "By option: whatever the spec lets pass is answered, by any bearer token; where a rule would refuse, with an empty last page, or with a customer or metric of the id.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "error-body",
    rule: "Every refusal is JSON `{message}`; the wording is ours.",
    certainty: "documented",
    source: "LIVE",
  },
  {
    id: "unknown-path",
    rule: "A path outside the contract is 404, a wrong method 405.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "undeclared-parameter",
    rule: "A query parameter that the operation does not declare is 400; `limit` on POST /v1/usage is one.",
    certainty: "reported",
    source: "PH, for `limit`; for others strictness",
  },
  {
    id: "parameter",
    rule: "A parameter breaks its schema (`limit` is 1 to 100, an id in the path is a UUID) or is repeated: 400.",
    certainty: "documented",
    source: "SPEC, LIVE; the status is inferred, in a path unverified",
  },
  {
    id: "body",
    rule: "A body breaks its schema: 400. `window_size` is HOUR, DAY or NONE, upper, lower or title case.",
    certainty: "documented",
    source: "LIVE; the status is inferred",
  },
  { id: "unknown-field", rule: "A body field that the schema does not have is 400.", certainty: "sandbox", source: "" },
  {
    id: "idempotency-key",
    rule: "An `Idempotency-Key` that was used for another POST, a changed cursor included, is 409.",
    certainty: "documented",
    source: "LIVE",
  },
  {
    id: "utc-midnight",
    rule: "Both bounds are 00:00:00 UTC, for every window size, HOUR included; else 400.",
    certainty: "reported",
    source: "PH, DUST; for POST /v1/usage/groups DUST alone",
  },
  {
    id: "one-day",
    rule: "`ending_before` is at least one day after `starting_on`; else 400.",
    certainty: "reported",
    source: "PH; for POST /v1/usage/groups inferred",
  },
  {
    id: "offset-bounds",
    rule: "A bound with another offset counts by its instant.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "future-end",
    rule: "`ending_before` may lie ahead; the running window holds what is known so far.",
    certainty: "reported",
    source: "PH, DUST",
  },
  { id: "any-range", rule: "No longest range: starts at 1970 are accepted.", certainty: "reported", source: "PH" },
  {
    id: "known-ids",
    rule: "An unknown customer or metric id is 400; ingest aliases are not ids.",
    certainty: "unverified",
    source: "SPEC, for aliases",
  },
  { id: "empty-list", rule: "An empty `customer_ids` or `billable_metrics` is 400.", certainty: "sandbox", source: "" },
  {
    id: "group-key",
    rule: "`group_by.key` is one of the metric's keys of a single property; else 400.",
    certainty: "documented",
    source: "LIVE, for streaming metrics; SQL metrics are unverified",
  },
  { id: "group-values", rule: "`group_by.values` has 1 to 200 values.", certainty: "documented", source: "SPEC, LIVE" },
  {
    id: "group-cap",
    rule: "Without `values`, at most 200 of the values in the range, in an order that means nothing; the rest cannot be had.",
    certainty: "documented",
    source: "SPEC, LIVE: up to 200; which ones is undefined",
  },
  {
    id: "group-map",
    rule: "`groups` is there only when grouped: value of the key to amount, null where that value had no match in the window.",
    certainty: "documented",
    source: "SPEC, LIVE; its absence otherwise is inferred",
  },
  {
    id: "group-missing",
    rule: "Events without the property count in `value` and in no group.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "all-metrics",
    rule: "No `billable_metrics`: every metric that is not archived. An archived one answers by id.",
    certainty: "unverified",
    source: "LIVE, for all",
  },
  {
    id: "all-customers",
    rule: "No `customer_ids`: every customer, archived ones too.",
    certainty: "unverified",
    source: "LIVE, for all",
  },
  {
    id: "archived-usage",
    rule: "An archived customer keeps the usage it had.",
    certainty: "reported",
    source: "DUST and others",
  },
  {
    id: "pair-pages",
    rule: "A page holds rows of one customer and one metric: 1,000 windows at most, the rest on further pages of the pair.",
    certainty: "reported",
    source: "PH; the size is ours",
  },
  {
    id: "page-order",
    rule: "Pairs by customer, then metric; within a pair by time.",
    certainty: "reported",
    source: "PH: grouped by customer; the rest is ours",
  },
  {
    id: "cursor",
    rule: "`next_page` is opaque, null at the end, and belongs to its request: with another one it is 400.",
    certainty: "inferred",
    source: "SPEC, LIVE; PH pins the bounds for it",
  },
  {
    id: "empty-windows",
    rule: "A window without a match is a row with null (by option: no row, or zero).",
    certainty: "unverified",
    source: "PH reads null as no usage",
  },
  {
    id: "row-times",
    rule: "Row times are `2026-03-01T00:00:00Z` (by option: with `+00:00`); the window NONE has the bounds of the request.",
    certainty: "documented",
    source: "SPEC, LIVE; some pages show +00:00",
  },
  {
    id: "exact-numbers",
    rule: "Values are bare JSON numbers with every digit.",
    certainty: "documented",
    source: "LIVE: arbitrary precision decimals",
  },
  {
    id: "late-events",
    rule: "Usage appears when its event is received, up to 34 days after it happened.",
    certainty: "documented",
    source: "LIVE",
  },
  {
    id: "groups-range",
    rule: "POST /v1/usage/groups: `starting_on` with `ending_before`, or `current_period` alone; else 400.",
    certainty: "documented",
    source: "SPEC, LIVE; that one of them is needed is inferred",
  },
  {
    id: "current-period",
    rule: "The current period is the UTC calendar month of now; an archived customer has none: 400.",
    certainty: "sandbox",
    source: "SPEC, LIVE: an error without a contract; DUST: also without a plan",
  },
  {
    id: "groups-key",
    rule: "`group_key` is one of the metric's keys, a compound one in full and in any order; part of one is 400.",
    certainty: "documented",
    source: "SPEC, LIVE; any order is unverified",
  },
  {
    id: "groups-exclusive",
    rule: "`group_key` together with the older `group_by` is 400; `group_by` alone is a key of one property.",
    certainty: "documented",
    source: "SPEC, LIVE",
  },
  {
    id: "groups-filter",
    rule: "`group_filters` has names of `group_key` alone, else 400; a missing name or an empty list is every value.",
    certainty: "documented",
    source: "SPEC, LIVE; users saw totals too low with part of a compound key (DUST)",
  },
  {
    id: "groups-rows",
    rule: "Grouped: a row for each group with events in the window, and no other. Ungrouped: a row for each window.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "groups-map",
    rule: "`group` has every name of the key; `group_key` and `group_value` repeat a key of one name, else they are null.",
    certainty: "documented",
    source: "SPEC, LIVE; no `group` without grouping is inferred",
  },
  {
    id: "groups-missing",
    rule: "Events without the property are in a group whose value is null, unless a filter names values.",
    certainty: "unverified",
    source: "LIVE, in prose; its schema has text alone",
  },
  {
    id: "groups-pages",
    rule: "100 rows a page without a `limit`, by window, then by group; the `limit` may change on the way.",
    certainty: "documented",
    source: "SPEC, LIVE, for compound keys; the order is ours",
  },
  {
    id: "event-search",
    rule: "POST /v1/events/search finds events of the last 34 days by transaction id, in the order asked, each once; other ids are left out.",
    certainty: "documented",
    source: "SPEC, LIVE; the order and what is left out are unverified",
  },
  {
    id: "event-match",
    rule: "A found event has its customer, the active metrics it counts in, and `is_duplicate` false: the world has none.",
    certainty: "unverified",
    source: "SPEC, LIVE, for the fields",
  },
  {
    id: "not-found",
    rule: "A customer or metric in a path that nobody has is 404; archived ones are answered.",
    certainty: "documented",
    source: "SPEC, LIVE; archived ones and a customer's metrics are inferred",
  },
  {
    id: "customer-metrics",
    rule: "A customer's metrics are those of the account; `on_current_plan` keeps those whose events the customer sends.",
    certainty: "sandbox",
    source: "SPEC, LIVE, for the parameter",
  },
  {
    id: "list-pages",
    rule: "Lists page by `limit` and `next_page`; 20 items without a `limit`, ordered by id.",
    certainty: "documented",
    source: "LIVE; default and order are ours",
  },
  {
    id: "only-archived",
    rule: "GET /v1/customers lists active customers, or archived ones with `only_archived`, never both.",
    certainty: "documented",
    source: "SPEC, LIVE",
  },
  {
    id: "customer-filters",
    rule: "`ingest_alias`, `customer_ids` and `salesforce_account_ids` narrow the list; what matches nobody gives an empty one.",
    certainty: "documented",
    source: "SPEC, LIVE; that it is no error is inferred",
  },
  {
    id: "include-archived",
    rule: "GET /v1/billable-metrics lists archived metrics only with `include_archived`.",
    certainty: "documented",
    source: "SPEC, LIVE",
  },
  {
    id: "aggregation-case",
    rule: "An aggregation is written in upper case (by option: in lower or title case).",
    certainty: "documented",
    source: "SPEC; LIVE has all three",
  },
  {
    id: "sql-metric",
    rule: "A metric with `sql` has no `aggregation_type` and no group keys.",
    certainty: "inferred",
    source: "SPEC",
  },
] as const satisfies readonly Rule[];

export type MetronomeRule = (typeof table)[number]["id"];

/** What the sandbox does in Metronome's place, and how sure it is of each. */
export const metronomeRules: readonly Rule[] = table;

/** A refusal by one of the rules. */
export function refuse(rule: MetronomeRule, message: string, status = 400): Refusal {
  return new Refusal(status, rule, message);
}
