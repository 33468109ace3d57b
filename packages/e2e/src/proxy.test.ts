import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { createUndiciFetch } from "@metermux/http/undici";
import { createMetronome, unwrap } from "@metermux/metronome";
import { type Sandbox, startSandbox } from "@metermux/sandbox";
import { ProxyAgent } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askMetronome, runNode } from "./run-node.js";

// A local proxy that counts its requests, and a program that is configured for it only by environment variables.
const passed: string[] = [];
const proxy = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
  passed.push(`${incoming.method} ${incoming.url}`);
  const onward = request(incoming.url ?? "", { method: incoming.method, headers: incoming.headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  incoming.pipe(onward);
});
proxy.on("connect", (incoming: IncomingMessage, client: Socket, head: Buffer) => {
  passed.push(`CONNECT ${incoming.url}`);
  const [host, port] = (incoming.url ?? "").split(":");
  const onward = connect(Number(port), host, () => {
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    onward.write(head);
    onward.pipe(client).pipe(onward);
  });
  onward.on("error", () => client.destroy());
  client.on("error", () => onward.destroy());
});
let sandbox: Sandbox;
let proxyUrl: string;

beforeAll(async () => {
  sandbox = await startSandbox({ requestsPerSecond: false });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  proxyUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});
afterAll(async () => {
  proxy.close();
  proxy.closeAllConnections();
  await sandbox.close();
});

const run = (source: string, env: Record<string, string>) =>
  runNode(source, { ...sandbox.environment, HTTP_PROXY: proxyUrl, NO_PROXY: "", ...env });

const major = Number(process.versions.node.split(".")[0]);

test("undici's dispatcher sends every request through the proxy", async () => {
  passed.length = 0;
  const line =
    'const { EnvHttpProxyAgent, setGlobalDispatcher } = await import("undici"); setGlobalDispatcher(new EnvHttpProxyAgent());';
  expect((await run(line + askMetronome, {})).trim()).toMatch(/^\d+$/);
  expect(passed.length).toBeGreaterThan(0);
});

test.runIf(major >= 24)("NODE_USE_ENV_PROXY sends every request through the proxy", async () => {
  passed.length = 0;
  expect((await run(askMetronome, { NODE_USE_ENV_PROXY: "1" })).trim()).toMatch(/^\d+$/);
  expect(passed.length).toBeGreaterThan(0);
});

test("a proxy agent of undici sends one client's requests through the proxy", async () => {
  passed.length = 0;
  const dispatcher = new ProxyAgent(proxyUrl);
  const client = createMetronome({ ...sandbox.connections.metronome, fetch: createUndiciFetch({ dispatcher }) });
  expect((await unwrap(client.GET("/v1/customers"))).data.length).toBeGreaterThan(0);
  expect(passed.length).toBeGreaterThan(0);
  await dispatcher.close();
});

test("no request goes through the proxy by default", async () => {
  passed.length = 0;
  expect((await run(askMetronome, {})).trim()).toMatch(/^\d+$/);
  expect(passed).toEqual([]);
});
