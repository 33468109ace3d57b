import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CallRequest } from "../call-request.js";
import type { TransportEvent } from "../events.js";
import { createTransport } from "../transport.js";
import { unwrap } from "../unwrap.js";
import { undiciFetch } from "./index.js";

/** What a server may send that has the credential somewhere: `$` stands for it. */
const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const echoes: Record<string, string> = {
  "a key of a refusal": 'HTTP/1.1 400 Bad\r\ncontent-length: 999\r\nconnection: close\r\n\r\n{"$":{"$":["$"]}}',
  "the id of a refusal": "HTTP/1.1 401 No\r\nx-request-id: $\r\ncontent-length: 2\r\n\r\n{}",
  "a refusal that is text": "HTTP/1.1 403 No\r\nconnection: close\r\n\r\nno access for $",
  "a reason phrase": "HTTP/1.1 401 $\r\ncontent-length: 2\r\n\r\n{}",
  "a date": "HTTP/1.1 401 No\r\ndate: $\r\ncontent-length: 2\r\n\r\n{}",
  "a 200 that is not JSON": `${head}connection: close\r\n\r\n<p>$</p>`,
  "a 200 that is only the credential": `${head}connection: close\r\n\r\n$`,
  "a 200 that breaks off": `${head}content-length: 999\r\n\r\n{"data":"$`,
  "a broken header": `${head}x-echo: $\u0000\r\n\r\n{}`,
  "a header without a name": `${head}: $\r\n\r\n{}`,
  "a broken status line": "HTTP/1.1 $ OK\r\n\r\n{}",
  "no status line": "$\r\n\r\n",
  "a bad chunk": `${head}transfer-encoding: chunked\r\n\r\n$\r\n{}\r\n`,
  "a bad length": `${head}content-length: $\r\n\r\n{}`,
  "an unknown encoding": `${head}content-encoding: $\r\nconnection: close\r\n\r\n{"data":[]}$`,
  "a redirect": "HTTP/1.1 302 Found\r\nlocation: https://elsewhere.example.com/$\r\ncontent-length: 0\r\n\r\n",
};

let base = "";
const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.on("error", () => {});
  socket.once("data", (data) => {
    const text = data.toString("latin1");
    const [, number = "0"] = /^POST \/(\d+)/.exec(text) ?? [];
    const [, secret = ""] = /authorization: Bearer (\S+)/i.exec(text) ?? [];
    socket.end(
      Buffer.from(
        (Object.values(echoes)[Number(number)] ?? "").replaceAll("$", () => secret),
        "latin1",
      ),
    );
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens has an address.
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

const fetches = {
  "the runtime's fetch": undefined,
  "a fetch of one line": (request: Request) => fetch(request),
  "undici's fetch": undiciFetch,
};

describe.each(Object.keys(fetches) as (keyof typeof fetches)[])("a credential that comes back over %s", (name) => {
  describe.each(["k3y/+=_12cha", "a.Xq7Rt-vB/26+zLm9Wv0Pq8K"])("as %s", (value) => {
    test.each(Object.keys(echoes))("in %s stands in no member of the error, its causes or the events", async (echo) => {
      const events: TransportEvent[] = [];
      const path = `/${Object.keys(echoes).indexOf(echo)}`;
      const transport = createTransport(
        {
          vendor: "vendor",
          baseUrl: base,
          operations: { [`POST ${path}`]: { read: true, envelope: ["data"] } },
          credential: { value, field: "token", header: "authorization", scheme: "Bearer" },
        },
        { retries: 0, timeoutMs: 5_000, fetch: fetches[name], onEvent: (event) => events.push(event) },
      );
      const ask = async () => {
        const response = await transport(new CallRequest(base + path, { method: "POST", body: "{}" }));
        const text = await response.text();
        const error = text.startsWith("{") ? JSON.parse(text) : text;
        return unwrap(response.ok ? { data: text, response } : { error, response });
      };
      const error = await ask().then(
        () => Promise.reject(new Error("it succeeded")),
        (caught: unknown) => caught,
      );
      expect(error).toMatchObject({ name: "MetermuxError" });
      const shown = inspect([error, events], { showHidden: true, depth: 20 }) + JSON.stringify([error, events]);
      for (let at = 0; at + 8 <= value.length; at += 1) expect(shown).not.toContain(value.slice(at, at + 8));
    });
  });
});
