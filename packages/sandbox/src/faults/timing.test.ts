import { afterAll, beforeAll, expect, it } from "vitest";
import { ask, startFaulty, vendorNames } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";
import { randomFor } from "../world/random.js";
import { quantile } from "./timing.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startFaulty();
  await Promise.all(vendorNames.map((vendor) => ask(sandbox, vendor)));
});
afterAll(() => sandbox.close());

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

it.each(vendorNames)("latency: the answer of %s is delayed by that time", async (vendor) => {
  const plain = await (await ask(sandbox, vendor)).text();
  let text = "";
  const ms = await timed(async () => {
    text = await (await ask(sandbox, vendor, "latency:80")).text();
  });
  expect(text).toBe(plain);
  expect(ms).toBeGreaterThan(75);
});

it("latency: each delay is drawn from the range with the seed", async () => {
  const own = await startFaulty({ seed: 3, faults: [{ fault: "latency:0-100", times: "always" }] });
  const draws = [1, 2, 3, 4].map((time) => randomFor(3, "fault", "latency", time).integer(0, 100));
  expect(new Set(draws).size).toBeGreaterThan(2);
  for (const draw of draws) expect(await timed(() => ask(own, "wowza-video"))).toBeGreaterThanOrEqual(draw - 2);
  await own.close();
});

it.each([
  [0, 10],
  [2_500, 15],
  [5_000, 20],
  [9_000, 60],
  [9_450, 80],
  [9_900, 100],
  [9_999, 900],
])("latency-spread: answer %i of 10,000 takes %i ms", (place, ms) => {
  expect(quantile([10, 20, 60, 100, 900], place)).toBe(ms);
});

it("latency-spread: each delay is drawn from the spread with the seed", async () => {
  const spread = [5, 20, 60, 80, 90];
  const fault = { fault: `latency-spread:${spread.join("-")}`, times: "always" } as const;
  const own = await startFaulty({ seed: 3, faults: [fault] });
  for (const time of [1, 2, 3]) {
    const ms = quantile(spread, randomFor(3, "fault", "latency-spread", time).integer(0, 9999));
    expect(await timed(() => ask(own, "wowza-video"))).toBeGreaterThanOrEqual(ms - 2);
  }
  await own.close();
});

it.each(vendorNames)("slow-drip: the answer of %s arrives complete, in pieces", async (vendor) => {
  const plain = await (await ask(sandbox, vendor)).text();
  const response = await ask(sandbox, vendor, "slow-drip:5");
  let text = "";
  const ms = await timed(async () => {
    text = await response.text();
  });
  expect(text).toBe(plain);
  expect(ms).toBeGreaterThan(80);
});
