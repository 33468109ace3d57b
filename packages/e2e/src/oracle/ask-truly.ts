import type { UsageQuery } from "@metermux/usage";
import { expect } from "vitest";
import { judge } from "./judge.js";
import { readOracleQuery } from "./oracle-query.js";
import { ask, type ReportedAnswer, type Scene } from "./scene.js";
import type { TrueMeter } from "./subject.js";

/** Runs a query that must be answered, and checks every row against the raw events. */
export async function askTruly(scene: Scene, query: UsageQuery): Promise<ReportedAnswer> {
  const answer = await ask(scene, query);
  expect(judge(readOracleQuery(query, scene.subject), scene.subject, answer)).toEqual([]);
  return answer;
}

/** The only scene of a test. */
export function only(scenes: readonly Scene[]): Scene {
  const [scene] = scenes;
  if (scene === undefined) throw new Error("no scene was opened");
  return scene;
}

/** A meter of the vendor by its id or name. */
export function meterNamed({ subject }: Scene, name: string): TrueMeter {
  const meter = subject.meters.find((each) => each.id === name || each.name === name);
  if (meter === undefined) throw new Error(`${subject.connection} has no meter ${name}`);
  return meter;
}

/** The vendor's id of the largest customer, which sends every stream under more than 200 keys. */
export function largeCustomer({ subject, sandbox }: Scene): string {
  const party = subject.parties.find(({ worldIds }) => worldIds.includes(sandbox.account));
  if (party?.id == null) throw new Error("the world has no large customer");
  return party.id;
}
