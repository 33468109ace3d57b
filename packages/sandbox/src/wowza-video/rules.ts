import { Refusal } from "../server/refusal.js";
import type { Rule } from "../server/rule.js";

// Sources: SPEC = the vendor's OpenAPI document for v2.0, OLD = its documents for earlier versions, PAGE = the reference
// page of GET /usage/account, GUIDE = the vendor's guides and general pages.
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
    id: "lenient",
    rule: "By option: whatever the spec lets pass is answered, by any bearer token; where a rule would refuse, as if bounds, filter and place in a list were not given, and for an unknown id as for another.",
    certainty: "sandbox",
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
    rule: "The path of older versions, /usage/accounts, is 404 (by option: there too, with `accounts` in the place of `account`).",
    certainty: "unverified",
    source: "SPEC has the singular as its path and the plural in its samples",
  },
  {
    id: "envelope",
    rule: "The account is under `account` (by option: under `accounts`).",
    certainty: "documented",
    source: "SPEC, PAGE; the samples of GUIDE have the plural",
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
    rule: "The hour that starts at `to` does not count (by option: it does).",
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
    rule: "`avg_viewing_seconds` is viewing seconds by unique viewers, rounded to a whole number (by option: absent).",
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
    id: "things",
    rule: "The account has 5 transcoders, 12 stream targets, 3 real-time streams and 8 VOD streams, whatever the range; every third is archived, but for real-time streams, which have no such mark.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "assignment",
    rule: "Each event belongs to one of every kind that counts it, by a hash of its id.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "all-listed",
    rule: "A list has all of its kind by id, archived ones and those without usage too, whose counters are 0.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "unknown-record",
    rule: "An id that the account does not have is 404, `ERR-404-RecordNotFound`.",
    certainty: "documented",
    source: "SPEC",
  },
  {
    id: "archived-record",
    rule: "One that is archived answers 200.",
    certainty: "inferred",
    source: "SPEC: `archived` is true in its examples",
  },
  {
    id: "one",
    rule: "The answer for one has more than the list: a transcoder its viewing, a stream target its zones, a VOD stream its egress, and each of them a trend with `include=trend`.",
    certainty: "documented",
    source: "SPEC",
  },
  {
    id: "transcoder-usage",
    rule: "Transcoders share the usage of the resource transcoders: together they are the account with that filter, and so is their summary.",
    certainty: "inferred",
    source: "SPEC",
  },
  {
    id: "configurations",
    rule: "Transcoders are transcoded and pay_as_you_go or passthrough and twentyfour_seven in turn; the two configurations of the summary add up to it.",
    certainty: "inferred",
    source: "SPEC: its example adds up",
  },
  {
    id: "stream-target-usage",
    rule: "Each view goes through one stream target: together they have the account's viewing without a filter, and so has their summary.",
    certainty: "inferred",
    source: "SPEC: the account counts what went through stream targets",
  },
  {
    id: "zones",
    rule: "All viewing of a stream target is in one zone, `global`.",
    certainty: "unverified",
    source: "SPEC has that zone alone, in examples",
  },
  {
    id: "vod-stream-usage",
    rule: "VOD streams share the usage of the resource vod_streams: together they are the account with that filter, and so is their summary.",
    certainty: "inferred",
    source: "SPEC",
  },
  {
    id: "real-time-usage",
    rule: "The world has no real-time streams: `bytes_in` is what `video_egress` has for the primary target, `bytes_out` what it has for additional ones.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "numbered-pages",
    rule: "Transcoders come in pages from 1; `page_first_index` and `page_last_index` count from 0, and `payload_version` is the text 1.0.",
    certainty: "documented",
    source: "SPEC, GUIDE",
  },
  {
    id: "page-past-end",
    rule: "A page behind the last one is 422.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "keyed-pages",
    rule: "The other lists go on by `next_page_key`; `per_page` may change on the way, and `payload_version` is the text 2.0.",
    certainty: "documented",
    source: "SPEC, GUIDE; a changed `per_page` is unverified",
  },
  {
    id: "last-page",
    rule: "`next_page_key` is null on the last page (by option: empty text, or absent).",
    certainty: "unverified",
    source: "",
  },
  {
    id: "unknown-key",
    rule: "A `next_page_key` that no page of the list gave is 422.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "per-page",
    rule: "`per_page` is 1000 unless told; outside of 1 to 1000 it is 422.",
    certainty: "unverified",
    source: "SPEC, GUIDE, for the numbers",
  },
  {
    id: "storage-samples",
    rule: "A `storage_sample` is what recordings or VOD streams, by a hash of its id, have in storage from then on; a gigabyte is 1,000,000,000 bytes.",
    certainty: "sandbox",
    source: "GUIDE, for the gigabyte",
  },
  {
    id: "peak-storage",
    rule: "`bytes` is the most that both had together in the range, what lay there at its start included.",
    certainty: "inferred",
    source: "SPEC: the highest, so far",
  },
  {
    id: "storage-bounds",
    rule: "The bounds of a peak have minutes and seconds, are not rounded, and may be more than 90 days apart; `last_bill_date` is 422.",
    certainty: "inferred",
    source: "SPEC has `YYYY-MM-DD HH:MM:SS` and no more",
  },
  {
    id: "storage-default",
    rule: "A peak without a bound has the same range as elsewhere, but for the 90 days.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "current-storage",
    rule: "Two counters of what is stored now, and no `limits`.",
    certainty: "documented",
    source: "SPEC",
  },
  {
    id: "limits",
    rule: "`limits` has the range as applied, as `2026-03-01T00:00:00.000Z`, and for the account the resources that count.",
    certainty: "documented",
    source: "SPEC, PAGE",
  },
  {
    id: "cache",
    rule: "The same request gets the answer that it had in the 60 seconds before, which is the same as ever while the world stands still. A refusal is not kept.",
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
