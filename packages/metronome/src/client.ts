import { type ConnectionOptions, type Credential, connectClient, type Rate } from "@metermux/http";
import createClient, { type Client } from "openapi-fetch";
import { operations } from "./operations.js";
import type { paths } from "./schema.js";

/** Options for a Metronome account. */
export interface MetronomeOptions extends ConnectionOptions {
  /** The account's API token, or a function that returns it. It also chooses between production and sandbox data. */
  token: Credential;
  /** Default `https://api.metronome.com`. */
  baseUrl?: string | undefined;
}

/** A typed client of Metronome's usage API: paths, bodies and rows as on the wire, decimals as strings. */
export interface MetronomeClient extends Client<paths> {}

/** The default request rate: the account's default tier, as production users report it. */
export const defaultRate: Rate = { requests: 8, windowMs: 1_025 };

/**
 * Makes a client for one Metronome account.
 *
 * Usage values are strings with every digit of the wire. The client sends at most 8 requests a second, the account's
 * default tier as production users report it. The window is a little longer than a second, so that uneven latency
 * does not cause a 429. UNVERIFIED against the live API.
 *
 * @throws MetermuxError `invalid_input` for a token or base URL that cannot be used.
 */
export function createMetronome(options: MetronomeOptions): MetronomeClient {
  const baseUrl = options.baseUrl ?? "https://api.metronome.com";
  const credential = { value: options.token, field: "token", header: "authorization", scheme: "Bearer" };
  const description = { vendor: "metronome", baseUrl, operations, credential, rate: defaultRate };
  // Lists in the query are comma-joined, as the vendor's own client sends them; openapi-fetch does not read this from the spec.
  const querySerializer = { array: { style: "form", explode: false } } as const;
  return connectClient(description, options, (connected) => createClient<paths>({ ...connected, querySerializer }));
}
