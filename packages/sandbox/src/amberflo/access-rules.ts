import type { Rule } from "../server/rule.js";

/** Rules on credentials and requests. The sources are those of the whole table. */
export const accessRules = [
  {
    id: "api-key",
    rule: "The header is `X-API-KEY: <account key>` without a scheme; a missing or unknown credential is 401 (by option: 403).",
    certainty: "reported",
    source: "SDK; PROD handles 401 and 403, which one is unverified",
  },
  {
    id: "portal-session",
    rule: "Portal operations accept only `X-API-KEY: Session <token>`, the others only an account key; else 403.",
    certainty: "reported",
    source: "KIT; the refusal is unverified",
  },
  {
    id: "session-scope",
    rule: "A portal answer holds only the usage of the session's customer; a request for another customer finds nothing.",
    certainty: "reported",
    source: "KIT; another customer is unverified",
  },
  {
    id: "session-customer",
    rule: "POST /session needs a `customerId` that exists; else 400.",
    certainty: "documented",
    source: "DOC; the status is inferred",
  },
  {
    id: "session-expiry",
    rule: "A session ends at `expirationEpochMilliSeconds`, which must be in the future, or after 24 hours; then it is 401.",
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
    rule: "The account may send 10 requests in any one second, portal included; more are 429.",
    certainty: "unverified",
    source: "none published; PROD keeps to 10",
  },
  { id: "no-retry-after", rule: "A 429 carries no Retry-After header.", certainty: "unverified", source: "" },
  {
    id: "lenient",
    rule: "By option: every request that is valid by the spec is answered, with any key or session. Where a rule would refuse, the answer is a report without groups, no reports, or the first session.",
    certainty: "sandbox",
    source: "",
  },
  {
    id: "error-body",
    rule: "A 400 is `{errorMessage}`, every other refusal `{message}`; the wording is ours.",
    certainty: "unverified",
    source: "PROD, KIT: five shapes exist, and where each is used is not known",
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
    rule: "A query parameter that breaks its schema or is repeated is 400.",
    certainty: "inferred",
    source: "DOC",
  },
  {
    id: "body",
    rule: "A body that breaks its schema is 400, such as a flat body with its bounds outside `timeRange`.",
    certainty: "inferred",
    source: "every client nests; the answer to a flat body is unverified",
  },
  {
    id: "unknown-field",
    rule: "A body field that the schema does not have is accepted and ignored.",
    certainty: "inferred",
    source: "SBT sends some",
  },
  {
    id: "minimize-fresh",
    rule: "`minimizeFresh` is accepted and ignored.",
    certainty: "unverified",
    source: "",
  },
  {
    id: "customer-filter",
    rule: "`customerFilter` is 400: the vendor may ignore it and answer for every customer.",
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
