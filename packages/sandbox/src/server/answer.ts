import { type Json, writeJson } from "./json.js";

/** What a vendor answers, before it is written. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** An answer in JSON, as every vendor gives it. */
export function jsonAnswer(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { "content-type": "application/json", ...headers }, body };
}

export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(writeJson(body), { status, headers });
}
