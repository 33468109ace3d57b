import { expect } from "vitest";
import type { ConnectionOptions } from "./connection-options.js";
import type { MetermuxError } from "./error.js";
import { createManualClock, type ManualClock } from "./manual-clock.test-support.js";
import { asFetch } from "./scripted-fetch.test-support.js";
import { createTransport, type VendorDescription } from "./transport.js";

export const secret = "top-secret-token";
export const base = "https://api.example.com/prefix";

export interface Sent {
  url: string;
  body: string;
  authorization: string | null;
  at: number;
}

export type Reply = (request: Request) => Response | Promise<Response>;

/** A transport over scripted replies; the last one repeats. */
export function setUp(replies: Reply[], options: ConnectionOptions = {}, description: Partial<VendorDescription> = {}) {
  const clock = createManualClock(Date.UTC(2026, 2, 1));
  const sent: Sent[] = [];
  const transport = createTransport(
    {
      vendor: "metronome",
      baseUrl: base,
      operations: {
        "POST /v1/usage": { read: true, envelope: ["data"], decimals: ["value"] },
        "GET /v1/things/{id}": { read: true },
        "POST /v1/ingest": { read: false },
      },
      credential: { value: secret, field: "token", header: "authorization", scheme: "Bearer" },
      ...description,
    },
    {
      clock,
      random: () => 1,
      fetch: asFetch(async (request) => {
        sent.push({
          url: request.url,
          body: await request.clone().text(),
          authorization: request.headers.get("authorization"),
          at: clock.now(),
        });
        return (replies[sent.length - 1] ?? (replies.at(-1) as Reply))(request);
      }),
      ...options,
    },
  );
  return { clock, sent, transport };
}

export const usage = (init: RequestInit = {}) =>
  new Request(`${base}/v1/usage`, { method: "POST", body: '{"q":1}', ...init });
export const ok: Reply = () => new Response('{"data":[{"value":9007199254740993.25}]}');
export const status =
  (code: number, headers: Record<string, string> = {}): Reply =>
  () =>
    new Response('{"message":"no"}', { status: code, headers });
export const broken: Reply = () => {
  throw new TypeError("fetch failed", {
    cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
  });
};
export const stalledBody: Reply = () =>
  new Response(new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"da')) }));
export const brokenBody: Reply = () =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"data":['));
        controller.error(new TypeError("terminated"));
      },
    }),
  );

export async function failureOf(clock: ManualClock, call: Promise<Response>): Promise<MetermuxError> {
  const outcome = await clock.settle(call.catch((error) => error));
  if (outcome instanceof Response) throw new Error(`answered ${outcome.status}`);
  expect(JSON.stringify(outcome) + outcome.stack).not.toContain(secret);
  return outcome;
}
