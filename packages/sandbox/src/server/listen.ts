import { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { isLoopbackHost, misdirected } from "./loopback-host.js";

/** The connection of a request, as the adaptor passes it. */
interface Bindings {
  readonly incoming: { readonly headers: { readonly host?: string | undefined } };
}

/** A server on loopback. */
export interface Listening {
  /** For example `http://127.0.0.1:51234`. */
  readonly origin: string;
  /** Frees the port and closes open connections, idle or not. A second call waits for the first. */
  close(): Promise<void>;
}

/**
 * Serves only on 127.0.0.1, and answers only requests with a loopback `Host`.
 *
 * @param port 0 selects any free port
 * @throws Error when the port is in use (code `EADDRINUSE`).
 */
export function listen(
  fetch: (request: Request, bindings: object) => Response | Promise<Response>,
  port: number,
): Promise<Listening> {
  const answer = (request: Request, bindings: Bindings): Response | Promise<Response> => {
    const { host } = bindings.incoming.headers;
    return isLoopbackHost(host) ? fetch(request, bindings) : misdirected(host);
  };
  // HTTP/1.0 requests may have no host. The adaptor needs one to build a URL; the request is refused anyway.
  const hostname = "127.0.0.1";
  // The adaptor would replace the process's Request and Response, but clients are tested in the same process.
  const server = createAdaptorServer({ fetch: answer, hostname, overrideGlobalObjects: false });
  if (!(server instanceof Server)) throw new Error("The adaptor did not make an HTTP/1 server");
  return bind(server, port);
}

/**
 * Binds a server to 127.0.0.1 only.
 *
 * @param port 0 selects any free port
 * @throws Error when the port is in use (code `EADDRINUSE`).
 */
export function bind(server: Server, port: number): Promise<Listening> {
  // Longer than any pause of a test on a busy machine. If a connection closed just as a client reuses it, a client without
  // retries would see an error that is not the vendor's.
  server.keepAliveTimeout = 60_000;
  let closed: Promise<void> | undefined;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : port;
      const close = (): Promise<void> => {
        closed ??= shut(server);
        return closed;
      };
      resolve({ origin: `http://127.0.0.1:${bound}`, close });
    });
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    // close() waits for keep-alive connections, which would keep the process alive for seconds.
    server.closeAllConnections();
  });
}
