import type { Contender } from "./contender.js";

interface Entry {
  /** For the table. */
  readonly label: string;
  /** Loads this contender alone. */
  load(): Promise<{ readonly read: Contender }>;
}

/** Who reads the same pages. */
export const contenders = {
  facade: { label: "facade: exact, normalized rows", load: () => import("./facade.js") },
  client: { label: "client: exact rows", load: () => import("./client.js") },
  "facade-undici": { label: "facade with undiciFetch", load: () => import("./facade-undici.js") },
  "client-undici": { label: "client with undiciFetch", load: () => import("./client-undici.js") },
  "by-hand": { label: "hand-written fetch + JSON.parse", load: () => import("./by-hand.js") },
  undici: { label: "undici.request + JSON.parse", load: () => import("./undici.js") },
  "openapi-fetch": { label: "openapi-fetch bare", load: () => import("./openapi-fetch.js") },
  "metronome-sdk": { label: "@metronome/sdk", load: () => import("./metronome-sdk.js") },
} as const satisfies Record<string, Entry>;

export type ContenderName = keyof typeof contenders;

export const contenderNames = Object.keys(contenders) as readonly ContenderName[];
