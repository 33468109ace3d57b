import { checkBaseUrl } from "./base-url.js";
import { CallRequest } from "./call-request.js";
import type { ConnectionOptions } from "./connection-options.js";
import { writePath } from "./path-parameters.js";
import { attachDetails, detailsOf, type ResponseDetails } from "./response-details.js";
import { createTransport, type VendorDescription } from "./transport.js";

/** The options of openapi-fetch's `createClient` by which a client sends through the transport. */
export interface ClientOptions {
  baseUrl: string;
  fetch: (request: Request) => Promise<Response>;
  Request: typeof Request;
  pathSerializer: (path: string, parameters: Record<string, unknown>) => string;
}

/** What may be given with a call, as far as it concerns the transport. */
interface CallOptions {
  signal?: AbortSignal | null;
}

type Call = (verb: string, path: unknown, options?: CallOptions) => Promise<{ response: Response }>;

const verbs = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

/**
 * Makes a vendor's client: openapi-fetch's, over the transport.
 *
 * What a middleware makes of a request or an answer changes nothing of the transport's promises: the caller's signal
 * ends the call also where a new `Request` does not carry it, and `unwrap` knows a new `Response` for the answer that it
 * was made from.
 *
 * @param create calls openapi-fetch's `createClient` with these options and the vendor's own.
 * @throws MetermuxError `invalid_input` for a base URL, credential or number that cannot be used; from a call for a path
 * parameter that does not stay in its segment, and for a request that is no operation of the vendor's.
 */
export function connectClient<Client extends object>(
  description: VendorDescription,
  options: ConnectionOptions,
  create: (options: ClientOptions) => Client,
): Client {
  const { vendor } = description;
  const transport = createTransport(description, options);
  const client = create({
    baseUrl: checkBaseUrl(description.baseUrl, vendor, options.allowInsecure),
    fetch: transport,
    Request: CallRequest,
    pathSerializer: (path, parameters) => writePath(path, parameters, vendor),
  });

  // openapi-fetch's own types stay; its methods take no other arguments than these.
  const { request } = client as unknown as { request: Call };
  const call: Call = async (verb, path, given = {}) => {
    let details: ResponseDetails | undefined;
    const fetch = async (request: Request) => {
      const response = await transport(request, given.signal ?? undefined);
      details = detailsOf(response);
      return response;
    };
    const result = await request(verb, path, { fetch, ...given } as CallOptions);
    if (details !== undefined && detailsOf(result.response) === undefined) attachDetails(result.response, details);
    return result;
  };
  const byVerb = verbs.map((verb) => [verb, (path: unknown, given?: CallOptions) => call(verb, path, given)]);
  return Object.assign(client, { request: call }, Object.fromEntries(byVerb));
}
