import { amberfloCustomerId, type Meter, type Sandbox, type SandboxOptions, startSandbox } from "@metermux/sandbox";
import { createUsage, type UsageQuery, type UsageRow } from "@metermux/usage";
import { amberflo, amberfloPortal } from "@metermux/usage/amberflo";
import { metronome } from "@metermux/usage/metronome";
import { wowzaVideo } from "@metermux/usage/wowza-video";
import { describe, expect, test } from "vitest";
import { oracleValue } from "./world-value.js";

// Where no source settles a vendor's behaviour, an adapter must be right for every variant.
const now = Date.parse("2026-03-10T15:23:00Z");
const days = { start: "2026-03-01", end: "2026-03-05", window: "day" } as const;

async function playing<Result>(options: SandboxOptions, use: (sandbox: Sandbox) => Promise<Result>): Promise<Result> {
  const sandbox = await startSandbox({ now, requestsPerSecond: false, ...options });
  try {
    return await use(sandbox);
  } finally {
    await sandbox.close();
  }
}

async function ask({ connections }: Sandbox, query: UsageQuery) {
  const quick = { rate: false, retries: 0 } as const;
  const { metronome: account, amberflo: meters, "amberflo-portal": portal, "wowza-video": video } = connections;
  const usage = createUsage(
    {
      metronome: metronome({ ...account, ...quick }),
      amberflo: amberflo({ ...meters, ...quick }),
      portal: amberfloPortal({ ...portal, ...quick, meters: { api_calls: "sum", settled: "sum" } }),
      video: wowzaVideo({ ...video, ...quick }),
    },
    { clock: { now: () => now } },
  );
  const rows: UsageRow[] = [];
  for await (const row of usage.query(query)) rows.push(row);
  return rows;
}

/** The value of a row computed from the events of the customer of all connections. */
function truth({ world, connections }: Sandbox, { windowStart, windowEnd }: UsageRow, key: string): string | null {
  const meter = world.meters.find((known): known is Meter => known.key === key);
  if (meter === undefined) throw new Error(`the world has no meter ${key}`);
  const { customerId } = connections["wowza-video"];
  return oracleValue(world, { meter, customerId, start: Date.parse(windowStart), end: Date.parse(windowEnd) });
}

describe("metronome", () => {
  async function rowsOf(sandbox: Sandbox, query: Partial<UsageQuery> = {}) {
    const { baseUrl, token } = sandbox.connections.metronome;
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${baseUrl}/v1/billable-metrics?limit=100`, { headers });
    const { data }: { data: { id: string; name: string }[] } = await answer.json();
    const id = data.find(({ name }) => name === "Settled amount (micro-units)")?.id ?? "";
    const customers = [sandbox.connections["wowza-video"].customerId];
    return ask(sandbox, { connections: ["metronome"], meters: [id], customers, ...days, window: "hour", ...query });
  }

  test.each([
    { emptyWindows: "null", empty: [null] },
    { emptyWindows: "absent", empty: [] },
    { emptyWindows: "zero", empty: ["0"] },
  ] as const)("hours without usage are $emptyWindows, and no value is invented", ({ emptyWindows, empty }) =>
    playing({ metronome: { emptyWindows } }, async (sandbox) => {
      const rows = await rowsOf(sandbox);
      const without = rows.filter((row) => truth(sandbox, row, "settled") === null);
      expect([...new Set(without.map(({ value }) => value))]).toEqual(empty);
      const others = rows.filter((row) => !without.includes(row));
      expect(others.length).toBeGreaterThan(5);
      for (const row of others) expect(row.value).toBe(truth(sandbox, row, "settled"));
    }),
  );

  test.each(["Z", "+00:00"] as const)("row times end in %s, and rows are the same", (rowOffset) =>
    playing({ metronome: { rowOffset } }, async (sandbox) => {
      const rows = await rowsOf(sandbox, { groupBy: ["currency"] });
      expect(rows.length).toBeGreaterThan(10);
      expect(rows.every(({ windowStart }) => windowStart.endsWith("00:00.000Z"))).toBe(true);
      const usual = await playing({}, (other) => rowsOf(other, { groupBy: ["currency"] }));
      const bare = (row: UsageRow) => ({ ...row, observedAt: "" });
      expect(rows.map(bare)).toEqual(usual.map(bare));
    }),
  );
});

test.each(["upper", "lower", "title"] as const)(
  "a Metronome aggregation in %s case gives the same rows",
  (aggregationCase) =>
    playing({ metronome: { aggregationCase } }, async (sandbox) => {
      const customers = [sandbox.connections["wowza-video"].customerId];
      const rows = await ask(sandbox, { connections: ["metronome"], customers, ...days });
      const kinds = new Set(rows.map(({ aggregation }) => aggregation));
      expect([...kinds].sort()).toEqual(["count", "latest", "max", "sum", "unique", "unknown"]);
    }),
);

describe("amberflo", () => {
  const only = (sandbox: Sandbox) => ({
    connections: ["amberflo"],
    customers: [sandbox.connections["amberflo-portal"].customerId],
    ...days,
  });

  test.each(["monday", "sunday"] as const)("weeks start on Monday even if the vendor's start on %s", (weekStartsOn) =>
    playing({ amberflo: { weekStartsOn } }, async (sandbox) => {
      const weeks = { start: "2026-02-16", end: "2026-03-02", window: "week" } as const;
      const rows = await ask(sandbox, { ...only(sandbox), ...weeks, meters: ["settled"] });
      expect(rows.map(({ windowStart }) => windowStart.slice(0, 10))).toEqual(["2026-02-16", "2026-02-23"]);
      for (const row of rows) expect(row.value).toBe(truth(sandbox, row, "settled"));
    }),
  );

  test.each(["asked", "reversed"] as const)("a batch answered in the order %s is matched by meter name", (batchOrder) =>
    playing({ amberflo: { batchOrder } }, async (sandbox) => {
      const { customers: _, ...query } = only(sandbox);
      const connections = ["portal"];
      for (const rows of [
        await ask(sandbox, { ...only(sandbox), meters: ["api_calls", "settled"] }),
        await ask(sandbox, { ...query, connections, meters: ["api_calls", "settled"] }),
      ]) {
        expect(new Set(rows.map(({ meterId }) => meterId))).toEqual(new Set(["api_calls", "settled"]));
        for (const row of rows) expect(row.value).toBe(truth(sandbox, row, row.meterId) ?? "0");
      }
    }),
  );

  test.each(["exact", "double"] as const)("values sent as %s keep every digit that was sent", (numbers) =>
    playing({ amberflo: { numbers } }, async (sandbox) => {
      const rows = await ask(sandbox, { ...only(sandbox), meters: ["settled"] });
      expect(rows).toHaveLength(4);
      for (const row of rows) {
        const exact = truth(sandbox, row, "settled") ?? "0";
        expect(row.value).toBe(numbers === "exact" ? exact : String(Number(exact)));
      }
    }),
  );

  test("pre-aggregated meters have their usage", () =>
    playing({ amberflo: { preAggregated: ["api_calls"] } }, async (sandbox) => {
      const rows = await ask(sandbox, { ...only(sandbox), meters: ["api_calls"] });
      expect(rows).toHaveLength(4);
      for (const row of rows) expect(row.value).toBe(truth(sandbox, row, "api_calls") ?? "0");
    }));

  test("a duration meter that is displayed as a sum is queried as a sum", () =>
    playing({ amberflo: { eventDuration: "sum" } }, async (sandbox) => {
      const rows = await ask(sandbox, { ...only(sandbox), meters: ["watch_time"] });
      expect(rows).toHaveLength(4);
      for (const row of rows) {
        expect([row.aggregation, row.value]).toEqual(["sum", truth(sandbox, row, "viewing_seconds") ?? "0"]);
      }
    }));

  const hours = (sandbox: Sandbox) => ({ ...only(sandbox), meters: ["api_calls"], window: "hour" }) as const;

  test.each([
    { rowCap: 30, overflow: 400 },
    { rowCap: 30, overflow: 413 },
    { rowCap: 30, overflow: 504 },
    { byteCap: 700, overflow: 413 },
    { timeoutAfterDays: 1 },
  ] as const)("a range that is too large is queried in parts: %j", (limits) =>
    playing({ amberflo: limits }, async (sandbox) => {
      const rows = await ask(sandbox, hours(sandbox));
      expect(rows).toHaveLength(96);
      for (const row of rows) expect(row.value).toBe(truth(sandbox, row, "api_calls") ?? "0");
      expect(sandbox.requests.amberflo).toBeGreaterThan(4);
    }),
  );
});

describe("wowza video", () => {
  const only = { connections: ["video"], meters: ["viewing_bytes", "viewing_seconds"], ...days };

  test.each<SandboxOptions["wowzaVideo"]>([
    { envelope: "account" },
    { envelope: "accounts" },
    { averageViewing: false },
    { pluralPath: true },
  ])("%j: the account's usage is read", (wowzaVideo) =>
    playing({ wowzaVideo: { ...wowzaVideo } }, async (sandbox) => {
      const rows = await ask(sandbox, only);
      expect(rows).toHaveLength(8);
      for (const row of rows) expect(row.value).toBe(truth(sandbox, row, row.meterId) ?? "0");
    }),
  );
});

describe("a wrong credential", () => {
  test.each([401, 403] as const)("is unauthorized when the vendor answers %i", (unauthorized) =>
    playing({ metronome: { unauthorized }, amberflo: { unauthorized } }, async (sandbox) => {
      const { metronome: account, amberflo: meters } = sandbox.connections;
      const wrong = {
        ...sandbox,
        connections: {
          ...sandbox.connections,
          metronome: { ...account, token: "wrong" },
          amberflo: { ...meters, apiKey: "wrong" },
        },
      };
      for (const connection of ["metronome", "amberflo"]) {
        const query = { ...days, connections: [connection], customers: [amberfloCustomerId({ name: "Any" })] };
        await expect(ask(wrong, query)).rejects.toMatchObject({ status: unauthorized, retryable: false });
      }
    }),
  );
});
