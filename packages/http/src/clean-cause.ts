import type { Redact } from "./redact.js";

/** What an error of a runtime says of itself besides its message; anything else it carries may be the request. */
const plainMembers = ["code", "errno", "syscall", "hostname", "address", "port"] as const;

/** A cause of a cause of a cause is as deep as any runtime goes. */
const deepest = 5;

/**
 * A copy of what was thrown that holds no credential. Runtimes put what they sent or received into their errors, in
 * members of any name, some of them hidden; so the copy has the name, message, stack, code and address, redacted, and
 * the same of its own causes.
 */
export function cleanCause(thrown: unknown, redact: Redact, depth = 0): unknown {
  if (typeof thrown === "string") return redact(thrown);
  if (typeof thrown !== "object" || thrown === null) return typeof thrown === "number" ? thrown : undefined;
  const message = textOf(thrown, "message");
  if (message === undefined || depth > deepest) return undefined;
  const cause = cleanCause(memberOf(thrown, "cause"), redact, depth + 1);
  const copy = new Error(redact(message), cause === undefined ? undefined : { cause });
  const name = textOf(thrown, "name");
  const stack = textOf(thrown, "stack");
  const hidden = { enumerable: false, configurable: true, writable: true };
  if (name !== undefined) Object.defineProperty(copy, "name", { ...hidden, value: redact(name) });
  Object.defineProperty(copy, "stack", { ...hidden, value: redact(stack ?? "") });
  for (const key of plainMembers) {
    const value = memberOf(thrown, key);
    if (typeof value === "string") Object.assign(copy, { [key]: redact(value) });
    if (typeof value === "number") Object.assign(copy, { [key]: value });
  }
  const errors = memberOf(thrown, "errors");
  if (Array.isArray(errors)) Object.assign(copy, { errors: errors.map((each) => cleanCause(each, redact, depth + 1)) });
  return copy;
}

/** The messages that say why a connection failed: `fetch failed` says nothing by itself, its cause does. */
export function reasonOf(cause: unknown): string {
  const inner = memberOf(cause, "cause") ?? cause;
  const errors = memberOf(inner, "errors");
  const messages = (Array.isArray(errors) ? errors : [inner]).flatMap((each) => textOf(each, "message") || []);
  return messages.join("; ") || textOf(inner, "name") || String(typeof inner === "string" ? inner : "");
}

function memberOf(value: unknown, key: string): unknown {
  try {
    return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  } catch {
    // A getter of the runtime that does not know the object.
    return undefined;
  }
}

function textOf(value: unknown, key: string): string | undefined {
  const member = memberOf(value, key);
  return typeof member === "string" ? member : undefined;
}
