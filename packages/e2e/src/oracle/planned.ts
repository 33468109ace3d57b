import type { UsagePlan } from "@metermux/usage";
import type { Sent } from "./wire.js";

/** A planned or sent request in one format. */
export type RequestText = string;

/** The requests that a plan lists, in its order. */
export function plannedRequests({ connections }: UsagePlan): RequestText[] {
  const calls = connections.flatMap(({ steps }) => steps.flatMap((step) => step.calls));
  return calls.map(({ operation, request }) => {
    return operation.startsWith("POST")
      ? `${operation} ${JSON.stringify(request)}`
      : `${operation} ${inQuery(request)}`;
  });
}

/** The usage requests that were sent, without lists of meters and customers; only the first of every chain of pages. */
export function sentRequests(sent: readonly Sent[]): RequestText[] {
  return usageOf(sent)
    .filter(({ target }) => !target.includes("next_page="))
    .map(({ method, target, body }) => {
      const [path, query = ""] = target.split("?");
      return method === "POST" ? `${method} ${target} ${body}` : `${method} ${path} ${query}`;
    });
}

/** Every request for usage. */
export const usageOf = (sent: readonly Sent[]): readonly Sent[] => sent.filter(({ target }) => /\/usage/.test(target));

/** A query string as sent: a space as %20, brackets and commas unencoded. */
function inQuery(request: unknown): string {
  const entries: [string, unknown][] = Object.entries(request ?? {});
  return entries.map(([name, value]) => `${name}=${encodeURI(String(value))}`).join("&");
}
