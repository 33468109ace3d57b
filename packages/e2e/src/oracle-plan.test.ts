import { isMetermuxError, type UsagePlan, type UsageQuery } from "@metermux/usage";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plannedRequests, sentRequests, usageOf } from "./oracle/planned.js";
import { drawQuery, type Habits, queryFrom } from "./oracle/random-query.js";
import type { Scene, Vendor } from "./oracle/scene.js";
import { patience, queries, seed, stage } from "./oracle/stage.js";
import { zones } from "./oracle/zones.js";

// A plan is what will be done: its requests go out to the byte, and in its order.
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

/** What went out, and how it ended. */
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

/** How many requests a plan means, where no page size that nobody documents has a part in it. */
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
  // What is asked again depends on the answers, and comes behind; an answer that ends the query ends the plan.
  const plain = conditional ? went.filter((request) => firsts.includes(request)) : went;
  expect(error === undefined ? firsts : firsts.slice(0, plain.length)).toEqual(plain);
  if (error === undefined && !conditional && countable(plan, scene)) expect(usageOf(sent)).toHaveLength(plan.requests);
  return "answered";
}

describe.each<[Vendor]>([["metronome"], ["amberflo"], ["portal"], ["video"]])("%s", (vendor) => {
  const scenes = stage(vendor, [{ now }]);

  test(
    "plan and first requests agree to the byte, or refuse with the same words",
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
