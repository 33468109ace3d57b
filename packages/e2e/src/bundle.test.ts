import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

// The bundle of an application that uses one vendor, built for a browser.
const folder = fileURLToPath(new URL("../.bundles/applications", import.meta.url));
beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bundle(name: string, source: string): Promise<string> {
  const entry = `${folder}/${name}.js`;
  writeFileSync(entry, source);
  const output = await build({
    root: folder,
    configFile: false,
    logLevel: "silent",
    build: { write: false, minify: true, lib: { entry, formats: ["es"], fileName: name } },
  });
  const [result] = Array.isArray(output) ? output : [output];
  if (result === undefined || !("output" in result)) throw new Error("nothing was built");
  return result.output.map((file) => ("code" in file ? file.code : "")).join("\n");
}

const traces = { metronome: "api.metronome.com", amberflo: "app.amberflo.io", "wowza-video": "api.video.wowza.com" };
const adapters = { metronome: "metronome", amberflo: "amberflo", "wowza-video": "wowzaVideo" };

test.each(Object.keys(adapters) as (keyof typeof adapters)[])(
  "the facade with the %s adapter bundles no other vendor",
  async (vendor) => {
    const code = await bundle(
      vendor,
      `import { createUsage } from "@metermux/usage";\nimport { ${adapters[vendor]} } from "@metermux/usage/${vendor}";\nexport { createUsage, ${adapters[vendor]} };\n`,
    );
    expect(code).toContain(traces[vendor]);
    const others = Object.keys(traces).filter((other) => other !== vendor);
    for (const other of others) expect(code.toLowerCase().includes(other.replace("-video", ""))).toBe(false);
  },
);

test("a client bundles nothing of the facade", async () => {
  const code = await bundle("client", 'export { createMetronome } from "@metermux/metronome";\n');
  expect(code).toContain(traces.metronome);
  for (const trace of ["maxRequests", "groupBy", "customerName"]) expect(code).not.toContain(trace);
});
