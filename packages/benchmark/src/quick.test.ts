import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runNode } from "./run.js";

// Small sizes, in processes as the benchmark has them: everyone adds up the same pages, and the table is written.
test("every contender reads the same sum, and the table says each measure", async () => {
  const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
  const table = await runNode([main, "--quick", "--only", "large-pages,paced,batch,bundle-size"]);
  for (const measure of ["hand-written fetch", "@metronome/sdk", "Amberflo, 6 meters", "gzip: client"]) {
    expect(table).toContain(measure);
  }
}, 120_000);
