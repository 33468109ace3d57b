/**
 * Whether a request's `Host` header names this machine: `localhost`, an address in 127.0.0.0/8 or `::1`, with any port.
 *
 * A web page can point its own host name at 127.0.0.1 and then read answers with the sandbox's constant credentials (DNS
 * rebinding). The browser still sends the page's host name, so `Host` detects it.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  // Only a host and a port; other characters would be parsed as another part of a URL.
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) return false;
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  if (url === undefined) return false;
  const { hostname } = url;
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The answer to a request for another host: 421, Misdirected Request. */
export function misdirected(host: string | undefined): Response {
  const named = host === undefined ? "this one names none" : `this one is for "${host}"`;
  const message = `The sandbox answers only requests for a loopback host; ${named}. Use 127.0.0.1 or localhost.`;
  return Response.json({ message }, { status: 421 });
}
