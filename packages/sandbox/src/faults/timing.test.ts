import { afterAll, beforeAll, expect, it } from "vitest";
import { ask, startFaulty, vendorNames } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";
import { randomFor } from "../world/random.js";

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

it.each(vendorNames)("latency: the answer of %s comes that much later", async (vendor) => {
  const plain = await (await ask(sandbox, vendor)).text();
  let text = "";
  const ms = await timed(async () => {
    text = await (await ask(sandbox, vendor, "latency:80")).text();
  });
  expect(text).toBe(plain);
  expect(ms).toBeGreaterThan(75);
});

it("latency: the seed draws from a range, strike by strike", async () => {
  const own = await startFaulty({ seed: 3, faults: [{ fault: "latency:0-100", times: "always" }] });
  const draws = [1, 2, 3, 4].map((strike) => randomFor(3, "fault", "latency", strike).integer(0, 100));
  expect(new Set(draws).size).toBeGreaterThan(2);
  for (const draw of draws) expect(await timed(() => ask(own, "wowza-video"))).toBeGreaterThanOrEqual(draw - 2);
  await own.close();
});

it.each(vendorNames)("slow-drip: the answer of %s comes whole, in pieces", async (vendor) => {
  const plain = await (await ask(sandbox, vendor)).text();
  const response = await ask(sandbox, vendor, "slow-drip:5");
  let text = "";
  const ms = await timed(async () => {
    text = await response.text();
  });
  expect(text).toBe(plain);
  expect(ms).toBeGreaterThan(80);
});
