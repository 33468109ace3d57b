import { type ConnectionOptions, type Credential, connectClient, type Rate } from "@metermux/http";
import createClient, { type Client } from "openapi-fetch";
import { operations } from "./operations.js";
import type { paths } from "./schema.js";

/** Options for a Wowza Video account. */
export interface WowzaVideoOptions extends ConnectionOptions {
  /** A JSON web token of the account, or a function that returns it. */
  token: Credential;
  /** With the version path. Default `https://api.video.wowza.com/api/v2.0`. */
  baseUrl?: string | undefined;
}

/** A typed client of Wowza Video's usage API: the wire's own names, counters as strings. */
export interface WowzaVideoClient extends Client<paths> {}

/** The default request rate. The vendor publishes no limit, so this is a cautious guess, UNVERIFIED. */
export const defaultRate: Rate = { requests: 4, windowMs: 1_000 };

/**
 * Makes a client for a Wowza Video account.
 *
 * The client sends at most 4 requests a second. The vendor publishes no limit, so this is a cautious guess, UNVERIFIED.
 *
 * @throws MetermuxError `invalid_input` for a token or base URL that cannot be used.
 */
export function createWowzaVideo({ token, ...options }: WowzaVideoOptions): WowzaVideoClient {
  const baseUrl = options.baseUrl ?? "https://api.video.wowza.com/api/v2.0";
  // A 401 can also be a billing state, which a fresh token does not fix.
  const isExpired = (status: number, body: string) => status === 401 && body.includes('"ERR-401-ExpiredToken"');
  const credential = { value: token, field: "token", header: "authorization", scheme: "Bearer", isExpired };
  const description = { vendor: "wowza-video", baseUrl, operations, credential, rate: defaultRate };
  const querySerializer = writeQuery;
  return connectClient(description, options, (connected) => createClient<paths>({ ...connected, querySerializer }));
}

/**
 * Brackets, commas and colons are sent as the vendor's documentation writes them. Whether their encoded forms are
 * accepted is UNVERIFIED. A space becomes %20.
 */
function writeQuery(query: Record<string, unknown>): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const readable = (value: unknown) => encodeURIComponent(String(value)).replaceAll("%2C", ",").replaceAll("%3A", ":");
  return pairs.map(([name, value]) => `${name}=${readable(value)}`).join("&");
}
