import { expect, it } from "vitest";
import { DEFAULT_SEED, type SandboxOptions, startSandbox } from "./index.js";

it("starts with a constant seed, at the clock's time, and stays there", async () => {
  const before = Date.now();
  const sandbox = await startSandbox();
  expect(sandbox.seed).toBe(DEFAULT_SEED);
  expect(sandbox.now.getTime()).toBeGreaterThanOrEqual(before);
  expect(sandbox.now.getTime()).toBeLessThanOrEqual(Date.now());
  expect(sandbox.world.now).toBe(sandbox.now.getTime());
  await sandbox.close();
  await sandbox.close();
});

it("says how to reach the vendor, as data and as environment variables", async () => {
  const sandbox = await startSandbox({ now: "2026-03-15" });
  const { baseUrl, token } = sandbox.connections.metronome;
  expect(sandbox.now.toISOString()).toBe("2026-03-15T00:00:00.000Z");
  expect(baseUrl).toBe(`${sandbox.origin}/metronome`);
  expect(sandbox.environment).toEqual({ METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: baseUrl });
  const response = await fetch(`${baseUrl}/v1/customers`, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  await sandbox.close();
});

it("runs many at once, each with its own world and its own account", async () => {
  const sandboxes = await Promise.all([1, 2, 3].map((seed) => startSandbox({ seed, requestsPerSecond: 1 })));
  expect(new Set(sandboxes.map(({ origin }) => origin)).size).toBe(3);
  const bodies = sandboxes.map(async ({ connections: { metronome } }) => {
    const headers = { authorization: `Bearer ${metronome.token}` };
    return (await fetch(`${metronome.baseUrl}/v1/customers`, { headers })).text();
  });
  expect(new Set(await Promise.all(bodies)).size).toBe(3);
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

it("refuses a taken port and a moment without a zone", async () => {
  const sandbox = await startSandbox();
  await expect(startSandbox({ port: Number(new URL(sandbox.origin).port) })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  await expect(startSandbox({ now: "2026-03-15T12:00:00" })).rejects.toThrow(RangeError);
  await sandbox.close();
});

it("limits the rate unless told not to", async () => {
  // Forty at once: a limit of 8 would need five seconds to let them all through.
  const passed = async (options: SandboxOptions): Promise<number> => {
    const sandbox = await startSandbox(options);
    const { baseUrl, token } = sandbox.connections.metronome;
    const get = (): Promise<Response> =>
      fetch(`${baseUrl}/v1/billable-metrics?limit=1`, { headers: { authorization: `Bearer ${token}` } });
    const answers = await Promise.all(Array.from({ length: 40 }, get));
    await sandbox.close();
    return answers.filter(({ status }) => status === 200).length;
  };
  const usual = await passed({});
  expect(usual).toBeGreaterThanOrEqual(8);
  expect(usual).toBeLessThan(40);
  expect(await passed({ requestsPerSecond: 40 })).toBe(40);
  expect(await passed({ requestsPerSecond: false })).toBe(40);
  await expect(startSandbox({ requestsPerSecond: 0 })).rejects.toThrow(RangeError);
});
