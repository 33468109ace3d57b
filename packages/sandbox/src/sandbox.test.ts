import { expect, it } from "vitest";
import { DEFAULT_SEED, type SandboxOptions, startSandbox } from "./index.js";

it("a sandbox starts with a constant seed at the current time, and its time stands still", async () => {
  const before = Date.now();
  const sandbox = await startSandbox();
  expect(sandbox.seed).toBe(DEFAULT_SEED);
  expect(sandbox.now.getTime()).toBeGreaterThanOrEqual(before);
  expect(sandbox.now.getTime()).toBeLessThanOrEqual(Date.now());
  expect(sandbox.world.now).toBe(sandbox.now.getTime());
  await sandbox.close();
  await sandbox.close();
});

it("a sandbox has each connection as data and as environment variables", async () => {
  const sandbox = await startSandbox({ now: "2026-03-15" });
  const { metronome, amberflo, "amberflo-portal": portal, "wowza-video": wowza } = sandbox.connections;
  expect(sandbox.now.toISOString()).toBe("2026-03-15T00:00:00.000Z");
  expect([metronome, amberflo, portal, wowza].map(({ baseUrl }) => baseUrl.replace(sandbox.origin, ""))).toEqual([
    "/metronome",
    "/amberflo",
    "/amberflo",
    "/wowza-video/api/v2.0",
  ]);
  expect(sandbox.environment).toEqual({
    METRONOME_BEARER_TOKEN: metronome.token,
    METRONOME_BASE_URL: metronome.baseUrl,
    AMBERFLO_API_KEY: amberflo.apiKey,
    AMBERFLO_SESSION_TOKEN: portal.sessionToken,
    AMBERFLO_BASE_URL: amberflo.baseUrl,
    WOWZA_VIDEO_TOKEN: wowza.token,
    WOWZA_VIDEO_BASE_URL: wowza.baseUrl,
  });
  const json = { "content-type": "application/json" };
  const answers = await Promise.all([
    fetch(`${metronome.baseUrl}/v1/customers`, { headers: { authorization: `Bearer ${metronome.token}` } }),
    fetch(`${amberflo.baseUrl}/meters`, { headers: { "x-api-key": amberflo.apiKey } }),
    fetch(`${portal.baseUrl}/customer-portal/usage-batch`, {
      method: "POST",
      headers: { ...json, "x-api-key": `Session ${portal.sessionToken}` },
      body: "[]",
    }),
    fetch(`${wowza.baseUrl}/usage/account`, { headers: { authorization: `Bearer ${wowza.token}` } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await sandbox.close();
});

it.each([1, 2, 3])(
  "the portal session and the Wowza account belong to one customer with usage of every kind: seed %i",
  async (seed) => {
    const { connections, world, close } = await startSandbox({ seed, now: "2026-03-15" });
    const customer = world.customers.find(({ id }) => id === connections["wowza-video"].customerId);
    expect(connections["amberflo-portal"].customerId).toBe("northlight-atlas");
    expect(customer).toMatchObject({ name: "Northlight Atlas", archivedAt: null });
    const types = (customerId?: string): string[] => [
      ...new Set([...world.events(customerId === undefined ? {} : { customerId })].map(({ type }) => type)),
    ];
    expect(types(customer?.id).sort()).toEqual(types().sort());
    await close();
  },
);

it("several sandboxes run at once, each with its own world and its own account", async () => {
  const sandboxes = await Promise.all([1, 2, 3].map((seed) => startSandbox({ seed, requestsPerSecond: 1 })));
  expect(new Set(sandboxes.map(({ origin }) => origin)).size).toBe(3);
  const bodies = sandboxes.map(async ({ connections: { metronome } }) => {
    const headers = { authorization: `Bearer ${metronome.token}` };
    return (await fetch(`${metronome.baseUrl}/v1/customers`, { headers })).text();
  });
  expect(new Set(await Promise.all(bodies)).size).toBe(3);
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

it("a port in use and a time without an offset are refused", async () => {
  const sandbox = await startSandbox();
  await expect(startSandbox({ port: Number(new URL(sandbox.origin).port) })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  await expect(startSandbox({ now: "2026-03-15T12:00:00" })).rejects.toThrow(RangeError);
  await sandbox.close();
});

it("requests are rate limited, unless requestsPerSecond is false", async () => {
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
  await expect(startSandbox({ requestsPerSecond: Number.NaN })).rejects.toThrow(RangeError);
});

it("each vendor has its own rate limit, of ten where none is published", async () => {
  const sandbox = await startSandbox();
  const { metronome, amberflo, "wowza-video": wowza } = sandbox.connections;
  const ask = (count: number, url: string, headers: Record<string, string>): Promise<Response>[] =>
    Array.from({ length: count }, () => fetch(url, { headers }));
  const answers = await Promise.all([
    ...ask(8, `${metronome.baseUrl}/v1/customers`, { authorization: `Bearer ${metronome.token}` }),
    ...ask(10, `${amberflo.baseUrl}/meters`, { "x-api-key": amberflo.apiKey }),
    ...ask(10, `${wowza.baseUrl}/usage/account`, { authorization: `Bearer ${wowza.token}` }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(Array(28).fill(200));
  await sandbox.close();
});
