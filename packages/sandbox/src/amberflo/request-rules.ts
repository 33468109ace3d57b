import type { Rule } from "../server/rule.js";

/** Rules on usage requests and their ranges. The sources are those of the whole table. */
export const requestRules = [
  {
    id: "known-meter",
    rule: "A `meterApiName` that no meter has is 400.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "enum-case",
    rule: "Aggregation and interval are accepted in lower and upper case and as `Sum` and `Day`, and echoed in lower case.",
    certainty: "reported",
    source: "REC, SDK: clients send three casings",
  },
  {
    id: "aggregation",
    rule: "Every meter accepts SUM, which is also the default and echoed; COUNT, MIN and MAX aggregate the single values of a sum meter; others are 400.",
    certainty: "unverified",
    source: "KIT sends each meter's own; SBT, for the default",
  },
  {
    id: "unique",
    rule: "SUM of an `active_users` meter counts distinct users, a user of two customers once; its buckets do not add up.",
    certainty: "inferred",
    source: "KIT requests it with sum",
  },
  {
    id: "seconds",
    rule: "A bound above 1e11 is 400, because it is in milliseconds.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "range-order",
    rule: "`endTimeInSeconds` is after `startTimeInSeconds`; else 400.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "widening",
    rule: "The range is widened to whole buckets on both sides.",
    certainty: "reported",
    source: "SDK: comments in the Java sample",
  },
  {
    id: "end-exclusive",
    rule: "The end is exclusive: an end on the edge of a bucket adds no bucket.",
    certainty: "reported",
    source: "REC, KIT",
  },
  {
    id: "open-end",
    rule: "The end is now by default, or with null. An end may be in the future; buckets there are zero.",
    certainty: "reported",
    source: "KIT and SBT, for null; the future is unverified",
  },
  { id: "utc-buckets", rule: "Hours and days are UTC hours and days.", certainty: "reported", source: "REC, SDK" },
  {
    id: "week-start",
    rule: "Weeks start on Monday (by option: on Sunday).",
    certainty: "unverified",
    source: "",
  },
  { id: "months", rule: "Months are calendar months in UTC.", certainty: "inferred", source: "REC, for days" },
  {
    id: "default-interval",
    rule: "The default `timeGroupingInterval` is the hour, and is echoed.",
    certainty: "reported",
    source: "SDK, for Java; the echo is unverified",
  },
  {
    id: "values-interval",
    rule: "`valuesTimeGroupingInterval` defaults to the other interval and is echoed; a different one is 400.",
    certainty: "unverified",
    source: "REC, for the echo; the 400 is strictness",
  },
] as const satisfies readonly Rule[];
