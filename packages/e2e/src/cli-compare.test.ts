import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "@metermux/sandbox";
import { expect, test } from "vitest";
import { readmeBlocks } from "./readme-blocks.js";
import { metermux } from "./run-cli.js";

test("the README's comparison agrees with the README's map", async () => {
  const textOf = (label: string) => {
    const block = readmeBlocks().find((each) => each.file === "packages/cli/README.md" && each.label === label);
    if (block === undefined) throw new Error(`the README has no block ${label}`);
    return block.text;
  };
  const folder = mkdtempSync(join(tmpdir(), "compare-"));
  const sandbox = await startSandbox({ now: "2026-03-10T12:00:00Z", requestsPerSecond: false });
  try {
    const map = join(folder, "map.json");
    writeFileSync(map, textOf("map"));
    const [, ...args] = textOf("compare").trim().replace("$ ", "").replace("map.json", map).split(/\s+/);
    const run = await metermux(args, sandbox.environment);
    expect([run.code, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toContain("7 of 7 keys match");
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  }
});
