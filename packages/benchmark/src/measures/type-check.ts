import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atMost, type Measures } from "../report/figure.js";
import { runProgram } from "../run.js";
import type { Sizes } from "../sizes.js";
import { sampleOf } from "../statistics.js";

const here = fileURLToPath(new URL("../..", import.meta.url));
const tsc = join(here, "node_modules", ".bin", "tsc");

const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(here, "package.json"), "utf8"),
);
const libraries = ["http", "sandbox", "usage", "metronome", "amberflo"];
/** The vendors that have no lines of their own below: a client and an adapter each, by the names that all of them have. */
const others = Object.keys(dependencies).flatMap((name) => {
  const [, vendor = ""] = /^@metermux\/(.+)$/.exec(name) ?? [];
  return vendor === "" || libraries.includes(vendor) ? [] : [vendor];
});
const pascal = (vendor: string) => vendor.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
const camel = (vendor: string) => vendor.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const imports = others.flatMap((vendor) => [
  `import { create${pascal(vendor)} } from "@metermux/${vendor}";`,
  `import { ${camel(vendor)} } from "@metermux/usage/${vendor}";`,
]);
const clients = others.map((vendor) => `create${pascal(vendor)}(options)`);
const adapters = others.map((vendor) => `${camel(vendor)}: ${camel(vendor)}(options)`);

/** Everything that an application can import, used once. */
const consumer = `
${imports.join("\n")}
import { createAmberflo, createAmberfloPortal, unwrap as unwrapAmberflo } from "@metermux/amberflo";
import { isMetermuxError } from "@metermux/http";
import { createMetronome, paginate, unwrap } from "@metermux/metronome";
import { createUsage } from "@metermux/usage";
import { amberflo } from "@metermux/usage/amberflo";
import { metronome } from "@metermux/usage/metronome";

const options = { apiKey: "", sessionToken: "", token: "" };
export async function everything(): Promise<(string | null)[]> {
  const client = createMetronome(options);
  const body = { window_size: "DAY", starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-03-02T00:00:00Z" } as const;
  const values: (string | null)[] = [];
  for await (const { data } of paginate((query) => unwrap(client.POST("/v1/usage", { params: { query }, body })))) {
    values.push(...data.map((row) => row.value));
  }
  values.push(String([${clients.join(", ")}].length));
  for (const { metadata } of await unwrapAmberflo(createAmberflo(options).POST("/usage/batch", { body: [] }))) {
    values.push(metadata.meterApiName ?? null);
  }
  values.push(String(createAmberfloPortal(options)));
  const usage = createUsage({ one: metronome(options), two: amberflo(options), ${adapters.join(", ")} });
  try {
    for await (const row of usage.query({ start: "2026-03-01", end: "2026-03-02", window: "day" })) values.push(row.value);
  } catch (error) {
    if (isMetermuxError(error)) values.push(error.code);
  }
  return values;
}
`;

/** What the types of everything cost a compiler, over a file without any. */
export async function typeCheck({ rounds }: Sizes): Promise<Measures> {
  const folder = mkdtempSync(join(here, ".types-"));
  try {
    writeFileSync(join(folder, "empty.ts"), "export {};\n");
    writeFileSync(join(folder, "consumer.ts"), consumer);
    const time = async (file: string): Promise<number> => {
      const began = performance.now();
      const flags = [
        "--ignoreConfig",
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--target",
        "es2022",
        "--module",
        "nodenext",
      ];
      await runProgram(tsc, [...flags, "--lib", "es2023,dom,dom.iterable,dom.asynciterable", join(folder, file)]);
      return (performance.now() - began) / 1000;
    };
    const raw = { empty: [] as number[], consumer: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      raw.empty.push(await time("empty.ts"));
      raw.consumer.push(await time("consumer.ts"));
    }
    const more = sampleOf(raw.consumer.map((seconds, round) => seconds - (raw.empty[round] ?? Number.NaN)));
    const measure = "tsc on a file that uses everything, over an empty file";
    return { figures: [{ measure, unit: "s", sample: more, goal: atMost(0.2) }], raw };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
