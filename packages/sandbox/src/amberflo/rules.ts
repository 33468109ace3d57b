import { Refusal } from "../server/refusal.js";
import type { Rule } from "../server/rule.js";
import { accessRules } from "./access-rules.js";
import { answerRules } from "./answer-rules.js";
import { requestRules } from "./request-rules.js";

// Sources, by the tags of the spec: REC = answers of the live API recorded in production, KIT = the vendor's UI kit,
// SDK = its clients for four languages and their samples, SBT = a metering function of the AWS SaaS Builder Toolkit,
// PORTAL = two public portals and PROD a public project that call the API in production, DOC = the vendor's documentation,
// of several generations, LLM = the vendor's callback that meters language models.
const table = [...accessRules, ...requestRules, ...answerRules] as const satisfies readonly Rule[];

export type AmberfloRule = (typeof table)[number]["id"];

/** The rules of the sandboxed Amberflo, with the certainty of each. */
export const amberfloRules: readonly Rule[] = table;

/** A refusal by one of the rules. */
export function refuse(rule: AmberfloRule, message: string, status = 400): Refusal {
  return new Refusal(status, rule, message);
}
