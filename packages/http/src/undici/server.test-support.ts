import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Agent, type Dispatcher } from "undici";
import { Agent as Agent6 } from "undici-6";
import { onTestFinished } from "vitest";

/** A server of this test's own. */
export interface TestServer {
  url: string;
  /** Every connection that was ever opened. */
  connections: Socket[];
  /** Settles when the first connection is closed. */
  closed: Promise<void>;
}

/** Starts a server on a free port, for as long as the test runs. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  const connections: Socket[] = [];
  const closed = new Promise<void>((resolve) => {
    server.on("connection", (socket) => {
      connections.push(socket);
      socket.on("error", () => {}).on("close", () => resolve());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A server that listens has an address.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1/usage`, connections, closed };
}

/** What the tests run over. */
export const agents: readonly [string, () => Dispatcher][] = [
  ["undici's own agent", () => new Agent()],
  // Another handler than its types know; it is inside Node 20 and 22, where it becomes the global one.
  ["undici 6's agent", () => new Agent6() as unknown as Dispatcher],
];

export const post = (url: string, init: RequestInit = {}) =>
  new Request(url, { method: "POST", body: '{"q":"é"}', ...init });
