/** The version of this package, as its package.json has it. */
export const version = "0.1.0";

/**
 * Says who asks, where that is allowed: in a browser the header is the browser's, and setting it would make a simple
 * cross-origin request one that the vendor has to allow first.
 */
export function setUserAgent(headers: Headers): void {
  const inBrowser = "document" in globalThis || "importScripts" in globalThis;
  if (!inBrowser && !headers.has("user-agent")) headers.set("user-agent", `metermux/${version}`);
}
