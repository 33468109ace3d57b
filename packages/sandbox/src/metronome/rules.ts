import { Refusal } from "../server/refusal.js";
import type { Rule } from "../server/rule.js";
import { accessRules } from "./access-rules.js";
import { listRules } from "./list-rules.js";
import { usageRules } from "./usage-rules.js";

// Sources: LIVE = the vendor's public reference and guides, SPEC = the OpenAPI document shipped with its Node SDK,
// SDK = that SDK's source, PH and DUST = reports and repairs in two public codebases that call the API in production.
const table = [...accessRules, ...usageRules, ...listRules] as const satisfies readonly Rule[];

export type MetronomeRule = (typeof table)[number]["id"];

/** The rules of the sandboxed Metronome, with the certainty of each. */
export const metronomeRules: readonly Rule[] = table;

/** A refusal by one of the rules. */
export function refuse(rule: MetronomeRule, message: string, status = 400): Refusal {
  return new Refusal(status, rule, message);
}
