import { readContract } from "../server/contract.js";
import type { Limiter } from "../server/limiter.js";
import type { Vendor } from "../server/vendor.js";
import type { World } from "../world/world.js";
import { listBillableMetrics } from "./billable-metrics.js";
import { listCustomers } from "./customers.js";
import { idempotencyKeys } from "./idempotency.js";
import { metricsOf } from "./metrics.js";
import { refuse } from "./rules.js";
import { type EmptyWindows, queryUsage } from "./usage.js";

export interface MetronomeOptions {
  readonly token: string;
  readonly limiter: Limiter;
  readonly emptyWindows: EmptyWindows;
}

/** Metronome over a world. */
export function metronome(world: World, options: MetronomeOptions): Vendor {
  const metrics = metricsOf(world);
  const keys = idempotencyKeys();
  return {
    name: "metronome",
    operations: readContract("metronome"),
    handlers: {
      "POST /v1/usage": (call) => {
        keys.require(call);
        const page = queryUsage(world, metrics, options.emptyWindows, call);
        keys.keep(call);
        return page;
      },
      "GET /v1/billable-metrics": (call) => listBillableMetrics(metrics, call),
      "GET /v1/customers": (call) => listCustomers(world, call),
    },
    admit: (request) => {
      if (request.headers.get("authorization") !== `Bearer ${options.token}`) {
        throw refuse("bearer", "The bearer token is missing or not valid", 401);
      }
      // No Retry-After goes with it: rule no-retry-after.
      if (!options.limiter()) throw refuse("rate-limit", "Too many requests", 429);
    },
    paging: { kind: "cursor", rows: "data", cursor: "next_page" },
    // Rule error-body [LIVE].
    errorBody: (refusal) => ({ message: refusal.message }),
  };
}
