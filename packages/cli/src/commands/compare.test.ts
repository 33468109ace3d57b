import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { amberfloCustomerId, type Sandbox, startSandbox } from "@metermux/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../program.js";

const range = ["--from", "2026-03-01", "--to", "2026-03-04", "--window", "day"];
let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "compare-"));
  sandbox = await startSandbox({ seed: 7, now: "2026-03-10T09:30:00Z", requestsPerSecond: false });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await sandbox.close();
});

function file(name: string, ...lines: unknown[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
  return path;
}

async function run(...argv: string[]) {
  const { io, stdout, stderr } = fakeIo({ environment: sandbox.environment });
  return {
    exitCode: await main(["compare", ...(argv.includes("--from") ? ["--window", "day"] : range), ...argv], io),
    stdout: stdout.text,
    stderr: stderr.text,
  };
}

const row = (value: string, day = 1) => ({
  meterId: "calls",
  windowStart: `2026-03-0${day}`,
  value,
  aggregation: "sum",
});

describe("two files", () => {
  it("that agree are 0, and those that differ 3, with what differs and why", async () => {
    const left = file("left.ndjson", row("0"), row("1500000000", 2), "");
    expect(await run("--left", left, "--right", left)).toMatchObject({
      ...{ exitCode: 0, stderr: "", stdout: expect.stringContaining("2 of 2 keys match") },
    });
    const right = file("right.ndjson", row("0"), row("1.5", 2));
    const { exitCode, stdout } = await run("--left", left, "--right", right);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/drift .* 2026-03-02 .* -1499999998\.5 .* constant-factor: left is 1000000000 times/);
    // Keys that match are counted, not listed.
    expect(stdout).not.toContain("2026-03-01");
    expect((await run("--left", left, "--right", right, "--relative", "1")).exitCode).toBe(0);
  });

  it("as ndjson have every key, a line each", async () => {
    const left = file("left.ndjson", row("5"), row("7", 2));
    const { stdout } = await run("--left", left, "--right", file("right.ndjson", row("5")), "--format", "ndjson");
    const keys = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(keys.map(({ verdict, difference }) => [verdict, difference])).toEqual([
      ["match", "0"],
      ["left-only", "-7"],
    ]);
  });

  it.each<[string, unknown[], string[], RegExp]>([
    ["no JSON", ["{secret"], [], /^metermux: --right: \S+, line 1 is not JSON\n$/],
    ["no row", [row("1"), { value: "1" }], [], /line 2 is no row: it needs meterId/],
    ["a fraction in a number", [{ ...row("1"), value: 0.5 }], [], /right\.value: 0\.5 of meter calls.*give a string/],
    ["one key twice", [row("1"), row("2")], [], /two rows have this key/],
    ["other meters", [{ ...row("1"), meterId: "m9" }], [], /^metermux: --map: no meter of left is on the right/],
    ["a tolerance that is none", [], ["--relative", "1%"], /^metermux: --relative: /],
    ["a part that is none", [], ["--by", "meters"], /^metermux: --by: /],
  ])("with %s are input to correct", async (_, lines, more, message) => {
    const right = file("right.ndjson", ...lines);
    const result = await run("--left", file("left.ndjson", row("1")), "--right", right, ...more);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toContain("secret");
    expect([result.exitCode, result.stdout]).toEqual([2, ""]);
  });

  it("may begin with a byte order mark and end their lines as Windows does", async () => {
    const left = file("left.ndjson", `\uFEFF${JSON.stringify(row("5"))}\r`, "\r", `${JSON.stringify(row("7", 2))}\r`);
    const right = file("right.ndjson", row("5"), row("7", 2));
    expect(await run("--left", left, "--right", right)).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("that compare nothing are input to correct, with the part that left nothing", async () => {
    const left = file("left.ndjson", row("5"));
    const april = ["--from", "2026-04-01", "--to", "2026-04-04"];
    const empty = file("empty.ndjson");
    for (const [argv, message] of [
      [
        ["--left", left, "--right", left, "--meter", "slip"],
        /^metermux: --meter: nothing was compared; left has 1 rows/,
      ],
      [["--left", left, "--right", left, "--customer", "slip"], /^metermux: --customer: nothing was compared/],
      [["--left", left, "--right", left, ...april], /^metermux: --from: nothing was compared.*1 outside the range/],
      [
        ["--left", empty, "--right", empty],
        /^metermux: --left: nothing was compared; left has no rows; right has no rows/,
      ],
    ] as const) {
      const { exitCode, stdout, stderr } = await run(...argv);
      expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringMatching(message)]);
    }
  });

  it("that leave out a name of the query, or have a customer alone, differ, and say so first", async () => {
    const left = file(
      "left.ndjson",
      row("5"),
      { ...row("0"), customerId: "alone" },
      { ...row("7", 2), customerId: "alone" },
    );
    const right = file("right.ndjson", row("5"));
    const { exitCode, stdout } = await run("--left", left, "--right", right);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(
      /^2 keys of the left have no partner: these stand on one side only: customer alone\n1 of 3 keys/,
    );
    const named = await run("--left", right, "--right", right, "--meter", "calls", "--meter", "slip");
    expect([named.exitCode, named.stdout]).toEqual([
      3,
      expect.stringMatching(/^neither side has a row of meter slip\n1 of 1/),
    ]);
    const lines = await run("--left", left, "--right", right, "--format", "ndjson");
    expect(lines.stderr).toMatch(/^metermux: 2 keys of the left have no partner/);
    expect(
      lines.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).verdict),
    ).toHaveLength(3);
  });

  it("with an id as a number are refused by the line, on either side and in a map", async () => {
    const text = file("left.ndjson", { ...row("5"), customerId: "42" });
    const number = file("right.ndjson", row("1", 2), { ...row("5"), customerId: 42 });
    for (const sides of [
      ["--left", text, "--right", number],
      ["--left", number, "--right", text],
    ]) {
      const { exitCode, stderr } = await run(...sides);
      expect([exitCode, stderr]).toEqual([
        2,
        expect.stringMatching(/line 2: customerId is the number 42; ids are text/),
      ]);
    }
  });

  it("that are not there are said so, with what a side can be", async () => {
    const { exitCode, stderr } = await run("--left", join(folder, "none"), "--right", "metronom");
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/no such file or directory; give a connection/)]);
  });
});

describe("two connections", () => {
  it("agree by a map, and a map that is none is refused", async () => {
    const { baseUrl, token } = sandbox.connections.metronome;
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${baseUrl}/v1/billable-metrics?limit=100`, { headers });
    const { data } = (await response.json()) as { data: { id: string; name: string }[] }; // By the vendor's spec.
    const metric = data.find(({ name }) => name === "API calls");
    const [customer] = sandbox.world.customers.filter(({ size }) => size === "large");
    if (metric === undefined || customer === undefined) throw new Error("the world lacks them");
    const name = amberfloCustomerId(customer);
    const maps = { left: { meters: { [metric.id]: "api_calls" }, customers: { [customer.id]: name } } };
    const sides = ["--left", "metronome", "--right", "amberflo", "--meter", "api_calls", "--customer", name];
    const agreed = await run(...sides, "--map", file("map.json", maps));
    expect([agreed.exitCode, agreed.stderr]).toEqual([0, ""]);
    expect(agreed.stdout).toContain("3 of 3 keys match");
    const wrong = await run(...sides, "--map", file("map.json", { left: { meter: {} } }));
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringMatching(/"meter" of \S+ is not one of meters/)]);
  });
});
