// The sandbox, and the address at which a program asks for its next case and tells how the last one ended. The clients
// know nothing of faults: they are planned between the cases, so each runtime's own `fetch` is used as it is.
import { createServer } from "node:http";
import { startSandbox } from "@metermux/sandbox";
import { cases, clients, expectationOf, operations, promptMs, usual } from "./cases.mjs";
import { readTruth } from "./truth.mjs";

/**
 * @typedef {import("./cases.mjs").Outcome} Outcome
 * @typedef {import("./cases.mjs").Seen} Seen
 *
 * @typedef {object} Result
 * @property {import("./cases.mjs").ClientName} client
 * @property {string} name of the case
 * @property {Seen} seen
 * @property {Seen} expected
 * @property {string} message of the error
 */

const plays = clients.flatMap((client) => cases.map((each) => ({ client, each })));

/** How many results a runtime that played everything has. */
export const total = plays.length;

/**
 * Starts the sandbox and the control address.
 *
 * @returns `play`, which gives the results of one runtime that `start` brings to ask, in order, as far as it came.
 */
export async function createDriver() {
  const sandbox = await startSandbox({ now: "2026-03-10T12:00:00Z", requestsPerSecond: false });
  const { metronome, "wowza-video": wowza } = sandbox.connections;
  const truth = await readTruth(sandbox, wowza.customerId);
  const connections = {
    metronome: { baseUrl: metronome.baseUrl, token: metronome.token },
    "wowza-video": { baseUrl: wowza.baseUrl, token: wowza.token },
  };
  let next = 0;
  let requestsBefore = 0;
  /** @type {Result[]} */
  let results = [];

  /** @param {Outcome} outcome of the case asked for last */
  function record(outcome) {
    const play = plays[next - 1];
    if (play === undefined) return;
    const { client, each } = play;
    const { text, pages } = truth[client];
    const { attempts, status, message = "" } = outcome;
    const requests = (sandbox.requests[client] ?? 0) - requestsBefore;
    const seen = { end: judge(outcome, text), requests, attempts, status };
    results.push({ client, name: each.name, seen, expected: expectationOf(each, client, pages), message });
  }

  /** @returns {import("./cases.mjs").Task | null} */
  function advance() {
    sandbox.clearFaults();
    const play = plays[next];
    next += 1;
    if (play === undefined) return null;
    const { client, each } = play;
    const { fault, times = 1, limits, abortOn, abortAfterMs } = each;
    if (fault !== undefined) sandbox.inject({ fault, times, vendor: client, operation: operations[client] });
    requestsBefore = sandbox.requests[client] ?? 0;
    const options = { ...usual, ...limits };
    return { client, connection: connections[client], customerId: wowza.customerId, options, abortOn, abortAfterMs };
  }

  const control = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const outcome = /** @type {Outcome | null} */ (JSON.parse(text || "null"));
    if (outcome !== null) record(outcome);
    // The page in a browser is of the sandbox's origin, and this is another.
    response.setHeader("access-control-allow-origin", "*");
    response.end(JSON.stringify(advance()));
  });
  await new Promise((resolve) => control.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = control.address();
  if (address === null || typeof address === "string") throw new Error("the control address has no port");

  return {
    origin: sandbox.origin,
    control: `http://127.0.0.1:${address.port}/`,
    /** @param {() => Promise<void>} start */
    async play(start) {
      next = 0;
      results = [];
      let problem = "";
      await start().catch((error) => {
        problem = error instanceof Error ? error.message : String(error);
      });
      return { results, problem };
    },
    async close() {
      control.close();
      control.closeAllConnections();
      await sandbox.close();
    },
  };
}

/**
 * @param {Outcome} outcome
 * @param {string} truth
 */
function judge({ end, text, lateMs = 0 }, truth) {
  if (end === "data" && text !== truth) return `wrong data: ${text?.slice(0, 200)} in place of ${truth.slice(0, 200)}`;
  return lateMs > promptMs ? `${end}, ${Math.round(lateMs)} ms after the abort` : end;
}
