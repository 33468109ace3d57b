// What runs inside each runtime: asks the driver for a case, plays it with a client, tells the driver how it ended, until
// there are no more. Web standards alone, so that the same bytes run everywhere.
import { isMetermuxError } from "@metermux/http";
import { createMetronome, paginate, unwrap } from "@metermux/metronome";
import { createWowzaVideo } from "@metermux/wowza-video";

/** @typedef {import("./cases.mjs").Task} Task */

/** Long enough for every case; a call that is not over by then hangs. */
const hungAfterMs = 15_000;

/**
 * Asks a vendor, and gives the values that came as text.
 *
 * @type {Record<Task["client"], (task: Task, options: import("@metermux/http").ConnectionOptions, signal: AbortSignal) => Promise<string>>}
 */
const ask = {
  async metronome({ connection, customerId }, options, signal) {
    const client = createMetronome({ ...options, ...connection });
    const body = {
      window_size: /** @type {const} */ ("DAY"),
      starting_on: "2026-03-01T00:00:00Z",
      ending_before: "2026-03-03T00:00:00Z",
      customer_ids: [customerId],
    };
    /** @type {unknown[]} */
    const rows = [];
    const pages = paginate((cursor, pageSignal) =>
      unwrap(
        client.POST("/v1/usage", {
          params: { query: cursor },
          body,
          signal: AbortSignal.any([signal, pageSignal]),
        }),
      ),
    );
    for await (const { data } of pages)
      rows.push(...data.map(({ start_timestamp, value }) => [start_timestamp, value]));
    return JSON.stringify(rows);
  },
  async "wowza-video"({ connection }, options, signal) {
    const client = createWowzaVideo({ ...options, ...connection });
    const query = { from: "2026-03-01 00:00:00", to: "2026-03-03 00:00:00" };
    const { account, limits } = await unwrap(client.GET("/usage/account", { params: { query }, signal }));
    return JSON.stringify([account?.viewing_bytes, account?.viewing_seconds, limits.from, limits.to]);
  },
};

/**
 * @param {Task} task
 * @returns {Promise<import("./cases.mjs").Outcome>}
 */
async function play(task) {
  const { client, options, abortOn, abortAfterMs = 0 } = task;
  const caller = new AbortController();
  let abortedAt = 0;
  const abort = () => {
    abortedAt = performance.now();
    caller.abort();
  };
  let armed = abortOn !== undefined;
  /** @param {{ type: string }} event */
  const onEvent = ({ type }) => {
    if (!armed || type !== abortOn) return;
    armed = false;
    setTimeout(abort, abortAfterMs);
  };
  const work = ask[client](task, { ...options, rate: false, random: () => 0, onEvent }, caller.signal);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`hung: no end within ${hungAfterMs} ms`)), hungAfterMs);
  });
  try {
    const text = String(await Promise.race([work, late]));
    return { end: "data", text };
  } catch (error) {
    const lateMs = abortedAt === 0 ? 0 : performance.now() - abortedAt;
    if (!isMetermuxError(error)) return { end: `untyped: ${error}` };
    return { end: error.code, lateMs, attempts: error.attempts, status: error.status, message: error.message };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Plays every case that the driver has.
 *
 * @param {string} control the driver's address
 */
export async function run(control) {
  /** @type {unknown} */
  let last = null;
  for (;;) {
    // Text, so that a browser, for which the driver is another origin, sends it without asking first.
    const response = await fetch(control, { method: "POST", body: JSON.stringify(last) });
    const task = /** @type {Task | null} */ (await response.json());
    if (task === null) return;
    last = await play(task);
  }
}
