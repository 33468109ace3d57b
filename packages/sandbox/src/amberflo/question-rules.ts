import type { Rule } from "../server/rule.js";

/** What a question may ask, and over which range. The sources are those of the whole table. */
export const questionRules = [
  {
    id: "known-meter",
    rule: "A `meterApiName` that no meter has is 400.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "enum-case",
    rule: "Aggregation and interval are read in lower and upper case, and as `Sum` and `Day`, and echoed in lower case.",
    certainty: "reported",
    source: "REC, SDK: clients send three casings",
  },
  {
    id: "aggregation",
    rule: "SUM is for every meter, and taken and echoed where there is none; COUNT, MIN and MAX go over the single values of a sum meter; others are 400.",
    certainty: "unverified",
    source: "KIT sends each meter's own; SBT, for none",
  },
  {
    id: "unique",
    rule: "SUM of an `active_users` meter counts distinct users, one that two customers share once; its buckets do not add up.",
    certainty: "inferred",
    source: "KIT asks it by sum",
  },
  {
    id: "seconds",
    rule: "A bound beyond 1e11 is 400: it is in milliseconds.",
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
    rule: "The end is exclusive: on the edge of a bucket it adds none.",
    certainty: "reported",
    source: "REC, KIT",
  },
  {
    id: "open-end",
    rule: "No end, or null, is now. An end may lie ahead; buckets there are zero.",
    certainty: "reported",
    source: "KIT and SBT, for null; ahead is unverified",
  },
  { id: "utc-buckets", rule: "Hours and days are cut in UTC.", certainty: "reported", source: "REC, SDK" },
  {
    id: "week-start",
    rule: "Weeks start on Monday (by option: on Sunday).",
    certainty: "unverified",
    source: "",
  },
  { id: "months", rule: "Months are calendar months in UTC.", certainty: "inferred", source: "REC, for days" },
  {
    id: "default-interval",
    rule: "No `timeGroupingInterval` is the hour, and echoed so.",
    certainty: "reported",
    source: "SDK, for Java; the echo is unverified",
  },
  {
    id: "values-interval",
    rule: "`valuesTimeGroupingInterval` is echoed as the other interval when there is none; another than that is 400.",
    certainty: "unverified",
    source: "REC, for the echo; the 400 is strictness",
  },
] as const satisfies readonly Rule[];
