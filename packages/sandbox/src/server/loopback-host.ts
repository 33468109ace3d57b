/**
 * Whether a request's `Host` header names this machine: `localhost`, an address in 127.0.0.0/8 or `::1`, with any port.
 *
 * A page in a browser can give its own host name the address 127.0.0.1 and then read what is answered, with the sandbox's
 * constant credentials (DNS rebinding). The browser still sends the name of the page's host, which tells.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  // A host and a port, and nothing that a URL would read as another part.
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) return false;
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  if (url === undefined) return false;
  const { hostname } = url;
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The answer to a request that is for another host: 421, the status for a request that is at the wrong server. */
export function misdirected(host: string | undefined): Response {
  const named = host === undefined ? "this one names none" : `this one is for "${host}"`;
  const message = `The sandbox answers requests for a loopback host alone; ${named}. Use 127.0.0.1 or localhost.`;
  return Response.json({ message }, { status: 421 });
}
