import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// An application with the packages installed from their tarballs. Their dependencies are not reachable from the
// application, as with pnpm.
const run = promisify(execFile);
const workspace = fileURLToPath(new URL("../../..", import.meta.url));
const packages = ["http", "metronome", "amberflo", "wowza-video", "usage", "connections"];
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "packed-"));
  await Promise.all(packages.map(install));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function install(name: string): Promise<void> {
  const source = join(workspace, "packages", name);
  const target = join(folder, "node_modules", "@metermux", name);
  mkdirSync(target, { recursive: true });
  const arguments_ = ["pack", "--ignore-scripts", "--silent", "--pack-destination", target];
  await run("npm", arguments_, { cwd: source });
  const tarball = readdirSync(target).find((file) => file.endsWith(".tgz")) ?? "";
  await run("tar", ["-xzf", tarball, "--strip-components", "1"], { cwd: target });
  const { dependencies = {} } = JSON.parse(readFileSync(join(target, "package.json"), "utf8"));
  for (const dependency of Object.keys(dependencies)) {
    const link = join(target, "node_modules", dependency);
    mkdirSync(dirname(link), { recursive: true });
    const own = dependency.startsWith("@metermux/");
    symlinkSync(join(own ? folder : source, "node_modules", dependency), link);
  }
}

const programs: Record<string, string> = {
  "clients.ts": `
import { createAmberflo, createAmberfloPortal } from "@metermux/amberflo";
import { createMetronome, defaultRate, isMetermuxError, paginate, unwrap } from "@metermux/metronome";
import { createWowzaVideo, resourceFilter } from "@metermux/wowza-video";
export const metronome = createMetronome({ token: "token" });
export const amberflo = createAmberflo({ apiKey: "key" });
export const portal = createAmberfloPortal({ sessionToken: async ({ signal, renew }) => (signal.aborted || renew ? "a" : "b") });
export const wowza = createWowzaVideo({ token: "token" });
export const all = { metronome, amberflo, portal, wowza };
export const rate = { ...defaultRate };
export const slower = defaultRate;
export const filter = resourceFilter("transcoders");
export const customers = () => unwrap(metronome.GET("/v1/customers"));
export const meters = () => unwrap(amberflo.GET("/meters"));
export const account = () => unwrap(wowza.GET("/usage/account"));
export const pages = () => paginate((query) => unwrap(metronome.GET("/v1/customers", { params: { query } })));
export const codeOf = (error: unknown) => (isMetermuxError(error) ? error.code : undefined);
`,
  "facade.ts": `
import { createUsage, isMetermuxError } from "@metermux/usage";
import { amberflo, amberfloPortal } from "@metermux/usage/amberflo";
import { metronome } from "@metermux/usage/metronome";
import { wowzaVideo } from "@metermux/usage/wowza-video";
import { compare } from "@metermux/usage/compare";
export const billing = metronome({ token: "token" });
export const events = amberflo({ apiKey: "key" });
export const share = amberfloPortal({ sessionToken: "token" });
export const video = wowzaVideo({ token: "token" });
export const connections = { billing, events, share, video };
export const usage = createUsage({ billing, events, share, video });
export const query = { start: "2026-03-01", end: "2026-04-01", window: "day" } as const;
export const result = usage.query(query);
export const rows = () => Array.fromAsync(usage.query(query));
export const plan = () => usage.plan(query);
export const lists = () => Promise.all([usage.meters(), usage.customers(), usage.check()]);
export const compared = () => compare(query, { left: { usage }, right: { usage } });
export const planned = billing.plan;
`,
  "adapter.ts": `
import {
  type Call, type Capabilities, chunks, countPages, parseVendorInstant, type Provider, shiftDecimal, watchClock,
} from "@metermux/usage/adapter";
import { createUsage } from "@metermux/usage";
export const watched = watchClock({ rate: false });
export declare const capabilities: Capabilities;
export const calls = (days: readonly Call[]) => chunks(days, 10);
export const provider: Provider = {
  vendor: "example", capabilities, rate: false, skewMs: watched.skewMs, vendorNow: watched.vendorNow,
  meters: async () => [], plan: () => [],
  async *ask(call, signal, beforeNextPage) {
    const fetchPage = countPages(beforeNextPage, async (cursor?: string) => ({ cursor, cents: "12345" }));
    const { cents } = await fetchPage();
    const start = parseVendorInstant("example", "2026-03-01T00:00:00Z", "the start of a row");
    const row = { meterId: "m", customerId: null, start, end: call.question.end, value: shiftDecimal(cents, -2), groups: {} };
    yield { measurements: [row], remainders: [] };
  },
};
export const usage = createUsage({ provider });
`,
  "connections.ts": `
import { configuredConnections, connectionList, openConnections } from "@metermux/connections";
import { createUsage } from "@metermux/usage";
export const environment = { METRONOME_BEARER_TOKEN: "token", UNSET: undefined };
export const usage = async () => createUsage(await openConnections(undefined, environment, { timeoutMs: 1_000 }));
export const listed = [connectionList, configuredConnections(environment)];
`,
  "undefined.ts": `
import { createAmberflo, createAmberfloPortal } from "@metermux/amberflo";
import { createMetronome, paginate } from "@metermux/metronome";
import { createUsage } from "@metermux/usage";
import { amberfloPortal } from "@metermux/usage/amberflo";
import { metronome } from "@metermux/usage/metronome";
import { createWowzaVideo } from "@metermux/wowza-video";
// Every option may be undefined, which is its default.
const options = {
  baseUrl: undefined, fetch: undefined, timeoutMs: undefined, deadlineMs: undefined, rate: undefined,
  maxResponseBytes: undefined, allowInsecure: undefined, onEvent: undefined, clock: undefined, random: undefined,
  retries: undefined, baseDelayMs: undefined, maxDelayMs: undefined,
};
export const clients = [
  createMetronome({ token: "t", ...options }),
  createAmberflo({ apiKey: "k", ...options }),
  createAmberfloPortal({ sessionToken: "s", ...options }),
  createWowzaVideo({ token: "t", ...options }),
];
export const paced = createMetronome({ token: "t", rate: { requests: 1, windowMs: 1, concurrency: undefined } });
export const billing = metronome({ token: "t", ...options });
export const portal = amberfloPortal({ sessionToken: "s", meters: undefined, ...options });
export const usage = createUsage({ billing }, { map: { meters: undefined, customers: undefined, dimensions: undefined }, keepListsMs: undefined, clock: undefined });
export const none = createUsage({ billing }, { map: undefined });
export const meters = () => usage.meters({ signal: undefined });
export const result = usage.query({
  start: "2026-03-01", end: "2026-04-01", window: "day", connections: undefined, meters: undefined, customers: undefined,
  timeZone: undefined, groupBy: undefined, filter: undefined, aggregation: undefined, incomplete: undefined,
  raw: undefined, keepGoing: undefined, maxRequests: undefined, signal: undefined,
});
export const pages = () => paginate(async () => ({ data: [], next_page: null }), { signal: undefined, read: undefined });
`,
};

describe("an application that re-exports values of the packages compiles with declarations and strict options", () => {
  test.each([
    ["NodeNext", "NodeNext"],
    ["ESNext", "Bundler"],
  ])("as module %s, resolved as %s", async (module, moduleResolution) => {
    const project = join(folder, moduleResolution);
    mkdirSync(project);
    for (const [name, text] of Object.entries(programs)) writeFileSync(join(project, name), text);
    writeFileSync(join(project, "package.json"), '{ "type": "module" }');
    const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
    const libraries = { lib: ["ESNext", "DOM", "DOM.Iterable", "DOM.AsyncIterable"], types: [], target: "ES2022" };
    const output = { declaration: true, outDir: "dist", rootDir: "." };
    const compilerOptions = { module, moduleResolution, ...strict, ...libraries, ...output };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: Object.keys(programs) }));
    const compiler = join(workspace, "node_modules", ".bin", "tsc");
    const { stdout } = await run(compiler, ["-p", project]).catch((failure: { stdout: string }) => failure);
    expect(stdout).toBe("");
  });
});
