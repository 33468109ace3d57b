import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../index.js";
import { isLoopbackHost } from "./loopback-host.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: "2026-03-15" });
});
afterAll(() => sandbox.close());

/** The response over a raw socket, because an HTTP client would send its own host. */
async function ask(head: string): Promise<{ status: number; text: string }> {
  const { token } = sandbox.connections.metronome;
  const socket = connect(Number(new URL(sandbox.origin).port), "127.0.0.1");
  socket.write(`GET /metronome/v1/customers ${head}\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return { status: Number(text.split(" ")[1]), text };
}

describe("a request with the host", () => {
  it.each(["127.0.0.1", "127.0.0.1:8080", "localhost", "LOCALHOST:80", "[::1]", "[::1]:8080"])(
    "%s is answered",
    async (host) => {
      const { status, text } = await ask(`HTTP/1.1\r\nhost: ${host}`);
      expect([status, text.includes('"data":[')]).toEqual([200, true]);
    },
  );

  it.each([
    "evil.example",
    "evil.example:51234",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil-localhost",
    "[::2]",
    "[::ffff:8.8.8.8]",
    "0.0.0.0",
    "192.168.0.1",
    "128.0.0.1",
  ])("%s is refused with the reason", async (host) => {
    const { status, text } = await ask(`HTTP/1.1\r\nhost: ${host}`);
    expect([status, text.includes('"data"')]).toEqual([421, false]);
    expect(text).toContain(`this one is for \\"${host}\\". Use 127.0.0.1 or localhost.`);
  });

  it("none, as in HTTP/1.0, is refused", async () => {
    const { status, text } = await ask("HTTP/1.0");
    expect([status, text.includes('"data"')]).toEqual([421, false]);
  });
});

it.each(["", "a@127.0.0.1", "127.0.0.1/@evil", "evil#localhost", "127.0.0.1 evil", "localhost\\evil", "[::1", "1:2:3"])(
  "%j is not a host of this machine",
  (host) => expect(isLoopbackHost(host)).toBe(false),
);
