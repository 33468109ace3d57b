import type { Fault } from "./fault.js";

/** Redirects; the vendor does not see the request. They stay on this machine, because a client that follows one may send its key. */
export const redirectFaults: readonly Fault[] = [301, 302, 307, 308].map((status) => ({
  name: `redirect-${status}`,
  parameter: "ORIGIN",
  what: "A redirect to the same path at that loopback origin, such as `http://127.0.0.1:9`; by default to itself.",
  prepare: (parameter) => {
    const origin = parameter === undefined ? undefined : readOrigin(parameter);
    return async ({ visit }) => {
      const { pathname, search, origin: own } = new URL(visit.request.url);
      return new Response(null, { status, headers: { location: (origin ?? own) + pathname + search } });
    };
  },
}));

function readOrigin(text: string): string {
  const { protocol, hostname, origin } = URL.canParse(text) ? new URL(text) : new URL("none:");
  if (/^https?:$/.test(protocol) && ["127.0.0.1", "localhost", "[::1]"].includes(hostname)) return origin;
  throw new RangeError(`a redirect must lead to an origin on loopback, got '${text}'`);
}
