import { Refusal } from "../server/refusal.js";
import type { Rule } from "../server/rule.js";

// Sources: SPEC = the vendor's OpenAPI document for v2.0, OLD = its documents for earlier versions, PAGE = the reference
// page of the operation, GUIDE = the vendor's guides and general pages.
const table = [
  {
    id: "bearer",
    rule: "`Authorization: Bearer <token>`; anything else is 401, `ERR-401-InvalidToken`.",
    certainty: "documented",
    source: "GUIDE; the code of a missing token is unverified",
  },
  {
    id: "rate-limit",
    rule: "More requests in one second than the sandbox was told to allow are 429.",
    certainty: "sandbox",
    source: "GUIDE, for 429; no number is published",
  },
  {
    id: "no-retry-after",
    rule: "A 429 carries no Retry-After header, and the code `ERR-429-TooManyRequests`.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "error-body",
    rule: "Every refusal is JSON `{meta: {status, code, title, message, description, links}}`; the wording is ours.",
    certainty: "documented",
    source: "SPEC",
  },
  {
    id: "unknown-path",
    rule: "A path outside the contract is 404, a wrong method 405.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "singular-path",
    rule: "The path of older versions, /usage/accounts, is 404.",
    certainty: "unverified",
    source: "SPEC has the singular as its path and the plural in its samples",
  },
  {
    id: "undeclared-parameter",
    rule: "A query parameter that the operation does not declare is 422.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "parameter",
    rule: "A query parameter that breaks its schema or is repeated is 422.",
    certainty: "unverified",
    source: "SPEC has 422 and does not say for what",
  },
  {
    id: "encoding",
    rule: "Brackets may be percent-encoded, and a space may be a plus sign.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "time-format",
    rule: "`from` and `to` are `YYYY-MM-DD HH:MM:SS` in UTC or `last_bill_date`.",
    certainty: "documented",
    source: "SPEC, PAGE; other forms are unverified",
  },
  {
    id: "real-date",
    rule: "A day that no calendar has, such as 30 February, is 422.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "hour-rounding",
    rule: "A bound with minutes counts as the next hour.",
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
    rule: "`from` alone: 90 days, or up to the end of the current day, whichever is shorter.",
    certainty: "documented",
    source: "SPEC, PAGE",
  },
  {
    id: "only-to",
    rule: "`to` alone: the 90 days before it, or since the last invoice date, whichever is shorter.",
    certainty: "documented",
    source: "SPEC, PAGE",
  },
  {
    id: "bounds-order",
    rule: "A range that is empty or reversed, given or by default, is 422.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "ninety-days",
    rule: "More than 90 days between the bounds are 422.",
    certainty: "unverified",
    source: "SPEC, PAGE, for the limit",
  },
  {
    id: "end-exclusive",
    rule: "The hour that starts at `to` does not count.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "future-end",
    rule: "`to` may lie ahead; the totals hold what is known so far, and `limits` has the bound as asked.",
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
    rule: "A filter has its field and exactly one operator; else 422.",
    certainty: "sandbox",
    source: "SPEC, PAGE: a two-part expression",
  },
  {
    id: "filter-totals",
    rule: "A filter narrows every counter; without one both resources count.",
    certainty: "inferred",
    source: "SPEC; OLD, for the default",
  },
  {
    id: "account",
    rule: "The account is one customer of the world, and its usage is that customer's video events.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "viewing",
    rule: "`viewing_seconds` and `viewing_bytes` are the sums over `video_view` events.",
    certainty: "documented",
    source: "SPEC",
  },
  {
    id: "average",
    rule: "`avg_viewing_seconds` is viewing seconds by unique viewers, rounded to a whole number.",
    certainty: "inferred",
    source: "SPEC, OLD: their examples fit",
  },
  {
    id: "egress-targets",
    rule: "`egress_seconds` and `egress_bytes` are of the primary target alone, `egress_seconds_additional_targets` of additional ones.",
    certainty: "unverified",
    source: "SPEC has three counters; how they overlap is not said",
  },
  { id: "no-usage", rule: "Counters without usage are 0, the average too.", certainty: "unverified", source: "" },
  {
    id: "late-usage",
    rule: "Usage appears when its event is received, up to weeks after it happened.",
    certainty: "sandbox",
    source: "GUIDE has hours of delay",
  },
  {
    id: "exact-numbers",
    rule: "Counters are bare JSON integers with every digit.",
    certainty: "documented",
    source: "SPEC",
  },
  {
    id: "trend",
    rule: "`include=trend` adds `trend`, a list of `sampled_at`, `viewing_seconds` and `viewing_bytes`; otherwise there is none.",
    certainty: "documented",
    source: "SPEC; its absence otherwise is inferred",
  },
  {
    id: "trend-steps",
    rule: "Points are a minute apart for ranges up to 3 hours, an hour up to 24 hours, a day above.",
    certainty: "documented",
    source: "SPEC, for data of the past 30 days",
  },
  {
    id: "old-trend",
    rule: "A range that starts more than 30 days ago has a point an hour.",
    certainty: "unverified",
    source: "OLD; v2.0 says nothing",
  },
  {
    id: "trend-points",
    rule: "A point is named by the start of its UTC minute, hour or day, holds what lies in the range, and is 0 without usage; none starts ahead of now.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "limits",
    rule: "`limits` has the range as applied, as `2026-03-01T00:00:00.000Z`, and the resources that count.",
    certainty: "documented",
    source: "SPEC, PAGE",
  },
  {
    id: "cache",
    rule: "The same request gets the same answer for 60 seconds. Here it always does: the world stands still.",
    certainty: "documented",
    source: "GUIDE",
  },
] as const satisfies readonly Rule[];

export type WowzaVideoRule = (typeof table)[number]["id"];

/** What the sandbox does in Wowza Video's place, and how sure it is of each. */
export const wowzaVideoRules: readonly Rule[] = table;

/** A refusal by one of the rules. */
export function refuse(rule: WowzaVideoRule, message: string, status = 422): Refusal {
  return new Refusal(status, rule, message);
}
