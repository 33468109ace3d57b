// What the clients must come to, read off the sandbox's own bytes without any of them.

/**
 * @param {string} text JSON
 * @returns {any} the same with each bare number as the text it is, all digits kept
 */
const parseExactly = (text) => JSON.parse(text.replaceAll(/("\w+":\s*)(-?\d[\d.eE+-]*)/g, '$1"$2"'));

/**
 * @param {string} url
 * @param {string} token
 * @param {object} [body]
 */
async function read(url, token, body) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return text;
}

/**
 * @param {import("@metermux/sandbox").Sandbox} sandbox
 * @param {string} customerId
 * @returns {Promise<Record<import("./cases.mjs").ClientName, { text: string, pages: number }>>}
 * @throws Error when the world has no value whose digits a double would lose: nothing would be checked
 */
export async function readTruth({ connections }, customerId) {
  const { metronome, "wowza-video": wowza } = connections;
  const body = {
    window_size: "DAY",
    starting_on: "2026-03-01T00:00:00Z",
    ending_before: "2026-03-03T00:00:00Z",
    customer_ids: [customerId],
  };
  const rows = [];
  let pages = 0;
  for (let cursor = ""; ; ) {
    const query = cursor === "" ? "" : `?next_page=${encodeURIComponent(cursor)}`;
    const page = parseExactly(await read(`${metronome.baseUrl}/v1/usage${query}`, metronome.token, body));
    pages += 1;
    for (const { start_timestamp, value } of page.data) rows.push([start_timestamp, value]);
    if (page.next_page === null) break;
    cursor = page.next_page;
  }
  if (!rows.some(([, value]) => Number(value) > 2 ** 53 && String(Number(value)) !== value)) {
    throw new Error("no value of this customer is beyond 2^53 with digits that a double would lose");
  }
  const range = "from=2026-03-01%2000:00:00&to=2026-03-03%2000:00:00";
  const { account, limits } = parseExactly(await read(`${wowza.baseUrl}/usage/account?${range}`, wowza.token));
  const counters = [account.viewing_bytes, account.viewing_seconds, limits.from, limits.to];
  return {
    metronome: { text: JSON.stringify(rows), pages },
    "wowza-video": { text: JSON.stringify(counters), pages: 1 },
  };
}
