import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../program.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "metermux-cli-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Every command that its help shows with a sandbox: all of them work without an account. */
async function examplesOf(...command: string[]): Promise<string[][]> {
  const { io, stdout } = fakeIo();
  await main([...command, "--help"], io);
  const lines = stdout.text.split("\n").filter((line) => /^ {2}metermux .*--sandbox/.test(line));
  return lines.map((line) => line.trim().split(/\s+/).slice(1));
}

async function run(argv: string[]) {
  const { io, stdout, stderr } = fakeIo();
  return { exitCode: await main(argv, io), stdout: stdout.text, stderr: stderr.text };
}

const commands = [[], ["query"], ["plan"], ["compare"], ["meters"], ["customers"], ["capabilities"], ["check"]];

describe("the examples in the help", () => {
  it.each(commands)(
    "of metermux %s work against a sandbox that is started for them",
    async (...command) => {
      const examples = await examplesOf(...command);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        const argv = example.map((word) => (word === "usage.csv" ? join(folder, word) : word));
        const { exitCode, stdout, stderr } = await run(argv);
        expect([example.join(" "), exitCode, stderr]).toEqual([example.join(" "), 0, expect.any(String)]);
        // Its rows are in the file.
        expect(stdout === "").toBe(argv.includes("--output"));
      }
    },
    120_000,
  );
});

describe("with a sandbox in place of an account", () => {
  it("the last days are asked for as with their dates", async () => {
    const about = ["--sandbox", "--connection", "wowza-video", "--window", "day", "--format", "ndjson"];
    const short = await run(["query", ...about, "--from", "-2d"]);
    const long = await run(["query", ...about, "--from", "2026-03-08", "--to", "2026-03-11"]);
    expect([short.exitCode, short.stdout]).toEqual([0, long.stdout]);
    expect(short.stdout.split("\n").length).toBeGreaterThan(3);
  });

  it("meters are listed with their kinds, and customers with their names", async () => {
    const meters = await run(["meters", "--sandbox", "--connection", "amberflo", "--format", "ndjson"]);
    const rows = meters.stdout.trimEnd().split("\n");
    expect(rows.map((row) => JSON.parse(row))).toContainEqual(
      expect.objectContaining({ connection: "amberflo", id: "api_calls", aggregation: expect.any(String) }),
    );
    const customers = await run(["customers", "--sandbox", "--connection", "amberflo"]);
    expect(customers.stdout).toContain("Northlight Atlas");
  });

  it("each connection is checked, and what cannot be is said", async () => {
    const { exitCode, stdout, stderr } = await run(["check", "--sandbox"]);
    expect(exitCode).toBe(0);
    for (const name of ["metronome", "amberflo", "amberflo-portal", "wowza-video"]) expect(stdout).toContain(name);
    expect(stderr).toContain("metermux: amberflo-portal: not checked: ");
  });

  it("a plan has every request as JSON, and none goes out for usage", async () => {
    const argv = ["plan", "--sandbox", "--connection", "wowza-video", "--from", "-2d", "--window", "day"];
    const plan = JSON.parse((await run([...argv, "--format", "json"])).stdout);
    expect(plan.connections[0].steps[0].calls[0]).toMatchObject({ operation: expect.any(String), requests: 1 });
    expect((await run(argv)).stdout).toContain(`${plan.requests} requests for usage`);
  });

  it("a connection that fails is named, the others are finished, and it ends with 1", async () => {
    const { io, stdout, stderr } = fakeIo();
    const failing = {
      ...io.transport,
      fetch: async (request: Request) => {
        if (new URL(request.url).pathname.includes("stream_targets") || request.headers.has("authorization"))
          throw new TypeError("down");
        return await fetch(request);
      },
    };
    const argv = [
      "query",
      "--sandbox",
      "--keep-going",
      "--connection",
      "amberflo",
      "--connection",
      "metronome",
      "--from",
      "-1d",
      "--window",
      "day",
      "--format",
      "ndjson",
    ];
    expect(await main(argv, { ...io, transport: failing })).toBe(1);
    expect(stderr.text).toMatch(/^metermux: connection metronome failed: metronome: /m);
    expect(stdout.text).toContain('"connection":"amberflo"');
  });

  it("rows that can still change are left out where that is asked for", async () => {
    const argv = [
      "query",
      "--sandbox",
      "--connection",
      "wowza-video",
      "--from",
      "-1d",
      "--window",
      "day",
      "--format",
      "ndjson",
    ];
    const all = (await run(argv)).stdout;
    const settled = (await run([...argv, "--incomplete", "exclude"])).stdout;
    expect(all).toContain('"complete":false');
    expect(settled).not.toContain('"complete":false');
    expect(settled).not.toBe("");
  });

  it("each row has what the vendor sent where that is asked for", async () => {
    const argv = [
      "query",
      "--sandbox",
      "--connection",
      "wowza-video",
      "--from",
      "-1d",
      "--window",
      "day",
      "--format",
      "ndjson",
    ];
    const [first = ""] = (await run([...argv, "--raw"])).stdout.split("\n");
    expect(JSON.parse(first).raw).toEqual([expect.any(Object)]);
  });
});

describe("a file of --output", () => {
  const about = ["query", "--sandbox", "--connection", "wowza-video", "--from", "-1d", "--window", "day"];

  it.each(["usage.csv", "usage.json", "usage.ndjson", "usage.PARQUET"])(
    "is whole, and nothing stands beside it: %s",
    async (name) => {
      const inside = await mkdtemp(join(folder, "of-"));
      const path = join(inside, name);
      const { exitCode, stdout, stderr } = await run([...about, "--output", path]);
      expect([exitCode, stdout]).toEqual([0, ""]);
      expect(stderr).toMatch(/^metermux: \S+ has \d+ rows$/m);
      expect(await readdir(inside)).toEqual([name]);
      expect((await readFile(path)).length).toBeGreaterThan(100);
    },
  );

  it("has the columns that were asked for", async () => {
    const path = join(folder, "columns.csv");
    await run([...about, "--output", path, "--columns", "meter_id, value"]);
    expect((await readFile(path, "utf8")).split("\r\n")[0]).toBe("meter_id,value");
  });

  it("keeps what it was where the query fails", async () => {
    const inside = await mkdtemp(join(folder, "of-"));
    const path = join(inside, "kept.csv");
    await writeFile(path, "before");
    const { exitCode } = await run([...about, "--meter", "nope", "--output", path]);
    expect([exitCode, await readFile(path, "utf8"), await readdir(inside)]).toEqual([2, "before", ["kept.csv"]]);
  });

  it.each([
    ["of another ending", ["--output", "usage.xlsx"], /^metermux: --output: usage\.xlsx .*\.parquet/],
    ["in no folder", ["--output", "no/such/folder/usage.csv"], /^metermux: --output: .*cannot be written: ENOENT/],
    ["with a column that is none", ["--output", "usage.csv", "--columns", "meter"], /^metermux: --columns: .*meter_id/],
    [
      "of columns, where rows are whole",
      ["--output", "usage.json", "--columns", "value"],
      /^metermux: --columns: .*\.csv/,
    ],
    ["of columns, without a file", ["--columns", "value"], /^metermux: --columns: .*--output/],
    [
      "with what the vendor sent, where there is no room",
      ["--output", "usage.csv", "--raw"],
      /^metermux: --raw: .*\.ndjson/,
    ],
    ["beside a format", ["--output", "usage.csv", "--format", "ndjson"], /cannot be used with option '--format/],
  ])("is refused %s", async (_, more, line) => {
    const { exitCode, stderr } = await run([...about, ...more]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(line);
  });
});

describe("a display name in place of an id", () => {
  it("is taken where exactly one has it, and the id is said", async () => {
    const about = [
      "query",
      "--sandbox",
      "--connection",
      "amberflo",
      "--for",
      "yesterday",
      "--window",
      "day",
      "--format",
      "ndjson",
    ];
    const byName = await run([...about, "--meter", "api_calls", "--customer", "northlight ATLAS"]);
    const byId = await run([...about, "--meter", "api_calls", "--customer", "northlight-atlas"]);
    expect(byName.stdout).toBe(byId.stdout);
    expect(byName.stdout).not.toBe("");
    expect(byName.stderr).toBe('metermux: --customer "northlight ATLAS" is northlight-atlas\n');
  });

  it("is refused where several have it, with their ids", async () => {
    const customer = ["--customer", "Northlight Atlas", "--connection", "amberflo", "--connection", "metronome"];
    const { exitCode, stderr } = await run([
      "query",
      "--sandbox",
      "--for",
      "yesterday",
      "--window",
      "day",
      ...customer,
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^metermux: --customer: "Northlight Atlas" is the name of several; .*northlight-atlas of amberflo/,
    );
  });
});
