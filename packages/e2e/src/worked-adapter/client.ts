import {
  type ConnectionOptions,
  type Credential,
  createTransport,
  type Operation,
  paginate,
  type Rate,
  unwrap,
} from "@metermux/http";

/** How to reach an OpenMeter. */
export interface OpenMeterOptions extends ConnectionOptions {
  token: Credential;
  baseUrl: string;
}

/** What the transport must know: these are reads, so they may be sent again, and this is what an answer must have. */
const operations: Record<string, Operation> = {
  "GET /openmeter/meters": { read: true, envelope: ["data[]", "meta"] },
  "GET /openmeter/customers": { read: true, envelope: ["data[]", "meta"] },
  // Values are strings on the wire; should a number come, it keeps its digits too.
  "POST /openmeter/meters/{meterId}/query": { read: true, envelope: ["data[]"], decimals: ["value"] },
};

export interface WireMeter {
  id: string;
  name: string;
  aggregation: string;
  dimensions?: Record<string, string>;
}

export interface WireCustomer {
  id: string;
  name: string;
  key?: string;
}

export interface QueryBody {
  from: string;
  to: string;
  granularity?: "PT1H" | "P1D" | "P1M";
  time_zone: string;
  group_by_dimensions: string[];
  filters: { dimensions: Record<string, { in: readonly string[] }> };
}

export interface QueryResult {
  data: { value: string; from: string; to: string; dimensions: Record<string, string> }[];
}

interface Page<Item> {
  data: Item[];
  meta: { page: { number: number; size: number; total: number } };
}

/** Nobody publishes a limit: whoever runs the server sets one. Our choice. */
export const defaultRate: Rate = { requests: 10, windowMs: 1_000 };

/** The three calls that an adapter needs, each the whole answer or a typed error. */
export function createClient({ token, baseUrl, ...options }: OpenMeterOptions) {
  const credential = { value: token, field: "token", header: "authorization", scheme: "Bearer" };
  const vendor = { vendor: "openmeter", baseUrl, operations, credential, rate: defaultRate };
  const send = createTransport(vendor, options);

  async function call(path: string, signal: AbortSignal, body?: QueryBody): Promise<unknown> {
    const headers = { "content-type": "application/json" };
    const post = body && { method: "POST", body: JSON.stringify(body), headers };
    const response = await send(new Request(`${baseUrl}${path}`, { ...post, signal }));
    const answer: unknown = await response.json().catch(() => undefined);
    return unwrap(response.ok ? { data: answer, response } : { error: answer, response });
  }

  async function list<Item>(path: string, signal: AbortSignal): Promise<Item[]> {
    const found: Item[] = [];
    const pages = paginate({
      name: `openmeter: GET ${path}`,
      signal,
      fetchPage: async (cursor = "1", stop) => {
        const query = `page[size]=100&page[number]=${cursor}`;
        // The transport has seen to it that there are `data` and `meta`.
        return (await call(`${path}?${query}`, stop)) as Page<Item>;
      },
      items: ({ data }) => data,
      next: ({ meta: { page } }) => (page.number * page.size < page.total ? String(page.number + 1) : null),
    });
    for await (const { data } of pages) found.push(...data);
    return found;
  }

  return {
    meters: (signal: AbortSignal) => list<WireMeter>("/openmeter/meters", signal),
    customers: (signal: AbortSignal) => list<WireCustomer>("/openmeter/customers", signal),
    query: (meterId: string, body: QueryBody, signal: AbortSignal) =>
      call(`/openmeter/meters/${encodeURIComponent(meterId)}/query`, signal, body) as Promise<QueryResult>,
  };
}
