import { describe, expect, it } from "vitest";
import { fakeIo } from "../test/fake-io.js";
import { main } from "./program.js";

async function run(...argv: string[]) {
  const { io, stdout, stderr } = fakeIo({ environment: { METRONOME_BEARER_TOKEN: "token-of-the-test" } });
  return { exitCode: await main(argv, io), stdout: stdout.text, stderr: stderr.text };
}

const query = ["query", "--from", "2026-03-01", "--to", "2026-03-02"];

describe("wrong usage is one line and 2", () => {
  it.each([
    ["an unknown command", ["qurey"], /unknown command 'qurey'/],
    ["an unknown option", [...query, "--window", "day", "--metre", "m"], /unknown option '--metre'/],
    ["a missing range", ["query", "--window", "day"], /required option '--from <time>'/],
    [
      "a period beside a start",
      [...query, "--window", "day", "--for", "2026-03"],
      /'--for <period>' cannot be used with/,
    ],
    ["a period that is none", ["query", "--window", "day", "--for", "2026-13"], /^metermux: --for: "2026-13"/],
    ["what the vendor sent, in a table", [...query, "--window", "day", "--raw"], /^metermux: --raw: .*--format ndjson/],
    ["a missing window", query, /required option '--window <length>'/],
    ["a window that is none", [...query, "--window", "minute"], /Allowed choices are hour, day, week, month, none/],
    ["a format that is none", [...query, "--window", "day", "--format", "csv"], /Allowed choices are table, ndjson/],
    ["two ranges", [...query, "--window", "day", "--from", "2026-03-01"], /--from.*once/],
    ["a filter without a value", [...query, "--window", "day", "--filter", "region"], /--filter.*dimension/],
    ["a filter without a key", [...query, "--window", "day", "--filter", "=eu"], /--filter.*dimension/],
    [
      "a total beside a customer",
      [...query, "--window", "day", "--customer", "total", "--customer", "c"],
      /^metermux: --customer: total/,
    ],
    ["two requests", ["query", "--request", "a.json", "--request", "b.json"], /--request.*once/],
    ...["--from", "--to", "--window", "--meter", "--customer", "--group-by", "--filter"].map(
      (option): [string, string[], RegExp] => [
        `${option} beside a request`,
        ["query", "--request", "a.json", option, option === "--window" ? "day" : "region=eu"],
        new RegExp(`'--request <file>' cannot be used with option '${option} `),
      ],
    ),
    ["a word too many", [...query, "--window", "day", "extra"], /too many arguments/],
    ["an unknown connection", [...query, "--window", "day", "--connection", "x"], /"x" is not one of metronome/],
    [
      "a date that does not exist",
      ["query", "--from", "2026-02-30", "--to", "2026-03-02", "--window", "day"],
      /--from/,
    ],
    ["a port that is none", ["sandbox", "--port", "70000"], /from 0 to 65535/],
    ["a seed that is none", ["sandbox", "--seed", "x"], /whole number/],
    ["a now without an offset", ["sandbox", "--now", "2026-03-01T00:00:00"], /offset/],
  ])("%s", async (_, argv, line) => {
    const { exitCode, stdout, stderr } = await run(...argv);
    expect(stderr).toMatch(/^metermux: [^\n]+\n$/);
    expect(stderr).toMatch(line);
    expect(stderr).not.toContain("token-of-the-test");
    expect([exitCode, stdout]).toEqual([2, ""]);
  });
});

it("prints its version", async () => {
  expect(await run("--version")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    stderr: "",
  });
});

it.each([["--help"], ["query", "--help"]])("prints help with examples: %s", async (...argv) => {
  const { exitCode, stdout, stderr } = await run(...argv);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Examples:\n  metermux ");
});

it("prints help, as a failure, when nothing is asked", async () => {
  const { exitCode, stdout, stderr } = await run();
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("Usage: metermux");
});
