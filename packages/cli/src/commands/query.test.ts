import { type Sandbox, startSandbox } from "@metermux/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeIo, Kept } from "../../test/fake-io.js";
import { main } from "../program.js";
import { reportLines } from "./query.js";

const { io: idle } = fakeIo();
const range = ["--from", "2026-03-01", "--to", "2026-03-08", "--window", "day"];
const week = ["query", ...range, "--connection", "metronome"];

it("reports what the rows do not say, one line each", () => {
  const meter = { connection: "metronome", meterId: "m1", meterName: "API calls" };
  const lines = reportLines({
    leftOut: [
      {
        connection: "portal",
        reason: "the library's",
        refusal: { field: "meters", reason: "it lists none; name them" },
      },
    ],
    skipped: [{ ...meter, reason: "the library's", refusal: { field: "meters", reason: "archived" } }],
    remainders: [{ ...meter, meterName: null, windows: 1, value: "2.5" }],
    notes: [{ connection: "wowza-video", about: "a doubt" }],
  });
  expect(lines).toEqual([
    "left out connection portal: it lists none; name them (--meter)",
    "skipped meter m1 (API calls) of metronome: archived (--meter)",
    "meter m1 of metronome: 2.5 of its usage is in no group listed (in 1 window)",
    "wowza-video: a doubt",
  ]);
});

describe("against the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ seed: 7, now: "2026-03-10T09:30:00Z", requestsPerSecond: false });
  });
  afterAll(() => sandbox.close());

  /** A customer that uses everything. */
  const customer = () => {
    const found = sandbox.world.customers.find(({ eventTypes }) => eventTypes.includes("settlement"));
    return found?.id ?? "";
  };

  async function run(argv: string[], environment: Record<string, string> = {}) {
    const fake = fakeIo({ environment: { ...sandbox.environment, ...environment } });
    const exitCode = await main(argv, fake.io);
    return { exitCode, stdout: fake.stdout.text, stderr: fake.stderr.text };
  }

  it("prints rows of the model's names as ndjson, repeating options included", async () => {
    const first = await run([...week, "--customer", customer(), "--format", "ndjson"]);
    expect(first.exitCode).toBe(0);
    const rows = first.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(Object.keys(rows[0])).toEqual(
      "vendor connection meterId meterName customerId customerName window windowStart windowEnd value unit measures aggregation groups complete final observedAt".split(
        " ",
      ),
    );
    expect(rows.every(({ value }) => value === null || typeof value === "string")).toBe(true);
    expect(rows.some(({ value }) => value !== null && Number(value) > Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(first.stderr).toMatch(
      /^metermux: skipped meter \S+ \(API calls \(before 2024\)\) of metronome: .*archived.*\n$/,
    );

    const meters = [...new Set(rows.map(({ meterId }) => meterId))].slice(0, 2);
    const named = meters.flatMap((id) => ["--meter", id]);
    const second = await run([...week, ...named, "--customer", customer(), "--format", "ndjson"]);
    const found = second.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(new Set(found.map(({ meterId }) => meterId))).toEqual(new Set(meters));
    expect(second.stderr).toBe("");
  });

  it("prints a table that says its range, and every digit of ndjson", async () => {
    const narrow = [...week, "--customer", customer()];
    const table = await run(narrow);
    const lines = await run([...narrow, "--format", "ndjson"]);
    expect(table.stdout).toMatch(
      /^Usage of metronome from 2026-03-01 to 2026-03-08 \(end exclusive, UTC\), window day: 77 rows\n/,
    );
    const values = lines.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).value);
    const shown = table.stdout
      .split("\n")
      .filter((line) => line.startsWith("│"))
      .slice(1);
    expect(shown.map((line) => line.split("│").at(-2)?.trim())).toEqual(values.map((value) => value ?? "-"));
    expect(values).toContain(null);
    expect(table.stdout).toContain("- means no data, which is not zero.\n");
  });

  it("asks several connections and says which of them a row is from", async () => {
    const connections = ["--connection", "amberflo", "--connection", "amberflo-portal"];
    const { exitCode, stdout, stderr } = await run([
      ...["query", ...range, ...connections, "--meter", "api_calls", "--customer", "total"],
      ...["--filter", "region=us-east", "--filter", "region=us-west", "--group-by", "region"],
    ]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^Usage of amberflo, amberflo-portal from .*, window day, region us-east or us-west, grouped by region: 28 rows\n/,
    );
    expect(stdout.match(/│ amberflo +│ API calls │ sum +│ \(account\) │ us-(east|west) │/g)).toHaveLength(14);
    expect(stdout.match(/│ amberflo-portal │ api_calls │ unknown │ \(account\) │ us-(east|west) │/g)).toHaveLength(14);
  });

  it("groups by several dimensions", async () => {
    const keys = ["--group-by", "model", "--group-by", "region"];
    const customer = ["--customer", "northlight-atlas"];
    const { exitCode, stdout } = await run([
      ...["query", ...range, "--connection", "amberflo", "--meter", "input_tokens", ...customer, ...keys],
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("grouped by model, region: ");
    expect(stdout).toMatch(/│ tern-1 +│ eu-central +│/);
  });

  it("groups, and reports what no group holds", async () => {
    const { stdout, stderr } = await run([...week, "--customer", customer(), "--group-by", "region"]);
    expect(stdout).toContain("grouped by region");
    expect(stdout).toMatch(/│ eu-central +│/);
    expect(stderr).toMatch(/metermux: meter \S+ \(Core hours\) of metronome: \S+ of its usage is in no group/);
  });

  it.each([
    ["a wrong token", week, { METRONOME_BEARER_TOKEN: "not-the-token" }, 1, /answered 401/],
    ["a reversed range", [...week.slice(0, 2), "2026-03-09", ...week.slice(3)], {}, 2, /^metermux: --to: /],
    ["an unknown meter", [...week, "--meter", "nope"], {}, 2, /^metermux: --meter: "nope" .*no such id/],
    ["an unknown customer", [...week, "--customer", "nope"], {}, 2, /^metermux: --customer: "nope" .*no such id/],
    ["a token in the wrong place", [...week, "--customer", "sandbox-metronome-token"], {}, 2, /"\[redacted\]" cannot/],
    ["an unknown key", [...week, "--group-by", "colour"], {}, 2, /cannot be|no meter can be grouped by colour/],
    [
      "a cut day",
      [...week.slice(0, 2), "2026-03-01T05:00:00Z", ...week.slice(3)],
      {},
      2,
      /not the start of a day in UTC/,
    ],
    ["too many requests", [...week, "--max-requests", "5"], {}, 2, /^metermux: --max-requests: 5 /],
    [
      "meters that are not named",
      ["query", ...range, "--connection", "amberflo-portal"],
      {},
      2,
      /portal session cannot list meters; name them/,
    ],
    ["a filter that is not answered", [...week, "--filter", "colour=red"], {}, 2, /cannot be filtered by colour/],
    ["an unset token", week, { METRONOME_BEARER_TOKEN: "" }, 2, /METRONOME_BEARER_TOKEN/],
    ["a host that is not there", week, { METRONOME_BASE_URL: "http://127.0.0.1:1" }, 1, /no connection/],
  ])("ends %s with one line and no credential", async (_, argv, environment, exitCode, line) => {
    const result = await run(argv, environment);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout).toBe("");
    expect(result.stderr).toMatch(line);
    expect(result.stderr).toMatch(/^metermux: [^\n]+\n( {2}try: [^\n]+\n)?$/);
    expect(result.stderr).not.toMatch(/not-the-token|sandbox-metronome-token|\n\s+at /);
  });

  it("takes each row before it reads on, and ends quietly when the reader leaves", async () => {
    let asked = 0;
    const fetch = (request: Request) => {
      if (request.method === "POST") asked += 1;
      return globalThis.fetch(request);
    };
    const leaving = new Kept();
    leaving.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    leaving.on("error", () => {});
    const transport = { ...idle.transport, fetch };
    const fake = fakeIo({ environment: sandbox.environment, stdout: leaving, transport });
    expect(await main([...week, "--format", "ndjson"], fake.io)).toBe(0);
    expect(fake.stderr.text).toBe("");
    // The chains that are read side by side, with a page ahead each, of hundreds.
    expect(asked).toBeLessThanOrEqual(12);
  });

  it("stops when interrupted, with 130 and no table", async () => {
    const stop = new AbortController();
    const fetch = (request: Request) => {
      if (request.method === "POST") stop.abort();
      return globalThis.fetch(request);
    };
    const transport = { ...idle.transport, fetch };
    const fake = fakeIo({ environment: sandbox.environment, signal: stop.signal, transport });
    expect(await main(week, fake.io)).toBe(130);
    expect(fake.stdout.text).toBe("");
    expect(fake.stderr.text).toMatch(/^metermux: interrupted[^\n]*\n$/);
  });
});
