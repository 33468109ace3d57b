import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type Sandbox, startSandbox } from "@metermux/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../program.js";

let folder: string;
let sandbox: Sandbox;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "metermux-"));
  sandbox = await startSandbox({ seed: 7, now: "2026-03-10T09:30:00Z", requestsPerSecond: false });
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

const seconds = (instant: string) => Date.parse(instant) / 1000;
const document = {
  meterApiName: "api_calls",
  startTimeInSeconds: seconds("2026-03-01T05:00:00Z"),
  endTimeInSeconds: seconds("2026-03-03T18:30:00Z"),
  aggregation: "SUM",
  timeGroupingInterval: "DAY",
  customerFilter: ["northlight-atlas"],
};

/** Runs `metermux query --request` with a document in a file, or with its text on stdin. */
async function run(content: unknown, options: { on?: "stdin"; argv?: string[]; path?: string } = {}) {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const file = join(folder, "request.json");
  await writeFile(file, text);
  const { io, stdout, stderr } = fakeIo({
    environment: sandbox.environment,
    stdin: Readable.from([Buffer.from(text)]),
  });
  const path = options.path ?? (options.on === "stdin" ? "-" : file);
  const exitCode = await main(["query", "--request", path, ...(options.argv ?? [])], io);
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

describe("a document", () => {
  it("is asked of amberflo, over the whole buckets that hold its range", async () => {
    const { exitCode, stdout, stderr } = await run(document);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^Usage of amberflo from 2026-03-01 to 2026-03-04 \(end exclusive, UTC\), window day: 3 rows\n/,
    );
    expect(stdout.match(/│ API calls │ sum +│ Northlight Atlas │ 2026-03-0[123] +│/g)).toHaveLength(3);
  });

  it("can come on stdin, with a byte order mark, for hours, to another connection", async () => {
    const { customerFilter: _, ...rest } = document;
    const hours = { ...rest, timeGroupingInterval: "hour", endTimeInSeconds: seconds("2026-03-01T07:00:01Z") };
    const argv = ["--connection", "amberflo-portal", "--connection", "amberflo"];
    const { exitCode, stdout, stderr } = await run(`\u{FEFF}${JSON.stringify(hours)}`, { on: "stdin", argv });
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^Usage of amberflo-portal, amberflo from 2026-03-01T05:00:00Z to 2026-03-01T08:00:00Z \(.*\), window hour: 6 rows\n/,
    );
  });

  it("that groups by customerId has a row for each customer", async () => {
    const { customerFilter: _, ...rest } = document;
    const { exitCode, stdout } = await run({ ...rest, groupBy: ["customerId"], meterApiName: "settled" });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/window day: 9 rows\n/);
    expect(new Set(stdout.match(/Northlight Atlas|Quartzbank Ledger|Meridian Kelp/g)).size).toBe(3);
  });

  it("of the README works", async () => {
    const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const example = /^```json\n([\s\S]*?)^```$/m.exec(readme)?.[1];
    const { exitCode, stdout, stderr } = await run(example, { on: "stdin" });
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Usage of amberflo from 2026-03-01 to 2026-03-04 .*, region us-east or us-west: 3 rows\n/);
  });

  it("takes --format and --max-requests beside it", async () => {
    const { exitCode, stdout } = await run(document, { argv: ["--format", "ndjson", "--max-requests", "1"] });
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(3);
  });
});

describe("is refused with one line and 2", () => {
  it.each<[string, unknown, RegExp]>([
    ["what is not JSON", '{"meterApiName": "api_calls",}', /^metermux: --request: \S+request\.json is not JSON\b/],
    ["an empty file", "", /is not JSON$/],
    ["a list", [document], /UsageQueryRequest\.document must be a JSON object/],
    ["a wrong aggregation", { ...document, aggregation: "AVG" }, /UsageQueryRequest\.aggregation is "AVG"/],
    ["a missing field", { ...document, meterApiName: undefined }, /UsageQueryRequest\.meterApiName is missing/],
    ["a wrong group", { ...document, groupBy: "region" }, /UsageQueryRequest\.groupBy is "region"/],
    [
      "a meter that is not there",
      { ...document, meterApiName: "x" },
      /^metermux: UsageQueryRequest\.meterApiName: "x"/,
    ],
    [
      "a customer that is not there",
      { ...document, customerFilter: ["x"] },
      /^metermux: UsageQueryRequest\.customerFilter: "x"/,
    ],
    [
      "a range in the future",
      { ...document, startTimeInSeconds: seconds("2026-04-01"), endTimeInSeconds: seconds("2026-04-02") },
      /^metermux: UsageQueryRequest\.startTimeInSeconds: .*in the future/,
    ],
  ])("%s", async (_, content, line) => {
    const { exitCode, stdout, stderr } = await run(content);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^metermux: [^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(line);
  });

  it("a file that is not there, and a folder", async () => {
    const missing = await run(document, { path: join(folder, "missing.json") });
    expect(missing).toMatchObject({ exitCode: 2, stdout: "" });
    expect(missing.stderr).toMatch(/^metermux: --request: \S+missing\.json cannot be read: ENOENT[^\n,]+\n$/);
    expect(await run(document, { path: folder })).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it("a file of something else, without quoting it", async () => {
    const { exitCode, stderr } = await run("AMBERFLO_API_KEY=secret-of-another-account");
    expect(exitCode).toBe(2);
    expect(stderr).not.toMatch(/AMBERFLO|secret/);
  });
});

it("ends with 130 when interrupted before stdin ends", async () => {
  const stop = new AbortController();
  const stdin = new Readable({ read: () => stop.abort() });
  const { io, stdout, stderr } = fakeIo({ environment: sandbox.environment, stdin, signal: stop.signal });
  expect(await main(["query", "--request", "-"], io)).toBe(130);
  expect([stdout.text, stderr.text]).toEqual(["", "metermux: interrupted; what was printed is not all\n"]);
});
