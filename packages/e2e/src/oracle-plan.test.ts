import { isMetermuxError, type UsagePlan, type UsageQuery } from "@metermux/usage";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plannedRequests, sentRequests, usageOf } from "./oracle/planned.js";
import { drawQuery, type Habits, queryFrom } from "./oracle/random-query.js";
import type { Scene, Vendor } from "./oracle/scene.js";
import { patience, queries, seed, stage } from "./oracle/stage.js";
import { zones } from "./oracle/zones.js";

// A plan lists the requests that a query sends, byte for byte and in order.
const now = "2026-04-20T15:23:41.500Z";
const habits: Habits = {
  reach: { hour: [24, 200], day: [10, 95], week: [3, 14], month: [2, 4], none: [100, 2300] },
  timeZones: zones,
  every: 4,
  total: 4,
};

async function planned(scene: Scene, query: UsageQuery): Promise<UsagePlan | string> {
  try {
    return await scene.usage.plan(query);
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): string {
  if (!isMetermuxError(error)) throw error;
  return `${error.code} ${error.field} ${error.message}`;
}

/** The requests that were sent, and the result. */
async function asked({ usage, wire }: Scene, query: UsageQuery) {
  wire.clear();
  let error: string | undefined;
  try {
    for await (const _ of usage.query(query));
  } catch (reason) {
    error = refusal(reason);
  }
  return { sent: [...wire.sent], error };
}

/** The number of requests of a plan that does not depend on an undocumented page size. */
function countable({ connections }: UsagePlan, scene: Scene): boolean {
  const steps = connections.flatMap((connection) => connection.steps);
  if (scene.subject.vendor !== "metronome") return true;
  const short = connections.every(({ start, end }) => Date.parse(end) - Date.parse(start) < 900 * 3_600_000);
  return short && steps.every(({ operation, again }) => operation === "POST /v1/usage" && again.length === 0);
}

async function compare(scene: Scene, query: UsageQuery): Promise<string> {
  scene.wire.clear();
  const plan = await planned(scene, query);
  expect(usageOf(scene.wire.sent)).toEqual([]);
  const { sent, error } = await asked(scene, query);
  if (typeof plan === "string") {
    expect([error, usageOf(sent)]).toEqual([plan, []]);
    return "refused";
  }
  const firsts = plannedRequests(plan);
  const went = sentRequests(sent);
  const conditional = plan.connections.some(({ steps }) => steps.some(({ again }) => again.length > 0));
  // Repeated requests depend on the answers and come later; an answer that ends the query ends the plan.
  const plain = conditional ? went.filter((request) => firsts.includes(request)) : went;
  expect(error === undefined ? firsts : firsts.slice(0, plain.length)).toEqual(plain);
  if (error === undefined && !conditional && countable(plan, scene)) expect(usageOf(sent)).toHaveLength(plan.requests);
  return "answered";
}

describe.each<[Vendor]>([["metronome"], ["amberflo"], ["portal"], ["video"]])("%s", (vendor) => {
  const scenes = stage(vendor, [{ now }]);

  test(
    "a plan equals the first requests to the byte, or refuses with the same message",
    async () => {
      const outcomes: string[] = [];
      await fc.assert(
        fc.asyncProperty(drawQuery(1, habits), async (drawn) => {
          const [scene] = scenes;
          if (scene === undefined) throw new Error("no scene was opened");
          outcomes.push(await compare(scene, queryFrom(drawn, scene.subject)));
        }),
        { numRuns: Math.ceil(queries / 5), seed },
      );
      expect(outcomes.filter((outcome) => outcome === "answered").length).toBeGreaterThan(outcomes.length / 10);
    },
    patience,
  );
});
