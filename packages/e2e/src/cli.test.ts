import { spawn } from "node:child_process";
import { type Sandbox, startSandbox } from "@metermux/sandbox";
import type { UsageRow } from "@metermux/usage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bin, metermux } from "./run-cli.js";
import { addExactly, oracleValue } from "./world-value.js";

// No server listens here.
const closed = "http://127.0.0.1:19999";
let sandbox: Sandbox;
let settled: string;
let customers: string[];
const week = { start: Date.parse("2026-03-01"), end: Date.parse("2026-03-08") };

beforeAll(async () => {
  sandbox = await startSandbox({ now: "2026-03-10T15:23:00Z", requestsPerSecond: false });
  customers = sandbox.world.customers
    .filter(({ eventTypes, archivedAt }) => eventTypes.includes("settlement") && !archivedAt)
    .slice(0, 2)
    .map(({ id }) => id);
  const { metrics } = await listMetrics();
  settled = metrics.find(({ name }) => name === "Settled amount (micro-units)")?.id ?? "";
});
afterAll(() => sandbox.close());

async function listMetrics(): Promise<{ metrics: { id: string; name: string }[] }> {
  const { baseUrl, token } = sandbox.connections.metronome;
  const response = await fetch(`${baseUrl}/v1/billable-metrics?limit=100`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { metrics: (await response.json()).data };
}

/** A query of a settled week of two customers, with overridden options. */
function query(changes: Record<string, string> = {}): string[] {
  const options = {
    connection: "metronome",
    from: "2026-03-01",
    to: "2026-03-08",
    window: "day",
    meter: settled,
    format: "ndjson",
    ...changes,
  };
  const named = customers.flatMap((id) => ["--customer", id]);
  return ["query", ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]), ...named];
}

function oracleTotal(customerId: string): string {
  const meter = sandbox.world.meters.find(({ key }) => key === "settled");
  if (meter === undefined) throw new Error("the world lacks it");
  return oracleValue(sandbox.world, { meter, customerId, ...week }) ?? "0";
}

describe("metermux query", () => {
  test("writes rows as ndjson with every digit", async () => {
    const { code, stdout, stderr } = await metermux(query(), sandbox.environment);
    expect([code, stderr]).toEqual([0, ""]);
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((line): UsageRow => JSON.parse(line));
    expect(rows).toHaveLength(14);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ...[
        "vendor",
        "connection",
        "meterId",
        "meterName",
        "customerId",
        "customerName",
        "window",
        "windowStart",
        "windowEnd",
      ],
      ...["value", "unit", "measures", "aggregation", "groups", "complete", "final", "observedAt"],
    ]);
    for (const id of customers) {
      const total = addExactly(rows.filter(({ customerId }) => customerId === id).flatMap(({ value }) => value ?? []));
      expect(total).toBe(oracleTotal(id));
      expect(BigInt(total.split(".")[0] ?? "")).toBeGreaterThan(2n ** 53n);
    }
  });

  test("writes the same digits to its table", async () => {
    const table = await metermux(query({ format: "table" }), sandbox.environment);
    const ndjson = await metermux(query(), sandbox.environment);
    expect(table.code).toBe(0);
    const values = ndjson.stdout
      .trimEnd()
      .split("\n")
      .flatMap((line) => (JSON.parse(line) as UsageRow).value ?? []);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values)
      expect(table.stdout).toMatch(new RegExp(`(?<![\\d.])${value.replace(".", "\\.")}(?![\\d.])`));
  });

  test("a sum equals the sum of the vendor's own pages", async () => {
    const { baseUrl, token } = sandbox.connections.metronome;
    const body = JSON.stringify({
      window_size: "DAY",
      starting_on: "2026-03-01T00:00:00Z",
      ending_before: "2026-03-08T00:00:00Z",
      customer_ids: customers,
      billable_metrics: [{ id: settled }],
    });
    const values: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const search: string = cursor === "" ? "" : `?next_page=${encodeURIComponent(cursor)}`;
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const text: string = await (
        await fetch(`${baseUrl}/v1/usage${search}`, { method: "POST", headers, body })
      ).text();
      values.push(...[...text.matchAll(/"value":(-?[\d.]+)/g)].map((match) => match[1] ?? ""));
      cursor = JSON.parse(text).next_page;
    }
    const { stdout } = await metermux(query(), sandbox.environment);
    const rows = stdout
      .trimEnd()
      .split("\n")
      .flatMap((line) => (JSON.parse(line) as UsageRow).value ?? []);
    expect(addExactly(rows)).toBe(addExactly(values));
  });

  test("ends without an error when its output pipe closes", async () => {
    const env = { PATH: process.env.PATH, ...sandbox.environment };
    const child = spawn(process.execPath, [bin, ...query({ window: "hour" })], { env });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    await new Promise((resolve) => child.on("close", resolve));
    expect(stderr).toBe("");
  });
});

describe("ends with one clear line and a non-zero code", () => {
  const oneLine = /^metermux: .+\n( {2}try: .+\n)?$/;

  test.each<[string, Record<string, string>, Record<string, string>, number, string]>([
    ["a wrong token", {}, { METRONOME_BEARER_TOKEN: "wrong-secret" }, 1, "answered 401"],
    ["an unreachable host", {}, { METRONOME_BASE_URL: closed }, 1, `no connection to ${closed}`],
    ["no token", {}, { METRONOME_BEARER_TOKEN: "" }, 2, "METRONOME_BEARER_TOKEN"],
    ["plain http to another machine", {}, { METRONOME_BASE_URL: "http://192.0.2.1" }, 2, "https"],
    ["a reversed range", { from: "2026-03-09" }, {}, 2, "must lie after start"],
    ["an unknown meter", { meter: "no-such-meter" }, {}, 2, "no such id"],
    ["an unknown connection", { connection: "stripe" }, {}, 2, "metronome"],
    ["a window that no vendor answers", { window: "minute" }, {}, 2, "hour"],
    ["a time without an offset", { from: "2026-03-01T00:00:00" }, {}, 2, "offset"],
    ["a cut day", { from: "2026-03-01T05:00:00Z" }, {}, 2, "2026-03-02T00:00:00.000Z"],
    ["an unknown format", { format: "xml" }, {}, 2, "ndjson"],
  ])(
    "%s",
    async (_, changes, env, code, problem) => {
      const run = await metermux(query(changes), { ...sandbox.environment, ...env });
      expect([run.code, run.stdout]).toEqual([code, ""]);
      expect(run.stderr).toMatch(oneLine);
      expect(run.stderr).toContain(problem);
      expect(run.stderr).not.toContain("wrong-secret");
      expect(run.stderr).not.toContain(sandbox.connections.metronome.token);
    },
    30_000,
  );
});

describe("metermux sandbox", () => {
  test("prints its exports in one write, answers, and ends on a signal", async () => {
    const child = spawn(process.execPath, [bin, "sandbox", "--now", "2026-03-10T15:23:00Z"], {
      env: { PATH: process.env.PATH },
    });
    const first = await new Promise<string>((resolve) => child.stdout.setEncoding("utf8").once("data", resolve));
    const env = Object.fromEntries(
      [...first.matchAll(/^export (\w+)='?([^'\n]*)'?$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(Object.keys(env).sort()).toEqual(Object.keys(sandbox.environment).sort());
    const run = await metermux(query(), env as Record<string, string>);
    expect(run.stdout.trimEnd().split("\n")).toHaveLength(14);
    const code = new Promise((resolve) => child.on("close", resolve));
    child.kill("SIGINT");
    expect(await code).toBe(0);
  });
});
