import { setTimeout as sleep } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Encounter } from "./fault.js";

/**
 * What is done to a connection, step by step: bytes are written as they are; `close` sends what is left and then a FIN,
 * `reset` an RST. A script that ends with neither leaves the connection open and silent.
 */
export type Step = Uint8Array | { readonly pause: number } | "close" | "reset";

/** Long enough for a client on this machine to have read what was sent: an RST takes back what was not. */
export const beforeReset: Step = { pause: 20 };

/** Plays a script on the connection in the place of an answer. It ends early when the connection does. */
export async function play(encounter: Encounter, steps: Iterable<Step>): Promise<Response> {
  const { socket } = encounter.connection().incoming;
  await drain(encounter);
  for (const step of steps) {
    if (socket.destroyed) break;
    if (step === "reset") socket.resetAndDestroy();
    else if (step === "close") socket.destroySoon();
    else if ("pause" in step) await pause(encounter, step.pause);
    // Called back with an error when the connection ends: the next turn of the loop sees that.
    else await new Promise<void>((resolve) => socket.write(step, () => resolve()));
  }
  return RESPONSE_ALREADY_SENT;
}

/** Waits, or until the connection is gone. */
export async function pause(encounter: Encounter, milliseconds: number): Promise<void> {
  const { socket } = encounter.connection().incoming;
  const gone = new AbortController();
  const abort = (): void => gone.abort();
  socket.once("close", abort);
  if (!socket.destroyed) await sleep(milliseconds, undefined, { signal: gone.signal }).catch(() => {});
  socket.off("close", abort);
}

/** Reads what nobody has: a connection that closes on unread bytes sends an RST in the place of the FIN. */
async function drain({ visit: { request } }: Encounter): Promise<void> {
  if (request.bodyUsed) return;
  // The client may be gone by now.
  await request.arrayBuffer().catch(() => {});
}
