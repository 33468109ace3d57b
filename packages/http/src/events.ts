import type { ErrorCode } from "./error.js";

/**
 * What a transport reports of a call. It holds no credential, no body and no query. Times are milliseconds; `date` is
 * the answer's header of that name, null where that is no date.
 */
export type TransportEvent = { vendor: string; operation: string; attempt: number } & (
  | { type: "attempt" }
  | { type: "answer"; status: number; durationMs: number; characters: number; date: string | null }
  | { type: "retry"; delayMs: number; reason: number | ErrorCode }
  | { type: "done"; status: number; durationMs: number }
  | { type: "failed"; code: ErrorCode; durationMs: number }
);

interface Channel {
  hasSubscribers: boolean;
  publish(event: TransportEvent): void;
}

/** The name under which `node:diagnostics_channel` carries the events of every transport. */
export const channelName = "metermux:transport";

/** Hands events to a hook, and to the runtime's diagnostics channel where it has one. A hook that fails breaks nothing. */
export function createEmitter(hook: ((event: TransportEvent) => void) | undefined): (event: TransportEvent) => void {
  const channel = findChannel();
  return (event) => {
    if (channel?.hasSubscribers) quietly(() => channel.publish(event));
    if (hook) quietly(() => hook(event));
  };
}

/** Whoever watches a call must not be able to change how it ends, be it at once or later. */
function quietly(run: () => unknown): void {
  try {
    const outcome = run();
    // A promise of any library: only its own `then` is sure to be there.
    if (outcome !== undefined) Promise.resolve(outcome).catch(() => {});
  } catch {}
}

interface Runtime {
  process?: { getBuiltinModule?: (name: string) => { channel(name: string): Channel } | undefined };
}

function findChannel(): Channel | undefined {
  // Only some runtimes have the module, so it cannot be imported.
  return (globalThis as Runtime).process?.getBuiltinModule?.("node:diagnostics_channel")?.channel(channelName);
}
