import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Sandbox, startSandbox } from "@metermux/sandbox";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

// Another independent check: redocly respect sends requests to the sandbox by Arazzo workflows, and validates every answer
// by the spec. It detects what redocly drift does not: undocumented statuses and content types.
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: "2026-03-10T12:00:00Z", requestsPerSecond: false });
});
afterEach(() => sandbox.clearFaults());
afterAll(() => sandbox.close());

function run(vendor: string, baseUrl: string, credential: string): Promise<{ code: number; output: string }> {
  const redocly = path(`../../../specs/${vendor}/node_modules/.bin/redocly`);
  const args = [
    "respect",
    path(`../arazzo/${vendor}.arazzo.yaml`),
    "-i",
    `credential=${credential}`,
    "-S",
    `${vendor}=${baseUrl}`,
  ];
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return new Promise((resolve) => {
    execFile(redocly, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
    });
  });
}

describe.each(["metronome", "amberflo", "wowza-video"] as const)("%s", (vendor) => {
  const ask = () => {
    const { metronome, amberflo, "wowza-video": video } = sandbox.connections;
    if (vendor === "amberflo") return run(vendor, amberflo.baseUrl, amberflo.apiKey);
    const { baseUrl, token } = vendor === "metronome" ? metronome : video;
    return run(vendor, baseUrl, token);
  };

  test("the sandbox answers the workflow by the spec", async () => {
    const { code, output } = await ask();
    expect(output).toContain("1 passed, 1 total");
    expect(code).toBe(0);
  });

  test.each(["wrong-shape-200", "status-501"])("an answer that breaks the spec is detected: %s", async (fault) => {
    sandbox.inject({ fault, vendor, times: "always" });
    expect((await ask()).code).toBe(1);
  });
});
