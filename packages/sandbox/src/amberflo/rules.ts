import { Refusal } from "../server/refusal.js";
import type { Rule } from "../server/rule.js";

// Sources, by the tags of the spec: REC = answers of the live API recorded in production, KIT = the vendor's UI kit,
// SDK = its clients for four languages and their samples, SBT = a metering function of the AWS SaaS Builder Toolkit,
// PROD = two public projects that call the API in production, DOC = the vendor's documentation, of several generations.
const table = [
  {
    id: "api-key",
    rule: "`X-API-KEY: <account key>`, bare; a missing or an unknown credential is 401 (by option: 403).",
    certainty: "reported",
    source: "SDK; PROD handles 401 and 403, which one is unverified",
  },
  {
    id: "portal-session",
    rule: "Portal operations take `X-API-KEY: Session <token>` and no account key, the others the reverse; else 403.",
    certainty: "reported",
    source: "KIT; the refusal is unverified",
  },
  {
    id: "session-scope",
    rule: "A portal answer holds the usage of the session's customer; asking for another finds nothing.",
    certainty: "reported",
    source: "KIT; asking for another is unverified",
  },
  {
    id: "session-customer",
    rule: "POST /session needs a `customerId` that exists; else 400.",
    certainty: "documented",
    source: "DOC; the status is inferred",
  },
  {
    id: "session-expiry",
    rule: "A session ends at `expirationEpochMilliSeconds`, which lies ahead, or after 24 hours; then 401.",
    certainty: "documented",
    source: "DOC, SDK; both refusals are unverified",
  },
  {
    id: "session-answer",
    rule: "POST /session answers `{url, sessionToken}`.",
    certainty: "documented",
    source: "DOC",
  },
  {
    id: "rate-limit",
    rule: "10 requests in any one second for the account, portal included; then 429.",
    certainty: "unverified",
    source: "none published; PROD keeps to 10",
  },
  { id: "no-retry-after", rule: "A 429 carries no Retry-After header.", certainty: "unverified", source: "" },
  {
    id: "lenient",
    rule: "By option: whatever the spec lets pass is answered, by any key or session; where a rule would refuse, with a report without groups, no reports, or the first session.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "error-body",
    rule: "A 400 is `{errorMessage}`, every other refusal `{message}`; the wording is ours.",
    certainty: "unverified",
    source: "PROD, KIT: five shapes exist, and which is where is not known",
  },
  {
    id: "unknown-path",
    rule: "A path outside the contract is 404, a wrong method 405.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "trailing-slash",
    rule: "POST /usage/ is POST /usage.",
    certainty: "reported",
    source: "SDK: one of its clients calls it so",
  },
  {
    id: "undeclared-parameter",
    rule: "A query parameter that the operation does not declare is 400.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "parameter",
    rule: "A query parameter breaks its schema or is repeated: 400.",
    certainty: "inferred",
    source: "DOC",
  },
  {
    id: "body",
    rule: "A body breaks its schema: 400. A flat body, with its bounds outside `timeRange`, is one.",
    certainty: "inferred",
    source: "every client nests; what becomes of a flat body is unverified",
  },
  {
    id: "unknown-field",
    rule: "A body field that the schema does not have is let pass and changes nothing.",
    certainty: "inferred",
    source: "SBT sends some",
  },
  {
    id: "minimize-fresh",
    rule: "`minimizeFresh` is let pass and changes nothing.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "customer-filter",
    rule: "`customerFilter` is 400: the vendor may overlook it and answer for every customer.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "rescale",
    rule: "`rescaleFunction` is 400: what it does to a query is not known.",
    certainty: "sandbox",
    source: "",
  },
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
  {
    id: "echo",
    rule: "`metadata` says what was asked: bounds as sent, not widened; absent parts null; filter values as lists.",
    certainty: "reported",
    source: "REC, DOC",
  },
  {
    id: "no-data",
    rule: "Without any usage `clientMeters` is empty, and `secondsSinceEpochIntervals` is filled all the same.",
    certainty: "reported",
    source: "REC",
  },
  {
    id: "zero-fill",
    rule: "A group with usage has a value for every interval, 0 where it had none.",
    certainty: "reported",
    source: "DOC, REC",
  },
  {
    id: "group-value",
    rule: "`groupValue` is the aggregation over the whole widened range.",
    certainty: "reported",
    source: "REC, for sums; for others inferred",
  },
  {
    id: "percentage",
    rule: "`percentageFromPrevious` is 0 first, 100 after a zero, else the change in percent. After a zero, 0 stays 0 and less is -100.",
    certainty: "reported",
    source: "REC, DOC; the last sentence is ours",
  },
  {
    id: "ungrouped",
    rule: "No `groupBy`, or an empty one: one element with `groupInfo: {}`.",
    certainty: "reported",
    source: "REC",
  },
  {
    id: "dimensions",
    rule: "`groupBy` and `filter` take customerId and the meter's declared dimensions; another is 400.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "group-missing",
    rule: "Events without a dimension are in a group whose `groupInfo` lacks it.",
    certainty: "inferred",
    source: "PROD",
  },
  {
    id: "unsent-dimension",
    rule: "A declared dimension that no event carries gives one group with an empty `groupInfo`; with customerId, one for each customer.",
    certainty: "reported",
    source: "PROD; with customerId is inferred",
  },
  {
    id: "group-order",
    rule: "Groups are in the order of their names unless `take` orders them.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "filter",
    rule: "Every dimension of `filter` matches one of its values. Text in place of a list is a list of one.",
    certainty: "reported",
    source: "SDK: comments in the Java sample; REC, for text",
  },
  {
    id: "unknown-value",
    rule: "A filter value that nothing carries, an unknown customer too, finds nothing and is no error.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "empty-filter",
    rule: "An empty list in `filter` is 400: the vendor may take it for all.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "take",
    rule: "`take` keeps the groups with the largest `groupValue`, or the smallest with `isAscending`, in that order.",
    certainty: "documented",
    source: "DOC, SDK",
  },
  {
    id: "batch-order",
    rule: "A batch is a list and answered by a list in its order (by option: in the reverse), each report with its own `metadata`.",
    certainty: "documented",
    source: "DOC, REC",
  },
  {
    id: "batch-failure",
    rule: "One bad query refuses the whole batch.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "row-cap",
    rule: "More than 100,000 rows (groups times intervals) in one report are 400 (by option: 413 or 504, and above fewer).",
    certainty: "documented",
    source: "DOC; the refusal is unverified",
  },
  {
    id: "byte-cap",
    rule: "An answer of usage larger than 6 MB, compressed, is 400 (by option: 413 or 504, and above less).",
    certainty: "documented",
    source: "DOC: compressed; a sample of SDK has it serialized; the refusal is unverified",
  },
  {
    id: "gateway-timeout",
    rule: "By option: a query over more than so many days is 504, `Endpoint request timed out`.",
    certainty: "reported",
    source: "KIT: a comment; after about 30 seconds, whatever takes them",
  },
  {
    id: "pre-aggregated",
    rule: "By option: sparse answers of the named meters are empty.",
    certainty: "reported",
    source: "PROD: a comment; how such a meter can be told is unverified",
  },
  {
    id: "event-duration",
    rule: "By option: `watch_time`, the length of each view, is an `event_duration` meter with a `viewGroupingFunction`; AVG is for it alone, the mean of the single values.",
    certainty: "unverified",
    source: "KIT asks by that function",
  },
  {
    id: "sparse",
    rule: "A sparse answer is that of POST /usage without the intervals that had no usage; one whose usage adds up to 0 stays.",
    certainty: "documented",
    source: "DOC; the stay is ours. PROD: empty for pre-aggregated meters",
  },
  {
    id: "sparse-intervals",
    rule: "A sparse answer has no `secondsSinceEpochIntervals` (by option: those with usage).",
    certainty: "documented",
    source: "DOC, the newer page; an older one lists them",
  },
  {
    id: "sparse-percentage",
    rule: "A sparse `percentageFromPrevious` is that of POST /usage: from the interval before, which is 0 where left out.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "sparse-rows",
    rule: "The rows of a sparse report are the values that it lists.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "all-meters",
    rule: "GET /usage/all has a report for each meter in the order of GET /meters, as POST /usage without an aggregation has it, empty ones too.",
    certainty: "reported",
    source: "SDK; the order, the aggregation and empty ones are unverified",
  },
  {
    id: "all-customers",
    rule: "Its `groupBy=customerId` groups and its `customerId` filters, and both are echoed as POST /usage does.",
    certainty: "reported",
    source: "SDK; the echo is unverified",
  },
  {
    id: "exact-numbers",
    rule: "Values are bare JSON numbers with every digit (by option: doubles).",
    certainty: "unverified",
    source: "REC has doubles beyond int32: the real ones may be rounded",
  },
  {
    id: "late-events",
    rule: "Usage appears when its event is received, in the bucket where it happened.",
    certainty: "unverified",
    source: "DOC: events are accepted for 60 days",
  },
  {
    id: "archived-customers",
    rule: "An archived customer keeps its usage, and is listed as OFFBOARDED.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "meter-list",
    rule: "GET /meters is a bare list of all; `meterApiName` and `label` narrow it, to nothing if need be.",
    certainty: "reported",
    source: "DOC; PROD, for the filters",
  },
  {
    id: "customer-pages",
    rule: "GET /customers/paging: pages from 1, of 10 by id unless told; `metadata` counts all and what `search` finds in ids, names and addresses.",
    certainty: "reported",
    source: "REC, DOC; what search looks at is ours",
  },
] as const satisfies readonly Rule[];

export type AmberfloRule = (typeof table)[number]["id"];

/** What the sandbox does in Amberflo's place, and how sure it is of each. */
export const amberfloRules: readonly Rule[] = table;

/** A refusal by one of the rules. */
export function refuse(rule: AmberfloRule, message: string, status = 400): Refusal {
  return new Refusal(status, rule, message);
}
