import { setTimeout as sleep } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Encounter } from "./fault.js";

/**
 * The steps on a connection. Bytes are written as they are; `close` flushes and then sends a FIN, `reset` sends an RST. A
 * script that ends with neither leaves the connection open and silent.
 */
export type Step = Uint8Array | { readonly pause: number } | "close" | "reset";

/** Long enough for a client on this machine to read what was sent: an RST discards what was not read. */
export const beforeReset: Step = { pause: 20 };

/** Runs a script on the connection in place of an answer. It ends early when the connection does. */
export async function play(encounter: Encounter, steps: Iterable<Step>): Promise<Response> {
  const { socket } = encounter.connection().incoming;
  await drain(encounter);
  for (const step of steps) {
    if (socket.destroyed) break;
    if (step === "reset") socket.resetAndDestroy();
    else if (step === "close") socket.destroySoon();
    else if ("pause" in step) await pause(encounter, step.pause);
    // The callback receives an error when the connection ends; the next iteration sees that.
    else await new Promise<void>((resolve) => socket.write(step, () => resolve()));
  }
  return RESPONSE_ALREADY_SENT;
}

/** Waits, at most until the connection is closed. */
export async function pause(encounter: Encounter, milliseconds: number): Promise<void> {
  const { socket } = encounter.connection().incoming;
  const gone = new AbortController();
  const abort = (): void => gone.abort();
  socket.once("close", abort);
  if (!socket.destroyed) await sleep(milliseconds, undefined, { signal: gone.signal }).catch(() => {});
  socket.off("close", abort);
}

/** Reads the unread bytes: a connection that closes with unread bytes sends an RST in place of the FIN. */
async function drain({ visit: { request } }: Encounter): Promise<void> {
  if (request.bodyUsed) return;
  // The client may have disconnected.
  await request.arrayBuffer().catch(() => {});
}
