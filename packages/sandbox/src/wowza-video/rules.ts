import { Refusal } from "../server/refusal.js";
import type { Rule } from "../server/rule.js";
import { accessRules } from "./access-rules.js";
import { rangeRules } from "./range-rules.js";
import { usageRules } from "./usage-rules.js";

// Sources: SPEC = the vendor's OpenAPI document for v2.0, OLD = its documents for earlier versions, PAGE = the reference
// page of GET /usage/account, GUIDE = the vendor's guides and general pages.
const table = [...accessRules, ...rangeRules, ...usageRules] as const satisfies readonly Rule[];

export type WowzaVideoRule = (typeof table)[number]["id"];

/** The rules of the sandboxed Wowza Video, with the certainty of each. */
export const wowzaVideoRules: readonly Rule[] = table;

/** A refusal by one of the rules. */
export function refuse(rule: WowzaVideoRule, message: string, status = 422): Refusal {
  return new Refusal(status, rule, message);
}
