/** An exchange in HAR 1.2, with only the members that contract checkers read. */
export interface HarEntry {
  startedDateTime: string;
  request: {
    method: string;
    url: string;
    headers: Pair[];
    queryString: Pair[];
    postData?: { mimeType: string; text: string };
  };
  response: { status: number; headers: Pair[]; content: { mimeType: string; size: number; text: string } };
}

interface Pair {
  name: string;
  value: string;
}

const pairs = (items: Iterable<[string, string]>): Pair[] => [...items].map(([name, value]) => ({ name, value }));

/**
 * A `fetch` that records every exchange.
 *
 * @param from the address that requests are sent to.
 * @param to the address to record in its place: that of the spec.
 */
export function recorder(
  from: string,
  to: string,
): { fetch: (request: Request) => Promise<Response>; entries: HarEntry[] } {
  const entries: HarEntry[] = [];
  const record = async (request: Request): Promise<Response> => {
    const body = await request.clone().text();
    const response = await fetch(request);
    const text = await response.clone().text();
    const url = request.url.replace(from, to);
    const mimeType = response.headers.get("content-type") ?? "";
    entries.push({
      startedDateTime: "2026-03-10T12:00:00.000Z",
      request: {
        method: request.method,
        url,
        headers: pairs(request.headers),
        queryString: pairs(new URL(url).searchParams),
        ...(body !== "" && { postData: { mimeType: "application/json", text: body } }),
      },
      response: {
        status: response.status,
        headers: pairs(response.headers),
        content: { mimeType, size: text.length, text },
      },
    });
    return response;
  };
  return { fetch: record, entries };
}

/** The document of a HAR file. */
export function toHar(entries: readonly HarEntry[]): string {
  return JSON.stringify({ log: { version: "1.2", creator: { name: "metermux", version: "0" }, entries } });
}
