import type { Json } from "../server/json.js";
import type { Call, Vendor } from "../server/vendor.js";

/** Rule `cache`. */
const KEPT_MILLISECONDS = 60_000;

/**
 * Handlers that repeat an answer to the same request for 60 seconds. A refusal is not cached.
 *
 * @param clock monotonic milliseconds
 */
export function cached(handlers: Vendor["handlers"], clock: () => number): Vendor["handlers"] {
  const kept = new Map<string, { readonly answer: Json; readonly until: number }>();
  const entries = Object.entries(handlers).map(([operation, handler]) => {
    const answer = (call: Call): Json => {
      const now = clock();
      const key = JSON.stringify([operation, call.params, Object.entries(call.query).sort()]);
      const known = kept.get(key);
      if (known !== undefined && known.until > now) return known.answer;
      // The oldest entries come first.
      for (const [old, { until }] of kept) {
        if (until > now) break;
        kept.delete(old);
      }
      const fresh = handler(call);
      kept.delete(key);
      kept.set(key, { answer: fresh, until: now + KEPT_MILLISECONDS });
      return fresh;
    };
    return [operation, answer] as const;
  });
  return Object.fromEntries(entries);
}
