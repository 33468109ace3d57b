import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Sandbox, startSandbox } from "@metermux/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { traffic } from "./contract-traffic.test-support.js";
import { type HarEntry, toHar } from "./har.js";
import { readSpec } from "./read-spec.js";

// An independent check: redocly drift validates recorded traffic between clients and sandbox by the spec.
const specs = fileURLToPath(new URL("../../../specs", import.meta.url));
let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  sandbox = await startSandbox({ now: "2026-03-10T12:00:00Z", requestsPerSecond: false });
  folder = mkdtempSync(join(tmpdir(), "drift-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await sandbox.close();
});

interface DriftReport {
  documented: number;
  total: number;
  problems: string[];
}

/** The report of redocly drift. It exits with 0 on warnings, so the report decides. */
async function judge(vendor: string, entries: readonly HarEntry[]): Promise<DriftReport> {
  const [har, report] = [join(folder, "traffic.har"), join(folder, "report.json")];
  writeFileSync(har, toHar(entries));
  const redocly = `${specs}/${vendor}/node_modules/.bin/redocly`;
  // It reports an API key's header as undocumented, although the spec's security schemes name it.
  const ignore = ["--ignore-headers", "x-api-key"];
  const args = [
    "drift",
    har,
    ...ignore,
    "--api",
    `${specs}/${vendor}/openapi.yaml`,
    "--format",
    "json",
    "--output",
    report,
  ];
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  await new Promise((resolve) => execFile(redocly, args, { env }, resolve));
  const { run, problems } = JSON.parse(readFileSync(report, "utf8"));
  rmSync(report);
  return {
    documented: run.documentedExchanges,
    total: run.totalExchanges,
    problems: problems.map(
      ({ operationId, target, message }: Record<string, string>) => `${operationId} ${target}: ${message}`,
    ),
  };
}

/** The operations of a spec that a recording covers, and those that it does not. */
function coverage(vendor: string, entries: readonly HarEntry[]): { touched: string[]; missed: string[] } {
  const spec = readSpec(vendor);
  const server = String(spec.servers[0].url).replace("{version}", "v2.0");
  const names = Object.entries<Record<string, unknown>>(spec.paths).flatMap(([path, verbs]) =>
    ["get", "post"].filter((verb) => verb in verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
  );
  const isTouched = (name: string) => {
    const [verb = "", path = ""] = name.split(" ");
    const pattern = new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`);
    return entries.some(
      ({ request }) => request.method === verb && pattern.test(request.url.replace(server, "").replace(/\?.*/, "")),
    );
  };
  return { touched: names.filter(isTouched), missed: names.filter((name) => !isTouched(name)) };
}

describe.each(traffic)("$vendor", ({ vendor, record }) => {
  let entries: HarEntry[];
  beforeAll(async () => {
    entries = await record(sandbox);
  });

  test("clients and sandbox follow the contract in every operation", async () => {
    expect(coverage(vendor, entries).missed).toEqual([]);
    const verdict = await judge(vendor, entries);
    expect(verdict.problems).toEqual([]);
    expect(verdict.documented).toBe(entries.length);
    expect(verdict.total).toBe(entries.length);
  });

  test("a defect on either side is detected", async () => {
    const changed = (change: (entry: HarEntry) => void) =>
      entries.map((entry) => {
        const copy = structuredClone(entry);
        change(copy);
        return copy;
      });
    const defects = {
      "an undeclared parameter": changed(({ request }) => {
        request.url += `${request.url.includes("?") ? "&" : "?"}bogus=1`;
        request.queryString.push({ name: "bogus", value: "1" });
      }),
      "no credential": changed(({ request }) => {
        request.headers = request.headers.filter(({ name }) => !/^(authorization|x-api-key)$/.test(name));
      }),
      "an answer without its members": changed(({ response }) => {
        if (response.status === 200) response.content.text = response.content.text.startsWith("[") ? "[{}]" : "{}";
      }),
      "an undocumented path": changed(({ request }) => {
        request.url = request.url.replace(/\/[a-z]+(\?|$)/, "/elsewhere$1");
      }),
    };
    for (const [defect, recording] of Object.entries(defects)) {
      const { problems, documented, total } = await judge(vendor, recording);
      expect(problems.length + (total - documented), defect).toBeGreaterThan(0);
    }
  });
});
