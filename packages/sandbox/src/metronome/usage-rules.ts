import type { Rule } from "../server/rule.js";

/** Rules on the requests and rows of POST /v1/usage. The sources are those of the whole table. */
export const usageRules = [
  {
    id: "utc-midnight",
    rule: "Both bounds are 00:00:00 UTC, for every window size, HOUR included; else 400.",
    certainty: "reported",
    source: "PH, DUST; one user says that the vendor documents it; only DUST for POST /v1/usage/groups",
  },
  {
    id: "one-day",
    rule: "`ending_before` is at least one day after `starting_on`; else 400.",
    certainty: "reported",
    source: "PH; for POST /v1/usage/groups inferred",
  },
  {
    id: "offset-bounds",
    rule: "A bound with a bound with another offset is read as its instant.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "future-end",
    rule: "`ending_before` may be in the future; the current window holds the usage known so far.",
    certainty: "reported",
    source: "PH, DUST",
  },
  {
    id: "any-range",
    rule: "A range has no maximum length: a start in 1970 is accepted.",
    certainty: "reported",
    source: "PH",
  },
  {
    id: "known-ids",
    rule: "An unknown customer or metric id is 400, a customer id in any format; ingest aliases are not ids.",
    certainty: "unverified",
    source: "SPEC, for aliases and for ids of customers as plain text",
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
    rule: "Without `values`, at most 200 of the values in the range, in an arbitrary order; the others cannot be read.",
    certainty: "documented",
    source: "SPEC, LIVE: up to 200; which ones is undefined",
  },
  {
    id: "group-map",
    rule: "`groups` is present only with grouping. It maps the key's values to amounts, null where a value has no match in the window.",
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
    rule: "Without `billable_metrics` every metric that is not archived is answered. An archived one is answered by id.",
    certainty: "unverified",
    source: "LIVE, for all",
  },
  {
    id: "all-customers",
    rule: "Without `customer_ids` every customer is answered, archived ones too.",
    certainty: "unverified",
    source: "LIVE, for all",
  },
  {
    id: "archived-usage",
    rule: "An archived customer keeps its usage.",
    certainty: "reported",
    source: "DUST and others",
  },
  {
    id: "pair-pages",
    rule: "A page holds rows of one customer and one metric, at most 1,000 windows; further pages of the pair hold the rest.",
    certainty: "reported",
    source: "PH; the size is ours",
  },
  {
    id: "page-order",
    rule: "Pairs are ordered by customer, then metric; rows within a pair by time.",
    certainty: "reported",
    source: "PH: grouped by customer; the rest is ours",
  },
  {
    id: "cursor",
    rule: "`next_page` is opaque, null on the last page, and valid only for its request; with another request it is 400.",
    certainty: "inferred",
    source: "SPEC, LIVE; PH keeps the bounds fixed for it",
  },
  {
    id: "empty-windows",
    rule: "A window without a match has a row with null (by option: no row, or zero).",
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
    rule: "Usage is reported from the receipt of its event, up to 34 days after it happened.",
    certainty: "documented",
    source: "LIVE",
  },
] as const satisfies readonly Rule[];
