import { describe, expect, it } from "vitest";
import { fakeIo } from "../../test/fake-io.js";
import { main } from "../program.js";

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
        const { exitCode, stdout, stderr } = await run(example);
        expect([example.join(" "), exitCode, stderr]).toEqual([example.join(" "), 0, expect.any(String)]);
        expect(stdout).not.toBe("");
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
