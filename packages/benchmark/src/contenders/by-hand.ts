import { bodyOf, type Contender } from "./contender.js";

interface Page {
  readonly data: readonly { readonly value: number | null }[];
  readonly next_page: string | null;
}

/** What one writes without a library: fetch and JSON.parse, no checks, no retry, numbers as doubles. */
export const read: Contender = async (reading, take) => {
  const { baseUrl, token } = reading.connection;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify(bodyOf(reading));
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "" : `?next_page=${encodeURIComponent(cursor)}`;
    const response = await fetch(`${baseUrl}/v1/usage${query}`, { method: "POST", headers, body });
    const page: Page = JSON.parse(await response.text());
    for (const row of page.data) take(row.value);
    cursor = page.next_page;
  } while (cursor !== null);
};
