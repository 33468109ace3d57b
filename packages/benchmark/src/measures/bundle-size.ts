import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { atMost, type Measures } from "../report/figure.js";
import { sampleOf } from "../statistics.js";

const here = fileURLToPath(new URL("../..", import.meta.url));

const programs = {
  client: 'export { createMetronome, paginate, unwrap } from "@metermux/metronome";',
  facade: 'export { createUsage } from "@metermux/usage"; export { metronome } from "@metermux/usage/metronome";',
  sdk: 'import Metronome from "@metronome/sdk"; export const list = (token) => new Metronome({ bearerToken: token }).v1.usage.list({});',
};

/** What an application ships: minified, in kB (1,000 bytes) of gzip. */
export async function bundleSizes(): Promise<Measures> {
  const raw = { client: await size("client"), facade: await size("facade"), sdk: await size("sdk") };
  return {
    figures: [
      { measure: "gzip: client", unit: "kB", sample: sampleOf([raw.client]), goal: atMost(9) },
      {
        measure: "gzip: facade with one adapter and its client",
        unit: "kB",
        sample: sampleOf([raw.facade]),
        goal: atMost(18),
      },
      { measure: "gzip: @metronome/sdk", unit: "kB", sample: sampleOf([raw.sdk]) },
    ],
    raw,
  };
}

async function size(name: keyof typeof programs): Promise<number> {
  const folder = mkdtempSync(join(here, ".bundle-"));
  try {
    const entry = join(folder, `${name}.js`);
    writeFileSync(entry, programs[name]);
    const output = await build({
      root: folder,
      configFile: false,
      logLevel: "silent",
      build: {
        write: false,
        minify: true,
        modulePreload: false,
        rollupOptions: {
          input: entry,
          // As an application that uses each of them: a library's build would keep white space.
          preserveEntrySignatures: "strict",
          // The SDK reads these of Node.
          external: [/^node:/, "crypto"],
        },
      },
    });
    const [result] = Array.isArray(output) ? output : [output];
    if (result === undefined || !("output" in result)) throw new Error("nothing was built");
    const code = result.output.map((file) => ("code" in file ? file.code : "")).join("\n");
    return gzipSync(code, { level: 9 }).length / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
