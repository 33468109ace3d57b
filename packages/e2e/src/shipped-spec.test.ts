import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readSpec } from "./read-spec.js";
import { runProgram } from "./run-program.js";

// The spec in an installed vendor package: packed, and read from another folder.
const packages = fileURLToPath(new URL("../..", import.meta.url));
const specs = fileURLToPath(new URL("../../../specs", import.meta.url));
let outside: string;

beforeAll(() => {
  outside = mkdtempSync(join(tmpdir(), "outside-"));
  // Amberflo's spec keeps the type of a flat document that no operation accepts.
  const rules = "rules: { no-unused-components: off }";
  writeFileSync(join(outside, "redocly.yaml"), `extends: [recommended-strict]\n${rules}\n`);
});
afterAll(() => rmSync(outside, { recursive: true }));

/** Packs a package and unpacks it like an installation. */
function install(vendor: string): void {
  const target = join(outside, "node_modules", "@metermux", vendor);
  mkdirSync(target, { recursive: true });
  const options = { cwd: join(packages, vendor), encoding: "utf8", shell: process.platform === "win32" } as const;
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", outside], options);
  const tarball = readdirSync(outside).find((name) => name.startsWith(`metermux-${vendor}-`)) ?? "no tarball";
  execFileSync("tar", ["-xzf", tarball, "-C", target, "--strip-components", "1"], { cwd: outside });
}

describe.each(["metronome", "amberflo", "wowza-video"])("@metermux/%s/openapi.yaml", (vendor) => {
  let path: string;
  let text: string;
  beforeAll(() => {
    install(vendor);
    path = createRequire(pathToFileURL(join(outside, "index.js"))).resolve(`@metermux/${vendor}/openapi.yaml`);
    text = readFileSync(path, "utf8");
  }, 60_000);

  test("is self-contained and has the operations and schemas of the spec", () => {
    const references = [...text.matchAll(/\$ref: (.*)$/gm)].map(([, reference = ""]) => reference.replace(/['"]/g, ""));
    expect(references.filter((reference) => !reference.startsWith("#/"))).toEqual([]);
    expect(text).not.toContain("externalValue");
    const [shipped, spec] = [parse(text), readSpec(vendor)];
    for (const part of [shipped, spec]) delete part.components.examples;
    expect(shipped).toEqual(spec);
  });

  test("keeps the digits that a parser would round", () => {
    const folder = join(specs, vendor, "examples");
    const exact = readdirSync(folder).filter((name) => name.endsWith("-exact.json"));
    expect(exact).not.toEqual([]);
    for (const name of exact) {
      const numbers = readFileSync(join(folder, name), "utf8").match(/\d{16,}(\.\d+)?/g) ?? [];
      expect(numbers).not.toEqual([]);
      const line = text.split("\n").find((line) => line.includes("value: {") && line.includes(numbers[0] ?? "-"));
      for (const number of numbers) expect(line).toContain(number);
    }
  });

  test("passes the linter's strictest preset", async () => {
    const manifest = createRequire(`${specs}/${vendor}/`).resolve("@redocly/cli/package.json");
    const redocly = join(manifest, "..", "bin", "cli.js");
    const env = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    const { code, stdout } = await runProgram([redocly, "lint", path, "--format", "summary"], env, outside);
    expect([code, stdout]).toEqual([0, ""]);
  });
});
