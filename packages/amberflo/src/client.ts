import {
  type ConnectionOptions,
  type Credential,
  type CredentialScheme,
  connectClient,
  MetermuxError,
  type Rate,
} from "@metermux/http";
import createClient, { type Client } from "openapi-fetch";
import { operations } from "./operations.js";
import type { paths } from "./schema.js";

type PortalPath = "/customer-portal/usage-batch";

/** Options for an Amberflo account. */
export interface AmberfloOptions extends ConnectionOptions {
  /** The account's API key, or a function that returns it. It can read every customer, so keep it on the server. */
  apiKey: Credential;
}

/** Options for one customer's part of an Amberflo account. */
export interface AmberfloPortalOptions extends ConnectionOptions {
  /** A token from `POST /session`, or a function that returns a fresh one. It can read only its own customer. */
  sessionToken: Credential;
}

/** A typed client of Amberflo's usage API with the account's key: the wire's own names, decimals as strings. */
export interface AmberfloClient extends Client<Omit<paths, PortalPath>> {}

/** A typed client of Amberflo's customer portal. */
export interface AmberfloPortalClient extends Client<Pick<paths, PortalPath>> {}

/** The default request rate. The vendor publishes no limit, so this is a cautious guess, UNVERIFIED. */
export const defaultRate: Rate = { requests: 5, windowMs: 1_000 };

/**
 * Makes a client for an Amberflo account.
 *
 * The client sends at most 5 requests a second. The vendor publishes no limit, so this is a cautious guess, UNVERIFIED.
 *
 * @throws MetermuxError `invalid_input` for a key or base URL that cannot be used, and from a call for a time in
 * milliseconds, where the vendor takes seconds.
 */
export function createAmberflo({ apiKey, ...options }: AmberfloOptions): AmberfloClient {
  return connect({ value: apiKey, field: "apiKey", header: "x-api-key" }, options);
}

/**
 * Makes a client for a portal session. The same header carries `Session` and the token. It throws the
 * errors of {@link createAmberflo}.
 */
export function createAmberfloPortal({ sessionToken, ...options }: AmberfloPortalOptions): AmberfloPortalClient {
  // That an expired session answers 401 is UNVERIFIED. After a 401 the client calls the function for a fresh token.
  const isExpired = (status: number) => status === 401;
  return connect(
    { value: sessionToken, field: "sessionToken", header: "x-api-key", scheme: "Session", isExpired },
    options,
  );
}

function connect(credential: CredentialScheme, options: ConnectionOptions): Client<paths> {
  const baseUrl = options.baseUrl ?? "https://app.amberflo.io";
  const description = { vendor: "amberflo", baseUrl, operations, credential, rate: defaultRate };
  const bodySerializer = writeBody;
  return connectClient(description, options, (connected) => createClient<paths>({ ...connected, bodySerializer }));
}

const enums = ["aggregation", "timeGroupingInterval", "valuesTimeGroupingInterval"];
const lowerCase = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : value);

/** Sends enums in lower case, as the vendor echoes them. The vendor accepts any case. */
function writeBody(body: unknown): string {
  const prepare = (query: object) => {
    refuseMilliseconds(query);
    const entries = Object.entries(query);
    return Object.fromEntries(entries.map(([key, value]) => [key, enums.includes(key) ? lowerCase(value) : value]));
  };
  return JSON.stringify(Array.isArray(body) ? body.map(prepare) : prepare(Object(body)));
}

function refuseMilliseconds(query: { timeRange?: Record<string, unknown> }): void {
  for (const [field, value] of Object.entries(query.timeRange ?? {})) {
    if (typeof value !== "number" || value <= 1e11) continue;
    const message = `amberflo: timeRange.${field}: ${value} is in the year 5138 or later; give seconds, not milliseconds`;
    throw new MetermuxError(message, { code: "invalid_input", vendor: "amberflo", field: `timeRange.${field}` });
  }
}
