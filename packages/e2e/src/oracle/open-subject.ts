import type { Sandbox, SandboxOptions } from "@metermux/sandbox";
import type { Clock, Usage } from "@metermux/usage";
import type { EventIndex } from "./events.js";
import type { Subject } from "./subject.js";
import type { Wire } from "./wire.js";

/** Without a rate limit, and with retry waits that take no time. */
export const quick = { rate: false, baseDelayMs: 1, maxDelayMs: 2 } as const;

/** What a subject is opened with. */
export interface SceneSettings {
  readonly clock: Pick<Clock, "now">;
  readonly events: EventIndex;
  readonly options: SandboxOptions;
}

/** One connection through the facade, and its oracle. */
export interface OpenedSubject {
  readonly subject: Subject;
  readonly usage: Usage;
  readonly wire: Wire;
  /** What is particular to it, for titles. */
  readonly about?: string;
}

/** Opens a connection to a sandbox. */
export type OpenSubject = (sandbox: Sandbox, settings: SceneSettings) => Promise<OpenedSubject>;

/** A vendor's list as it is. */
export async function listOf(url: string, headers: Record<string, string>) {
  const response = await fetch(url, { headers });
  return response.json();
}
