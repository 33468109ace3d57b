// Where a runtime is seen otherwise than Node, with the reason. Everything else must be the same.

/**
 * @typedef {object} Difference
 * @property {string} runtime
 * @property {string} name of the case
 * @property {import("./cases.mjs").ClientName} [client] default: each
 * @property {keyof import("./cases.mjs").Seen} member of what is seen
 * @property {string | number | undefined} value in place of Node's
 * @property {boolean} [sometimes] Node's value may be seen too; otherwise that is a failure: the difference is over
 * @property {string} reason
 */

const resent =
  "a request whose connection was kept open from the call before is sent once more by the runtime itself, as such a " +
  "connection may have been closed meanwhile; RFC 9112, section 9.3.1, has that for idempotent methods";

/** @type {readonly Difference[]} */
export const differences = [
  {
    runtime: "chromium",
    name: "302",
    member: "status",
    value: undefined,
    reason: "a redirect that is not followed is opaque in a browser: its status is 0 (Fetch, opaque-redirect response)",
  },
  {
    runtime: "chromium",
    name: "reset before the headers",
    member: "requests",
    value: 6,
    sometimes: true,
    reason: `${resent}, and Chromium does it for POST as well`,
  },
  {
    runtime: "deno",
    name: "reset before the headers",
    member: "requests",
    value: 6,
    sometimes: true,
    reason: `${resent}, and Deno does it for POST as well`,
  },
  {
    runtime: "bun",
    name: "reset before the headers",
    client: "wowza-video",
    member: "requests",
    value: 6,
    sometimes: true,
    reason: resent,
  },
];
