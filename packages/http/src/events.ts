import type { ErrorCode } from "./error.js";

/**
 * What a transport tells of a call. It holds no credential, no body and no query. Times are milliseconds; `date` is the
 * answer's header of that name.
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

/** Hands events to a hook, and to the runtime's diagnostics channel where it has one. A hook that throws breaks nothing. */
export function createEmitter(hook: ((event: TransportEvent) => void) | undefined): (event: TransportEvent) => void {
  const channel = findChannel();
  return (event) => {
    try {
      if (channel?.hasSubscribers) channel.publish(event);
      hook?.(event);
    } catch {
      // Whoever watches a call must not be able to change how it ends.
    }
  };
}

interface Runtime {
  process?: { getBuiltinModule?: (name: string) => { channel(name: string): Channel } | undefined };
}

function findChannel(): Channel | undefined {
  // Only some runtimes have the module, so it cannot be imported.
  return (globalThis as Runtime).process?.getBuiltinModule?.("node:diagnostics_channel")?.channel(channelName);
}
