import { type Json, writeJson } from "./json.js";

/** A vendor's response before it is serialized. */
export interface VendorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** A JSON response, as every vendor sends it. */
export function jsonResponse(
  status: number,
  body: Json,
  headers: Readonly<Record<string, string>> = {},
): VendorResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body };
}

export function toResponse({ status, headers, body }: VendorResponse): Response {
  return new Response(writeJson(body), { status, headers });
}
