import { afterAll, beforeAll, expect, it } from "vitest";
import { ask, startFaulty } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startFaulty();
});
afterAll(() => sandbox.close());

/** JSON with every list in an order that depends only on its items. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((left, right) => (text(left) < text(right) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, sorted(member)]));
}
const text = (value: unknown) => JSON.stringify(value);

it.each(["metronome", "amberflo"] as const)("reordered-rows: all rows of %s in another order", async (vendor) => {
  const plain = await (await ask(sandbox, vendor)).text();
  const [once, again] = [await ask(sandbox, vendor, "reordered-rows"), await ask(sandbox, vendor, "reordered-rows")];
  const texts = [await once.text(), await again.text()];
  for (const reordered of texts) {
    expect(reordered).not.toBe(plain);
    expect(sorted(JSON.parse(reordered))).toEqual(sorted(JSON.parse(plain)));
    // No digit is lost.
    expect(reordered.length).toBe(plain.length);
  }
});

it("reordered-rows: the same order for the same seed, and no change without a list", async () => {
  const [one, same] = await Promise.all(
    [5, 5].map(async (seed) => {
      const own = await startFaulty({ seed });
      const reordered = await (await ask(own, "metronome", "reordered-rows")).text();
      expect(await (await ask(own, "wowza-video", "reordered-rows")).text()).not.toBe("");
      expect(own.faultsMet).toEqual({ "reordered-rows": 1 });
      await own.close();
      return reordered;
    }),
  );
  expect(same).toBe(one);
});

interface Row {
  readonly value: number | null;
}

/** All rows of a customer's usage, page by page, with the values as sent. */
async function usage(): Promise<string[]> {
  const { baseUrl, token } = sandbox.connections.metronome;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({
    window_size: "DAY",
    starting_on: "2026-03-13T00:00:00Z",
    ending_before: "2026-03-15T00:00:00Z",
    customer_ids: [sandbox.connections["wowza-video"].customerId],
  });
  const pages: string[] = [];
  for (let query = ""; ; ) {
    const page = await (await fetch(`${baseUrl}/v1/usage${query}`, { method: "POST", headers, body })).text();
    pages.push(page);
    const cursor = JSON.parse(page).next_page;
    if (cursor === null) return pages;
    query = `?next_page=${cursor}`;
  }
}

it("changed-values: each value after the first page is one higher, and null stays null", async () => {
  const plain = await usage();
  sandbox.inject({ fault: "changed-values", times: "always" });
  const changed = await usage();
  sandbox.clearFaults();
  expect(plain.length).toBeGreaterThan(3);
  expect(changed[0]).toBe(plain[0]);
  const valuesOf = (page: string | undefined) => (JSON.parse(page ?? "").data as Row[]).map(({ value }) => value);
  for (const [index, page] of plain.entries()) {
    if (index === 0) continue;
    const expected = valuesOf(page).map((value) => (value === null ? null : value + 1));
    for (const [row, value] of valuesOf(changed[index]).entries()) {
      if (value === null) expect(expected[row]).toBeNull();
      else expect(value).toBeCloseTo(expected[row] ?? Number.NaN, 5);
    }
  }
  expect(changed.slice(1)).not.toEqual(plain.slice(1));
});
