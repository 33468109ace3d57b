/** What went wrong, as a closed list to branch on. */
export type ErrorCode =
  /** The caller's mistake, found before any request was sent. */
  | "invalid_input"
  /** The vendor has no exact answer to this question; refused before any request was sent. */
  | "unsupported"
  /** The vendor did not accept the credential, or does not let it make this call (401 or 403). */
  | "unauthorized"
  /** The vendor knows no such thing (404). */
  | "not_found"
  /** The vendor refused the request (any other 4xx, a conflict included). */
  | "rejected"
  /** The vendor's rate limit held to the last attempt (429). */
  | "rate_limited"
  /** The vendor failed (5xx) to the last attempt. */
  | "vendor_failure"
  /** No complete answer came over the connection. */
  | "connection_failed"
  /** A time limit ended the request, or the whole call; or the vendor's did (408). */
  | "timed_out"
  /** The caller's signal ended the call. */
  | "aborted"
  /** The answer points elsewhere (3xx); following it could hand the credential to another host. */
  | "redirected"
  /** A complete 2xx answer that is not what the operation promises. */
  | "unexpected_response"
  /** The pages of a list did not come to a proper end. */
  | "incomplete_result";

/** What an error carries besides its message. */
export interface ErrorDetails<Body = unknown> {
  code: ErrorCode;
  /** The vendor asked, for example `metronome`. */
  vendor?: string | undefined;
  /** The operation asked, for example `POST /v1/usage`. */
  operation?: string | undefined;
  /** HTTP status of the vendor's last answer. */
  status?: number | undefined;
  /** The vendor's own code, such as `ERR-401-TrialExceeded`. */
  vendorCode?: string | undefined;
  /** Whether the same call may succeed later without a change. */
  retryable?: boolean | undefined;
  /** Whether the same question will fail again, and a smaller one may not. */
  splittable?: boolean | undefined;
  /** Milliseconds that the vendor asked to wait. */
  retryAfterMs?: number | undefined;
  /** The vendor's own id of the request, for its support. */
  requestId?: string | undefined;
  /** How many times the request was sent. */
  attempts?: number | undefined;
  /** The vendor's error body, parsed where it was JSON. */
  body?: Body | undefined;
  /** The input at fault, for `invalid_input` and `unsupported`. */
  field?: string | undefined;
  /** Its value as text for people, cut where it is long. */
  value?: string | undefined;
  /** Why it is refused, without the names of field and vendor: each interface puts its own words around it. */
  reason?: string | undefined;
  /** What works in its place; absent where nothing was found. */
  suggestion?: ErrorSuggestion | undefined;
  cause?: unknown;
}

/** Changes of a query, each tried: with any one of them it is answered. */
export interface ErrorSuggestion {
  /** Fields with other values, the nearest first. A field that is there and undefined is to be left out; `null` in JSON. */
  changes: readonly Readonly<Record<string, unknown>>[];
  /** The same for people, with the names of the library. */
  text: string;
}

const brand = Symbol.for("metermux.error");

/** The one error of every metermux package. Branch on `code`; the message is for people and holds no credential. */
export class MetermuxError<Body = unknown> extends Error implements ErrorDetails<Body> {
  override readonly name = "MetermuxError";
  declare readonly code: ErrorCode;
  declare readonly vendor: string | undefined;
  declare readonly operation: string | undefined;
  declare readonly status: number | undefined;
  declare readonly vendorCode: string | undefined;
  declare readonly retryable: boolean;
  declare readonly splittable: boolean;
  declare readonly retryAfterMs: number | undefined;
  declare readonly requestId: string | undefined;
  declare readonly attempts: number | undefined;
  declare readonly body: Body | undefined;
  declare readonly field: string | undefined;
  declare readonly value: string | undefined;
  declare readonly reason: string | undefined;
  declare readonly suggestion: ErrorSuggestion | undefined;

  constructor(message: string, { cause, retryable = false, splittable = false, ...details }: ErrorDetails<Body>) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, details, { retryable, splittable });
    Object.defineProperty(this, brand, { value: true });
  }

  /** Plain data for logs and answers: everything but the cause and the stack, fit for JSON whatever the body is. */
  toJSON(): Record<string, unknown> {
    const { name, message, cause: _, body, suggestion, ...fields } = this;
    const changes = suggestion?.changes.map((change) =>
      Object.fromEntries(Object.entries(change).map(([field, value]) => [field, value ?? null])),
    );
    return {
      ...{ name, message, ...fields },
      ...(body !== undefined && { body: plain(body) }),
      ...(suggestion && { suggestion: { changes, text: suggestion.text } }),
    };
  }
}

/** A value as JSON has it, without what stands in it a second time: it may hold itself. */
function plain(value: unknown): unknown {
  const seen = new Set<unknown>();
  const once = (_: string, member: unknown) => {
    if (typeof member === "bigint") return String(member);
    if (typeof member !== "object" || member === null) return member;
    return seen.has(member) ? undefined : seen.add(member) && member;
  };
  return JSON.parse(JSON.stringify(value, once) ?? "null");
}

/** The refusal of an input of a client, before anything is sent. */
export function invalidInput(vendor: string, field: string, problem: string): MetermuxError {
  return new MetermuxError(`${vendor}: ${problem}`, { code: "invalid_input", vendor, field });
}

/** Whether a caught value is a metermux error, also one thrown by another copy of this package. */
export function isMetermuxError(value: unknown): value is MetermuxError {
  return typeof value === "object" && value !== null && brand in value;
}
