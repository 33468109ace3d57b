import type { Rule } from "../server/rule.js";

/** Who is let in, and which requests are ones. The sources are those of the whole table. */
export const accessRules = [
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
] as const satisfies readonly Rule[];
