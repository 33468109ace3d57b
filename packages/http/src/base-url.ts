import { invalidInput } from "./error.js";

/**
 * Checks a client's base URL: absolute, without credentials, query or fragment, and https unless it is loopback.
 *
 * @returns the URL without white space around it and without slashes at its end.
 * @throws MetermuxError `invalid_input` naming what is wrong.
 */
export function checkBaseUrl(value: string, vendor: string, allowInsecure = false): string {
  const refuse = (problem: string): never => {
    throw invalidInput(vendor, "baseUrl", `baseUrl ${problem}`);
  };
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return refuse("is not an absolute URL, such as https://api.example.com");
  }
  if (url.username !== "" || url.password !== "") refuse("holds a user name or password; give the credential as token");
  if (url.search !== "" || url.hash !== "") refuse("holds a query or fragment; give the address alone");
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && (loopback || allowInsecure))) {
    refuse(`uses ${url.protocol}//; give https, or allowInsecure`);
  }
  // Not `href`: it keeps the `?` of an empty query and the `#` of an empty fragment.
  return url.origin + url.pathname.replace(/\/+$/, "");
}
