import { excerpt, type Redact } from "./redact.js";

/** What a vendor says of an error, without the credential. */
export interface VendorWords {
  /** The vendor's own code. */
  code: string | undefined;
  /** The places where vendors put their message, or the body itself, on one line. */
  text: string;
  /** The whole body. */
  body: unknown;
}

/** Reads what a vendor says in the body of an error. */
export function vendorWords(said: unknown, redact: Redact): VendorWords {
  const body = redactBody(said, redact, 0);
  if (typeof body === "string") return { code: undefined, text: excerpt(body, redact), body };
  if (typeof body !== "object" || body === null) return { code: undefined, text: "", body };
  const fields = body as Record<string, unknown>;
  const inner =
    typeof fields.meta === "object" && fields.meta !== null ? (fields.meta as Record<string, unknown>) : fields;
  const text = [inner.message, inner.errorMessage, inner.error].find((value) => typeof value === "string");
  return {
    code: typeof inner.code === "string" ? redact(inner.code) : undefined,
    text: excerpt(typeof text === "string" ? text : JSON.stringify(body), redact),
    body,
  };
}

/** Nobody reads deeper into an error, and a body that is nested for ever would end in a RangeError. */
const deepest = 50;

/** A copy without the credential, which may stand in a key as well. */
function redactBody(body: unknown, redact: Redact, depth: number): unknown {
  if (typeof body === "string") return redact(body);
  if (typeof body !== "object" || body === null) return body;
  if (depth === deepest) return "…";
  const within = (value: unknown) => redactBody(value, redact, depth + 1);
  if (Array.isArray(body)) return body.map(within);
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [redact(key), within(value)]));
}
