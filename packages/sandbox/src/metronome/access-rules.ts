import type { Rule } from "../server/rule.js";

/** Rules on credentials and requests. The sources are those of the whole table. */
export const accessRules = [
  {
    id: "bearer",
    rule: "`Authorization: Bearer <token>`; anything else is 401 (by option: 403).",
    certainty: "documented",
    source: "LIVE, which also has 401 for a missing permission; users get 403 for a wrong token (PH)",
  },
  {
    id: "rate-limit",
    rule: "The account may send 8 requests in any one second, all operations together; more are 429.",
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
    rule: "By option: every request that is valid by the spec is answered, with any bearer token. Where a rule would refuse, the answer is an empty last page, or a customer or metric with the requested id.",
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
    rule: "A query parameter that the operation does not declare is 400, such as `limit` on POST /v1/usage.",
    certainty: "reported",
    source: "PH, for `limit`; for others strictness",
  },
  {
    id: "parameter",
    rule: "A parameter that breaks its schema (`limit` is 1 to 100, an id in the path is a UUID) or is repeated is 400.",
    certainty: "documented",
    source: "SPEC, LIVE; the status is inferred, in a path unverified",
  },
  {
    id: "body",
    rule: "A body that breaks its schema is 400. `window_size` is HOUR, DAY or NONE, upper, lower or title case.",
    certainty: "documented",
    source: "LIVE; LOG has lower case in production, title case is unverified; the status is inferred",
  },
  { id: "unknown-field", rule: "A body field that the schema does not have is 400.", certainty: "sandbox", source: "" },
  {
    id: "idempotency-key",
    rule: "An `Idempotency-Key` that was used for a different POST, a changed cursor included, is 409.",
    certainty: "documented",
    source: "LIVE",
  },
] as const satisfies readonly Rule[];
