import type { Call } from "../server/vendor.js";
import { canonical } from "./canonical.js";
import { refuse } from "./rules.js";

/**
 * Rule `idempotency-key` [LIVE]: a POST with a key that was used for a different request, a changed cursor included,
 * is 409. The same request gets the stored answer, which is the one it would get anyway, because the world does not change.
 */
export function idempotencyKeys(): { require(call: Call): void; keep(call: Call): void } {
  const used = new Map<string, string>();
  const fingerprint = (call: Call): string => canonical([call.params, call.query, call.body]);
  return {
    require: (call) => {
      const kept = used.get(call.headers.get("idempotency-key") ?? "");
      if (kept !== undefined && kept !== fingerprint(call)) {
        throw refuse("idempotency-key", "Idempotency-Key was already used with other parameters", 409);
      }
    },
    // Only after an answer: requests that fail validation are not stored.
    keep: (call) => {
      const key = call.headers.get("idempotency-key");
      if (key !== null) used.set(key, fingerprint(call));
    },
  };
}
