import { describe, expect, test } from "vitest";
import { isMetermuxError, type UsageRow } from "../index.js";
import { type Misbehaviour, misbehaviours } from "./misbehaviour.js";
import { collect, failureOf, openScene, type ProviderFixture } from "./scene.js";

const day = 86_400_000;

/** What a connection returns where its vendor is wrong, or asked with names from outside: every row, or a typed error. */
export function describeMisbehaviour(makeFixture: () => ProviderFixture | Promise<ProviderFixture>): void {
  describe("where the vendor misbehaves", () => {
    test.each(misbehaviours)("never takes $name for the whole answer", async (misbehaviour) => {
      const honest = textOf(await collect((await openScene(makeFixture)).query()));
      const { query, struck } = await misbehaving(makeFixture, misbehaviour);
      const outcome = await collect(query()).then(textOf, (error: unknown) => error);
      if (typeof outcome === "string") return expect(outcome).toBe(honest);
      expect(struck()).toBe(true);
      expect([isMetermuxError(outcome) && outcome.code, misbehaviour.harmless ?? false], `${outcome}`).toEqual([
        expect.stringMatching(/^(unexpected_response|incomplete_result)$/),
        false,
      ]);
    });

    test("keeps the running window open while the caller's clock is a day fast", async () => {
      const { fixture, provider, query } = await openScene(makeFixture, {}, async (_, vendor) => {
        const response = await vendor();
        const headers = new Headers(response.headers);
        // The vendor's clock is that of the fixture less a day.
        headers.set("date", new Date(fixtureNow - day).toUTCString());
        return new Response(await response.text(), { status: response.status, headers });
      });
      const fixtureNow = fixture.now;
      const yesterday = Math.floor(fixtureNow / day) * day - day;
      const rows = await collect(query({ start: new Date(yesterday), end: new Date(yesterday + day) }));
      // A provider that does not read the vendor's clock cannot know that it is another.
      if (provider.skewMs() === undefined) return;
      for (const row of rows)
        expect([row.windowStart, row.complete, row.final]).toEqual([row.windowStart, false, false]);
    });

    test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
      "groups and filters by %s as by any name: rows, or a typed error",
      async (name) => {
        const { query } = await openScene(makeFixture);
        for (const change of [{ groupBy: [name] }, { filter: Object.fromEntries([[name, ["x"]]]) }]) {
          const outcome = await collect(query(change)).catch((error: unknown) => error);
          if (!Array.isArray(outcome)) expect(isMetermuxError(outcome), `${outcome}`).toBe(true);
          else for (const { groups } of outcome) expect(Object.values(groups).every(isGroupValue)).toBe(true);
        }
      },
    );

    test("refuses a meter and a customer that are named like members of every object", async () => {
      const { query, fixture } = await openScene(makeFixture);
      expect(await failureOf(query({ meters: ["__proto__"] }))).toMatchObject({ code: expect.any(String) });
      if (fixture.question.customers === undefined) return;
      expect(await failureOf(query({ customers: ["constructor"] }))).toMatchObject({ code: "invalid_input" });
    });
  });
}

async function misbehaving(
  makeFixture: () => ProviderFixture | Promise<ProviderFixture>,
  { change, status }: Misbehaviour,
) {
  let struck = false;
  const scene = await openScene(makeFixture, { retries: 0 }, async (_, vendor) => {
    const response = await vendor();
    const text = await response.text();
    const changed = change(text);
    struck ||= changed !== text || status !== undefined;
    return new Response(changed, { status: status ?? response.status, headers: response.headers });
  });
  return { ...scene, struck: () => struck };
}

/** Rows without the time at which they were seen, in an order of their own. */
function textOf(rows: readonly UsageRow[]): string {
  return rows
    .map(({ observedAt: _, ...row }) => JSON.stringify(row))
    .sort()
    .join("\n");
}

function isGroupValue(value: unknown): boolean {
  return value === null || typeof value === "string";
}
