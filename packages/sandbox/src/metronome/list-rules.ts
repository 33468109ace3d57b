import type { Rule } from "../server/rule.js";

/** Rules on groups, events and lists. The sources are those of the whole table. */
export const listRules = [
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
    rule: "`group_key` is one of the metric's keys; a compound key must be complete, in any order, and part of one is 400.",
    certainty: "documented",
    source: "SPEC, LIVE; any order is unverified",
  },
  {
    id: "groups-exclusive",
    rule: "`group_key` together with the older `group_by` is 400; `group_by` on its own is a key of one property.",
    certainty: "documented",
    source: "SPEC, LIVE",
  },
  {
    id: "groups-filter",
    rule: "`group_filters` has only names of `group_key`, else 400; a missing name or an empty list means every value.",
    certainty: "documented",
    source: "SPEC, LIVE; users got totals too low with part of a compound key (DUST)",
  },
  {
    id: "groups-rows",
    rule: "A grouped answer has a row for each group with events in the window and no other; an ungrouped answer has a row for each window.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "groups-map",
    rule: "`group` has every name of the key; `group_key` and `group_value` repeat a key of one name and are null otherwise.",
    certainty: "documented",
    source: "SPEC, LIVE; no `group` without grouping is inferred",
  },
  {
    id: "groups-missing",
    rule: "Events without the property are in a group whose value is null, unless a filter names values.",
    certainty: "unverified",
    source: "LIVE, in prose; its schema has only text",
  },
  {
    id: "groups-pages",
    rule: "A page has 100 rows without a `limit`, ordered by window, then by group; `limit` may differ from page to page.",
    certainty: "documented",
    source: "SPEC, LIVE, for compound keys; the order is ours",
  },
  {
    id: "event-search",
    rule: "POST /v1/events/search finds events of the last 34 days by transaction id, in the requested order, each once; unknown ids are left out.",
    certainty: "documented",
    source: "SPEC, LIVE; the order and the omission are unverified",
  },
  {
    id: "event-match",
    rule: "A found event has its customer, the active metrics that count it, and `is_duplicate` false: the world has no duplicates.",
    certainty: "unverified",
    source: "SPEC, LIVE, for the fields",
  },
  {
    id: "not-found",
    rule: "An unknown customer or metric in a path is 404; archived ones are answered.",
    certainty: "documented",
    source:
      "SPEC, LIVE, for a metric; only LIVE for a customer; archived customers and a customer's metrics are inferred",
  },
  {
    id: "customer-metrics",
    rule: "A customer's metrics are those of the account; `on_current_plan` selects those whose events the customer sends.",
    certainty: "sandbox",
    source: "SPEC, LIVE, for the parameter",
  },
  {
    id: "list-pages",
    rule: "Lists are paged with `limit` and `next_page`; a page has 20 items without a `limit`, ordered by id.",
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
    rule: "`ingest_alias`, `customer_ids` and `salesforce_account_ids` filter the list; a filter without a match returns an empty list.",
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
    rule: "An aggregation is in upper case (by option: in lower or title case).",
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
