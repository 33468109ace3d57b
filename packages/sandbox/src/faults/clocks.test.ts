import { afterAll, beforeAll, expect, it } from "vitest";
import { ask, startFaulty, vendorNames } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startFaulty();
});
afterAll(() => sandbox.close());

/** How many seconds the clock of an answer is ahead. */
function skewOf(response: Response): number {
  const date = response.headers.get("date") ?? "";
  expect(new Date(date).toUTCString()).toBe(date);
  return (Date.parse(date) - Date.now()) / 1000;
}

it.each(vendorNames)("clock-skew: the answer of %s is unchanged and dated by another clock", async (vendor) => {
  const plain = await ask(sandbox, vendor);
  expect(Math.abs(skewOf(plain))).toBeLessThan(3);
  const text = await plain.text();
  for (const [fault, skew] of [
    ["clock-skew", 3600],
    ["clock-skew:86400", 86_400],
    ["clock-skew:-60", -60],
  ] as const) {
    const response = await ask(sandbox, vendor, fault);
    expect(Math.abs(skewOf(response) - skew)).toBeLessThan(3);
    expect(await response.text()).toBe(text);
  }
});

it("retry-after-skewed: a 429 whose Retry-After equals its Date", async () => {
  for (const [fault, skew] of [
    ["retry-after-skewed", 3600],
    ["retry-after-skewed:-60", -60],
  ] as const) {
    const response = await ask(sandbox, "metronome", fault);
    expect(response.status).toBe(429);
    expect(Math.abs(skewOf(response) - skew)).toBeLessThan(3);
    expect(response.headers.get("retry-after")).toBe(response.headers.get("date"));
  }
});
