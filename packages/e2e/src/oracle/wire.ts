import { RULE_HEADER } from "@metermux/sandbox";

/** A sent request with its result. */
export interface Sent {
  method: string;
  /** Path and query, beneath the vendor's base URL. */
  target: string;
  body: string;
  /** 0 before an answer arrives. */
  status: number;
  /** The rule by which the sandbox refused it. */
  rule: string | null;
}

export interface Wire {
  /** In the order in which they were sent. */
  readonly sent: readonly Sent[];
  readonly fetch: typeof fetch;
  /** Forgets what was sent. */
  clear(): void;
}

/** A fetch that records its requests. */
export function recordWire(baseUrl: string): Wire {
  const sent: Sent[] = [];
  return {
    sent,
    clear: () => sent.splice(0),
    async fetch(input, init) {
      const request = new Request(input, init);
      const { method, url } = request;
      const entry: Sent = { method, target: url.slice(baseUrl.length), body: "", status: 0, rule: null };
      sent.push(entry);
      if (method !== "GET") entry.body = await request.clone().text();
      const response = await fetch(request);
      entry.status = response.status;
      entry.rule = response.headers.get(RULE_HEADER);
      return response;
    },
  };
}
