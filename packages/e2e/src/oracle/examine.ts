import { isMetermuxError, type UsageQuery } from "@metermux/usage";
import { judge } from "./judge.js";
import { type OracleQuery, readOracleQuery } from "./oracle-query.js";
import { promisedMeters } from "./promised.js";
import { ask, type Scene } from "./scene.js";
import type { Subject } from "./subject.js";

/** The result of one query. */
export interface Examination {
  /** `answered`, or the code and field of a refusal. */
  readonly outcome: string;
  readonly rows: number;
  /** Whether the capabilities promised an answer. */
  readonly promised: boolean;
  /** Every error in the answer. */
  readonly problems: readonly string[];
}

/** The default of `maxRequests`. */
const MAX_REQUESTS = 2000;

/** Runs one query and checks the result against the raw events: every row is right, or the query is refused with a reason. */
export async function examine(scene: Scene, query: UsageQuery): Promise<Examination> {
  const { subject, promises } = scene;
  const question = readOracleQuery(query, subject);
  const promised = promisedMeters(question, subject, promises);
  const whole = promised.length > 0 && (query.meters === undefined || promised.length === question.meters.length);
  try {
    const answer = await ask(scene, query);
    const problems = judge(question, subject, answer);
    for (const { id } of promised) {
      if (answer.skipped.includes(id) && !tooLarge(scene))
        problems.push(`meter ${id} was left out, though capabilities promise it`);
    }
    return { outcome: "answered", rows: answer.rows.length, promised: whole, problems };
  } catch (error) {
    if (vendorDecided(error, question, subject)) {
      return { outcome: "rejected by the vendor", rows: 0, promised: false, problems: [] };
    }
    if (!isMetermuxError(error) || (error.code !== "unsupported" && error.code !== "invalid_input")) throw error;
    const problems: string[] = [];
    if (!error.field) problems.push(`a refusal without a field: ${error.message}`);
    if (!/; \S/.test(error.message)) problems.push(`a refusal without what works instead: ${error.message}`);
    const dear = error.field === "maxRequests" && minRequests(question, subject) > MAX_REQUESTS / 4;
    if (whole && !dear && !tooLarge(scene))
      problems.push(`refused, though capabilities promise an answer: ${error.message}`);
    return { outcome: `${error.code} ${error.field}`, rows: 0, promised: whole, problems };
  }
}

/** A session lists neither meters nor dimensions: the vendor's answer shows what it does not have. */
function vendorDecided(error: unknown, { unknown, groupBy, filter, meters }: OracleQuery, { lists }: Subject): boolean {
  if (lists || !isMetermuxError(error) || error.code !== "rejected" || error.status !== 400) return false;
  const names = [...groupBy, ...Object.keys(filter)];
  const undeclared = meters.some(({ groupKeys }) => names.some((name) => !groupKeys.some((key) => key.includes(name))));
  return unknown.length > 0 || undeclared;
}

/** The vendor refused a request as too large. Even the smallest possible request may have been refused. */
const tooLarge = ({ wire }: Scene): boolean =>
  wire.sent.some(({ status, rule }) => status === 504 || rule === "row-cap");

/** Fewer cannot do. */
function minRequests({ meters, parties, start, end, query: { window } }: OracleQuery, { abilities }: Subject): number {
  const length = { hour: 1, day: 24, week: 168, month: 744, none: 2160 }[window] * 3_600_000;
  const windows = Math.max(1, (end - start) / length);
  const longer = window === "week" || window === "month";
  const customers = parties.flatMap(({ worldIds }) => worldIds).length;
  return abilities.minRequests({ windows, longer, meters, customers });
}
