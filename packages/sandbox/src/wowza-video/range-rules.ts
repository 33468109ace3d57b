import type { Rule } from "../server/rule.js";

/** Rules on ranges and filters. The sources are those of the whole table. */
export const rangeRules = [
  {
    id: "time-format",
    rule: "`from` and `to` are `YYYY-MM-DD HH:MM:SS` in UTC or `last_bill_date`.",
    certainty: "documented",
    source: "SPEC, PAGE; other forms are unverified",
  },
  {
    id: "real-date",
    rule: "A date that does not exist, such as 30 February, is 422.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "hour-rounding",
    rule: "A bound with minutes is rounded up to the next hour.",
    certainty: "documented",
    source: "SPEC, PAGE",
  },
  { id: "second-rounding", rule: "Seconds alone round up as well.", certainty: "unverified", source: "" },
  {
    id: "last-bill-date",
    rule: "The last billing date, and the last invoice date, are the first of the current month, 00:00 UTC.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "default-range",
    rule: "Without bounds: from the last billing date to the end of the current day.",
    certainty: "documented",
    source: "SPEC, PAGE",
  },
  { id: "utc-day", rule: "The current day is a UTC day.", certainty: "unverified", source: "" },
  {
    id: "only-from",
    rule: "`from` without `to` covers 90 days, or up to the end of the current day, whichever is shorter.",
    certainty: "documented",
    source: "SPEC, PAGE",
  },
  {
    id: "only-to",
    rule: "`to` without `from` covers the 90 days before it, or since the last invoice date, whichever is shorter.",
    certainty: "documented",
    source: "SPEC, PAGE",
  },
  {
    id: "bounds-order",
    rule: "An empty or reversed range, given or by default, is 422.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "ninety-days",
    rule: "Bounds more than 90 days apart are 422.",
    certainty: "unverified",
    source: "SPEC, PAGE, for the limit",
  },
  {
    id: "end-exclusive",
    rule: "The hour that starts at `to` does not count (by option: it does).",
    certainty: "unverified",
    source: "",
  },
  {
    id: "future-end",
    rule: "`to` may be in the future; the totals hold the usage known so far, and `limits` has the requested bound.",
    certainty: "inferred",
    source: "SPEC, PAGE: the default ends with the current day",
  },
  {
    id: "filter-values",
    rule: "`filter[0][field]` is `resource`, `filter[0][eq]` is `transcoders` or `vod_streams`, `filter[0][in]` is `transcoders,vod_streams`.",
    certainty: "documented",
    source: "SPEC, PAGE",
  },
  {
    id: "filter-pair",
    rule: "A filter has its field and exactly one operator; otherwise it is 422.",
    certainty: "sandbox",
    source: "SPEC, PAGE: a two-part expression",
  },
  {
    id: "filter-totals",
    rule: "A filter applies to every counter; without one both resources count.",
    certainty: "inferred",
    source: "SPEC; OLD, for the default",
  },
] as const satisfies readonly Rule[];
