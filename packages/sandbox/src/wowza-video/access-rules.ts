import type { Rule } from "../server/rule.js";

/** Rules on credentials and requests. The sources are those of the whole table. */
export const accessRules = [
  {
    id: "bearer",
    rule: "`Authorization: Bearer <token>`; anything else is 401, `ERR-401-InvalidToken`.",
    certainty: "documented",
    source: "GUIDE; the code of a missing token is unverified",
  },
  {
    id: "rate-limit",
    rule: "More requests in one second than `requestsPerSecond` allows are 429.",
    certainty: "sandbox",
    source: "GUIDE, for 429; no number is published",
  },
  {
    id: "no-retry-after",
    rule: "A 429 has no Retry-After header and has the code `ERR-429-TooManyRequests`.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "lenient",
    rule: "By option: every request that is valid by the spec is answered, with any bearer token. Where a rule would refuse, bounds, filter and page are ignored, and an unknown id is answered like a known one.",
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
    rule: "The path of older versions, /usage/accounts, is 404 (by option: it exists too, with `accounts` in place of `account`).",
    certainty: "unverified",
    source: "SPEC has the singular as its path and the plural in its samples",
  },
  {
    id: "envelope",
    rule: "The account is in `account` (by option: in `accounts`).",
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
    source: "SPEC has 422 and does not say when",
  },
  {
    id: "encoding",
    rule: "Brackets may be percent-encoded, and a space may be a plus sign.",
    certainty: "unverified",
    source: "",
  },
] as const satisfies readonly Rule[];
