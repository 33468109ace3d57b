// The cases, and how each ends on every runtime; what differs with reason stands in differences.mjs.

/**
 * @typedef {"metronome" | "wowza-video"} ClientName
 * @typedef {{ timeoutMs?: number, deadlineMs?: number | undefined, maxDelayMs?: number, retries?: number }} Limits
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {string} [fault] of the sandbox; none for a clean answer
 * @property {1 | "always"} [times] how often it strikes
 * @property {Limits} [limits] beyond the usual ones
 * @property {"attempt" | "retry"} [abortOn] the event at which the caller's signal aborts, the first time
 * @property {number} [abortAfterMs] how long after that event
 * @property {string | Record<ClientName, string>} end `data`, or the code of the error
 * @property {number} [requests] how many the vendor gets, where the call ends in an error. Default 1
 * @property {number} [status] of the error
 *
 * @typedef {object} Task what the program is told
 * @property {ClientName} client
 * @property {{ baseUrl: string, token: string }} connection
 * @property {string} customerId
 * @property {Limits} options
 * @property {Case["abortOn"]} [abortOn]
 * @property {number} [abortAfterMs]
 *
 * @typedef {{ end: string, requests: number, attempts?: number | undefined, status?: number | undefined }} Seen
 *
 * @typedef {object} Outcome what the program tells
 * @property {string} end
 * @property {string} [text]
 * @property {number} [lateMs] from the abort to the end of the call
 * @property {number} [attempts]
 * @property {number} [status]
 * @property {string} [message]
 */

/** @type {readonly ClientName[]} */
export const clients = ["metronome", "wowza-video"];

/** The operation of each client that faults strike. */
export const operations = { metronome: "POST /v1/usage", "wowza-video": "GET /usage/account" };

/** Wide, as the machine may be busy: no case but those that stall comes near them. */
export const usual = { timeoutMs: 8_000, deadlineMs: 12_000, maxDelayMs: 2_000 };

const stall = { timeoutMs: 500 };
// The deadline's own timer would end a wait that is deaf to the caller's signal.
const noDeadline = { deadlineMs: undefined };

/** @type {readonly Case[]} */
export const cases = [
  { name: "a clean answer", end: "data" },
  { name: "gzip", fault: "gzip", times: "always", end: "data" },
  { name: "reset before the headers, once", fault: "reset-before-headers", end: "data" },
  { name: "reset mid-body, once", fault: "reset-mid-body", end: "data" },
  { name: "stalled body, once", fault: "stall-body", limits: stall, end: "data" },
  { name: "503, once", fault: "status-503", end: "data" },
  {
    name: "reset before the headers",
    fault: "reset-before-headers",
    times: "always",
    end: "connection_failed",
    requests: 5,
  },
  { name: "reset mid-body", fault: "reset-mid-body", times: "always", end: "connection_failed", requests: 5 },
  { name: "closed mid-body", fault: "close-mid-body", times: "always", end: "connection_failed", requests: 5 },
  { name: "bad gzip", fault: "bad-gzip", times: "always", end: "connection_failed", requests: 5 },
  {
    name: "stalled body",
    fault: "stall-body",
    times: "always",
    limits: { ...stall, retries: 1 },
    end: "timed_out",
    requests: 2,
  },
  { name: "Retry-After of a week", fault: "retry-after-week", times: "always", end: "rate_limited", status: 429 },
  { name: "HTML in a 200", fault: "html-200", times: "always", end: "unexpected_response", status: 200 },
  { name: "empty 200", fault: "empty-200", times: "always", end: "unexpected_response", status: 200 },
  { name: "not UTF-8", fault: "invalid-utf8", times: "always", end: "unexpected_response" },
  { name: "302", fault: "redirect-302", times: "always", end: "redirected", status: 302 },
  {
    name: "repeated cursor",
    fault: "repeated-cursor",
    times: "always",
    // Wowza's answer has no cursor to repeat.
    end: { metronome: "incomplete_result", "wowza-video": "data" },
    requests: 2,
  },
  {
    name: "abort during a wait",
    fault: "retry-after-1",
    times: "always",
    abortOn: "retry",
    limits: noDeadline,
    end: "aborted",
  },
  {
    name: "abort during a body",
    fault: "stall-body",
    times: "always",
    abortOn: "attempt",
    abortAfterMs: 150,
    limits: noDeadline,
    end: "aborted",
  },
];

/**
 * What must be seen of a case: how it ends, what the error tells, and how many requests the vendor got.
 *
 * @param {Case} each
 * @param {ClientName} client
 * @param {number} pages requests that all the data takes, where nothing goes wrong
 * @returns {Seen}
 */
export function expectationOf({ end: ends, fault, times = 1, requests = 1, status }, client, pages) {
  const end = typeof ends === "string" ? ends : ends[client];
  if (end === "data") return { end, requests: pages + (fault !== undefined && times === 1 ? 1 : 0) };
  // An incomplete list is no failure of one call.
  return end === "incomplete_result" ? { end, requests } : { end, requests, attempts: requests, status };
}

/** How long after an abort its call may still go on, in milliseconds; the wait that it ends would take 1,000. */
export const promptMs = 500;
