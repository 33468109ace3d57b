import { afterEach, beforeEach, expect, it } from "vitest";
import { ask, startFaulty } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";
import { faults } from "./table.js";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startFaulty();
});
afterEach(() => sandbox.close());

async function statuses(count: number, vendor: "metronome" | "amberflo" | "wowza-video" = "metronome") {
  const seen: number[] = [];
  for (let index = 0; index < count; index += 1) seen.push((await ask(sandbox, vendor)).status);
  return seen;
}

it("a plan applies once by default, and is counted", async () => {
  sandbox.inject({ fault: "status-503" });
  expect(await statuses(3)).toEqual([503, 200, 200]);
  expect(sandbox.faultsMet).toEqual({ "status-503": 1 });
  expect(sandbox.requests).toEqual({ metronome: 3, amberflo: 0, "wowza-video": 0 });
});

it("a plan lets the first requests through, then applies the given number of times", async () => {
  sandbox.inject({ fault: "status-503", after: 2, times: 2 });
  expect(await statuses(6)).toEqual([200, 200, 503, 503, 200, 200]);
});

it("a plan with times always applies until it is cleared", async () => {
  sandbox.inject({ fault: "status-503", times: "always" });
  expect(await statuses(4)).toEqual([503, 503, 503, 503]);
  sandbox.clearFaults();
  expect(await statuses(2)).toEqual([200, 200]);
  expect(sandbox.faultsMet).toEqual({ "status-503": 4 });
});

it("a plan applies only to the vendor and the operation that it names", async () => {
  sandbox.inject([
    { fault: "status-502", vendor: "amberflo", times: "always" },
    { fault: "status-504", operation: "POST /v1/usage", times: "always" },
  ]);
  expect([await statuses(1), await statuses(1, "amberflo"), await statuses(1, "wowza-video")]).toEqual([
    [504],
    [502],
    [200],
  ]);
  const { baseUrl, token } = sandbox.connections.metronome;
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${baseUrl}/v1/customers`, { headers })).status).toBe(200);
});

it("several plans apply one after the other", async () => {
  sandbox.inject([{ fault: "status-503", times: 2 }, { fault: "status-429" }]);
  sandbox.inject({ fault: "status-500" });
  expect(await statuses(5)).toEqual([503, 503, 429, 500, 200]);
});

it("plans can be given at the start; a request's own fault comes first and uses up no plan", async () => {
  const own = await startFaulty({ faults: [{ fault: "status-503" }] });
  expect((await ask(own, "metronome", "status-409")).status).toBe(409);
  expect((await ask(own, "metronome")).status).toBe(503);
  expect((await ask(own, "metronome")).status).toBe(200);
  await own.close();
});

it("a plan applies to one of many concurrent requests", async () => {
  sandbox.inject({ fault: "truncated-json" });
  const texts = await Promise.all(Array.from({ length: 5 }, async () => (await ask(sandbox, "amberflo")).text()));
  expect(new Set(texts.map((text) => text.length)).size).toBe(2);
  expect(sandbox.faultsMet).toEqual({ "truncated-json": 1 });
});

it("a plan applies to paths outside the contract as well", async () => {
  sandbox.inject({ fault: "status-503" });
  expect((await fetch(`${sandbox.origin}/metronome/v1/nothing`)).status).toBe(503);
});

it("a request for an unknown fault is a 400 that lists the names, in the vendor's error body", async () => {
  const response = await ask(sandbox, "wowza-video", "no-such-fault");
  expect(response.status).toBe(400);
  const text = await response.text();
  expect(text).toMatch(/^\{"meta":\{/);
  for (const { name } of faults) expect(text).toContain(name);
  expect(sandbox.faultsMet).toEqual({});
});

it.each([
  "slow-drip:fast",
  "latency:5-",
  "latency:9-3",
  "latency-spread:1-2-3-4",
  "latency-spread:1-2-3-4-3",
  "clock-skew:soon",
  "status-503:1",
  "oversized-body:5000",
  "html-200:",
  "redirect-301:",
])("answers %s with a 400", async (fault) => {
  expect((await ask(sandbox, "metronome", fault)).status).toBe(400);
});

it.each([
  { fault: "no-such-fault" },
  { fault: "slow-drip:fast" },
  { fault: "status-503", times: 0 },
  { fault: "status-503", times: 1.5 },
  { fault: "status-503", after: -1 },
  { fault: "status-503", operation: "GET /nothing" },
  { fault: "status-503", operation: "POST /v1/usage", vendor: "amberflo" as const },
])("refuses the plan %o at once", async (plan) => {
  expect(() => sandbox.inject(plan)).toThrow(RangeError);
  await expect(startFaulty({ faults: [plan] })).rejects.toThrow(RangeError);
});
