import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "vite";
import { atMost, type Measures } from "../report/figure.js";
import { sampleOf } from "../statistics.js";

const here = fileURLToPath(new URL("../..", import.meta.url));

const programs = {
  http: 'export * from "@metermux/http";',
  client: 'export { createMetronome, paginate, unwrap } from "@metermux/metronome";',
  facade: 'export { createUsage } from "@metermux/usage"; export { metronome } from "@metermux/usage/metronome";',
  sdk: 'import Metronome from "@metronome/sdk"; export const list = (token) => new Metronome({ bearerToken: token }).v1.usage.list({});',
};

/** What an application ships: minified, in kB (1,000 bytes) of gzip. */
export async function bundleSizes(): Promise<Measures> {
  const raw = {
    http: await size("http"),
    client: await size("client"),
    facade: await size("facade"),
    sdk: await size("sdk"),
  };
  const figure = (measure: string, value: number, most?: number) => {
    const goal = most === undefined ? {} : { goal: atMost(most) };
    return { measure: `gzip: ${measure}`, unit: "kB" as const, sample: sampleOf([value]), ...goal };
  };
  return {
    figures: [
      figure("transport", raw.http.firstLoad, 7.5),
      figure("client", raw.client.firstLoad, 10),
      figure("facade with one adapter and its client", raw.facade.firstLoad, 32),
      figure("the same with all that it loads when it is needed", raw.facade.all),
      figure("@metronome/sdk", raw.sdk.firstLoad),
    ],
    raw,
  };
}

/** Vite puts 0.7 kB of its own around `import()`, once for a whole application, for style sheets that come with it. */
const withoutPreloadHelper: Plugin = {
  name: "without-preload-helper",
  enforce: "pre",
  load: (id) => (id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : undefined),
};

/** What loads at once, and that with what `import()` loads later. */
interface Size {
  firstLoad: number;
  all: number;
}

async function size(name: keyof typeof programs): Promise<Size> {
  const folder = mkdtempSync(join(here, ".bundle-"));
  try {
    const entry = join(folder, `${name}.js`);
    writeFileSync(entry, programs[name]);
    const output = await build({
      root: folder,
      configFile: false,
      logLevel: "silent",
      plugins: [withoutPreloadHelper],
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
    const chunks = result.output.filter((file) => file.type === "chunk");
    const first = new Set(chunks.filter((chunk) => chunk.isEntry).map(({ fileName }) => fileName));
    // A set that grows is walked to its end.
    for (const fileName of first) {
      for (const imported of chunks.find((chunk) => chunk.fileName === fileName)?.imports ?? []) first.add(imported);
    }
    return { firstLoad: gzip(chunks.filter(({ fileName }) => first.has(fileName))), all: gzip(chunks) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function gzip(chunks: readonly { code: string }[]): number {
  return gzipSync(chunks.map(({ code }) => code).join("\n"), { level: 9 }).length / 1000;
}
