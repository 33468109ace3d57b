import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Operation } from "@metermux/http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operations as amberflo } from "../../amberflo/src/operations.js";
import { quoteDecimals } from "../../http/src/quote-decimals.js";
import { operations as metronome } from "../../metronome/src/operations.js";
import { operations as wowza } from "../../wowza-video/src/operations.js";
import { readSpec } from "./read-spec.js";
import { type SpecExample, specExamples } from "./spec-examples.js";

// Each example of a spec, as its client returns it, against its generated type.
const vendors: Record<string, Record<string, Operation>> = { metronome, amberflo, "wowza-video": wowza };
const folder = fileURLToPath(new URL("../.examples", import.meta.url));

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const compilerOptions = { exactOptionalPropertyTypes: true };
  writeFileSync(
    `${folder}/tsconfig.json`,
    JSON.stringify({ extends: "../tsconfig.json", compilerOptions, include: ["*.ts"] }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The type of an example's place, through the paths that the vendor's package exports. */
function typeOf({ path, method, status, mediaType }: SpecExample): string {
  const operation = `paths[${JSON.stringify(path)}]["${method}"]`;
  const content =
    status === undefined
      ? `NonNullable<${operation}["requestBody"]>`
      : `${operation}["responses"][${/^\d+$/.test(status) ? status : `"${status}"`}]`;
  return `${content}["content"]["${mediaType}"]`;
}

/** A program that compiles when each example is of its type. Decimals of an answer are strings, as the transport makes them. */
function program(vendor: string, examples: readonly SpecExample[]): string {
  const lines = examples.map((example) => {
    const json = JSON.stringify(example.value);
    const decimals = vendors[vendor]?.[example.operation]?.decimals ?? [];
    const value = example.status === "200" ? quoteDecimals(json, decimals) : json;
    return `// ${example.name}, ${example.operation} ${example.status ?? "question"}\n(${value}) satisfies ${typeOf(example)};`;
  });
  return `import type { paths } from "@metermux/${vendor}";\n\n${lines.join("\n")}\n`;
}

function compile(): { status: number | null; stdout: string } {
  return spawnSync("tsc", ["-p", folder], { cwd: folder, encoding: "utf8", shell: true });
}

describe("examples of the specs", () => {
  test("have the generated types", () => {
    for (const vendor of Object.keys(vendors)) {
      const examples = specExamples(vendor);
      const all = Object.keys(readSpec(vendor).components.examples);
      expect(all.filter((name) => examples.every((example) => example.name !== name))).toEqual([]);
      writeFileSync(`${folder}/${vendor}.ts`, program(vendor, examples));
    }
    const { status, stdout } = compile();
    expect([status, stdout]).toEqual([0, ""]);
  });

  test("do not compile with an extra field, a value of another type or a missing field", () => {
    const [page] = specExamples("metronome").filter(({ name }) => name === "usage-page-day");
    if (page === undefined) throw new Error("the example is gone");
    const breakages: ((json: string) => string)[] = [
      (json) => json.replace('"next_page":', '"surplus":1,"next_page":'),
      (json) => json.replace('"CPU hours"', "1"),
      (json) => json.replace('"next_page":null', '"next_page":null').replace(/"customer_id":"[^"]*",/, ""),
    ];
    for (const breakage of breakages) {
      const value = JSON.parse(breakage(JSON.stringify(page.value)));
      writeFileSync(`${folder}/metronome.ts`, program("metronome", [{ ...page, value }]));
      expect(compile().stdout).toMatch(/metronome\.ts\(\d+,\d+\): error TS/);
    }
  });
});
