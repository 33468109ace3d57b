import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Sandbox, startSandbox } from "@metermux/sandbox";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Block, readmeBlocks, rootScripts, shellCommands } from "./readme-blocks.js";
import { metermux } from "./run-cli.js";

const here = fileURLToPath(new URL("..", import.meta.url));
const blocks = readmeBlocks();
const snippets = blocks
  // A separate test compiles and runs the worked adapter.
  .filter(({ language, label }) => language === "ts" && label !== "worked")
  .map((block, index) => ({ ...block, path: `${here}/.snippets/${index}-${block.file.replace(/\W+/g, "-")}.ts` }));
const commands = blocks
  .filter(({ language }) => language === "sh")
  .flatMap(({ file, text }: Block) => shellCommands(text).map((line) => ({ file, line })));
let sandbox: Sandbox;

beforeAll(async () => {
  rmSync(`${here}/.snippets`, { recursive: true, force: true });
  mkdirSync(`${here}/.snippets`);
  for (const { path, text } of snippets) writeFileSync(path, text.includes("import ") ? text : `${text}\nexport {};\n`);
  sandbox = await startSandbox({ now: "2026-03-10T12:00:00Z", requestsPerSecond: false });
  for (const [name, value] of Object.entries(sandbox.environment)) vi.stubEnv(name, value);
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
});

describe("snippets", () => {
  test("compile with stricter options than ours", () => {
    const { status, stdout } = spawnSync("tsc", ["-p", "tsconfig.snippets.json"], {
      cwd: here,
      encoding: "utf8",
      shell: true,
    });
    expect([status, stdout]).toEqual([0, ""]);
  });

  test.each(snippets)(
    "of $file run and print something",
    async ({ path }) => {
      const log = vi.spyOn(console, "log").mockImplementation(() => {});
      await import(path);
      expect(log.mock.calls.length).toBeGreaterThan(0);
    },
    60_000,
  );
});

describe("commands", () => {
  const queries = commands.filter(({ line }) => /metermux query/.test(line));

  test.each(queries)(
    "of $file work: $line",
    async ({ line }) => {
      // The part after a pipe belongs to another program.
      const [command = ""] = line.split(" |");
      const args = command.slice(command.indexOf("metermux ") + "metermux ".length).split(/\s+/);
      const run = await metermux(args, sandbox.environment);
      // The vendor's caveats are printed there.
      expect([run.code, run.stderr.replaceAll(/^metermux: [^\n]*UNVERIFIED[^\n]*\n/gm, "")]).toEqual([0, ""]);
      expect(run.stdout).not.toBe("");
    },
    60_000,
  );

  test("name scripts that exist", () => {
    const scripts = rootScripts();
    const used = blocks.flatMap(({ text }) =>
      [...text.matchAll(/^(?:npm|pnpm) (?:run )?([\w:]+)/gm)].map((match) => match[1] ?? ""),
    );
    const builtIn = ["install", "metermux", "add"];
    expect(used.filter((name) => !scripts.includes(name) && !builtIn.includes(name))).toEqual([]);
    expect(queries.length).toBeGreaterThan(0);
    expect(snippets.length).toBeGreaterThan(3);
  });
});
