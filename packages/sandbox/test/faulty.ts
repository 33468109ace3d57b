import { connect, type Socket } from "node:net";
import type { Sandbox, SandboxOptions } from "../src/index.js";
import { startSandbox } from "../src/index.js";
import { usageRequest } from "./amberflo.js";
import { NOW } from "./support.js";

/** A request that returns rows. */
export interface FaultyRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const vendorNames = ["metronome", "amberflo", "wowza-video"] as const;

/** An answer without a fault ends long before this. */
export const PATIENCE = 200;

export function startFaulty(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({ now: NOW, seed: 1, requestsPerSecond: false, ...options });
}

/** A usage request for each vendor. */
export function requestTo({ connections }: Sandbox, vendor: (typeof vendorNames)[number]): FaultyRequest {
  const { metronome, amberflo, "wowza-video": wowza } = connections;
  const json = { "content-type": "application/json" };
  if (vendor === "wowza-video") {
    const headers = { authorization: `Bearer ${wowza.token}` };
    return { url: `${wowza.baseUrl}/usage/account`, method: "GET", headers };
  }
  if (vendor === "amberflo") {
    const headers = { ...json, "x-api-key": amberflo.apiKey };
    return { url: `${amberflo.baseUrl}/usage`, method: "POST", headers, body: JSON.stringify(usageRequest) };
  }
  const headers = { ...json, authorization: `Bearer ${metronome.token}` };
  const range = { starting_on: "2026-03-13T00:00:00Z", ending_before: "2026-03-15T00:00:00Z" };
  const customer_ids = [wowza.customerId];
  const body = JSON.stringify({ window_size: "DAY", ...range, customer_ids });
  return { url: `${metronome.baseUrl}/v1/usage`, method: "POST", headers, body };
}

/** Sends a request with fetch, with or without a fault. */
export function ask(sandbox: Sandbox, vendor: (typeof vendorNames)[number], fault?: string): Promise<Response> {
  const { url, headers, ...init } = requestTo(sandbox, vendor);
  const asked = fault === undefined ? headers : { ...headers, "x-sandbox-fault": fault };
  return fetch(url, { ...init, headers: asked, redirect: "manual", signal: AbortSignal.timeout(5000) });
}

/** The bytes received over a raw connection, and how it ended: `open` if it had not ended after {@link PATIENCE}. */
export interface Received {
  readonly head: string;
  readonly body: Buffer;
  readonly length: number | undefined;
  readonly end: "fin" | "reset" | "open";
}

/** Sends a request and reads raw bytes, without an HTTP client. */
export async function receive(usageRequest: FaultyRequest, fault: string): Promise<Received> {
  const socket = open(usageRequest, fault);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  const end = await new Promise<Received["end"]>((resolve) => {
    const timer = setTimeout(() => resolve("open"), PATIENCE);
    const over = (how: Received["end"]) => {
      clearTimeout(timer);
      resolve(how);
    };
    socket.once("end", () => over("fin"));
    socket.once("error", () => over("reset"));
  });
  socket.destroy();
  const all = Buffer.concat(chunks);
  const border = all.indexOf("\r\n\r\n");
  const head = border < 0 ? all.toString() : all.subarray(0, border).toString();
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  return {
    head,
    body: border < 0 ? Buffer.alloc(0) : all.subarray(border + 4),
    length: length === undefined ? undefined : Number(length),
    end,
  };
}

/** A connection that has sent a request. */
export function open({ url, method, headers, body = "" }: FaultyRequest, fault: string): Socket {
  const { hostname, port, pathname } = new URL(url);
  const lines = Object.entries({ ...headers, "x-sandbox-fault": fault }).map(([name, value]) => `${name}: ${value}`);
  const head = [
    `${method} ${pathname} HTTP/1.1`,
    "host: localhost",
    ...lines,
    `content-length: ${body.length}`,
    "",
    "",
  ];
  const socket = connect(Number(port), hostname);
  socket.write(head.join("\r\n") + body);
  return socket;
}
