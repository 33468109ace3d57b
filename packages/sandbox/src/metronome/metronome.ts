import { readContract } from "../server/contract.js";
import type { Json } from "../server/json.js";
import type { Limiter } from "../server/limiter.js";
import type { Call, Vendor } from "../server/vendor.js";
import type { World } from "../world/world.js";
import { getBillableMetric, listBillableMetrics, listCustomerMetrics } from "./billable-metrics.js";
import { getCustomer, listCustomers } from "./customers.js";
import { searchEvents } from "./events.js";
import { idempotencyKeys } from "./idempotency.js";
import { lenientAnswers } from "./lenient.js";
import { type AggregationCase, metricsOf } from "./metrics.js";
import { refuse } from "./rules.js";
import { queryUsage, type RowVariants } from "./usage.js";
import { queryUsageGroups } from "./usage-groups.js";

export interface MetronomeOptions extends RowVariants {
  readonly token: string;
  readonly limiter: Limiter;
  readonly aggregationCase?: AggregationCase;
  /** The status for a wrong credential. Default 401. */
  readonly unauthorized?: 401 | 403;
  /** Rule `lenient`. */
  readonly lenient?: boolean;
}

/** Metronome over a world. */
export function metronome(world: World, options: MetronomeOptions): Vendor {
  const metrics = metricsOf(world, options.aggregationCase);
  const keys = idempotencyKeys();
  const post =
    (answer: (call: Call) => Json) =>
    (call: Call): Json => {
      if (options.lenient) return answer(call);
      keys.require(call);
      const body = answer(call);
      keys.keep(call);
      return body;
    };
  return {
    name: "metronome",
    operations: readContract("metronome"),
    handlers: {
      "POST /v1/usage": post((call) => queryUsage(world, metrics, options, call)),
      "POST /v1/usage/groups": post((call) => queryUsageGroups(world, metrics, options, call)),
      "POST /v1/events/search": post((call) => searchEvents(world, metrics, call)),
      "GET /v1/billable-metrics": (call) => listBillableMetrics(metrics, call),
      "GET /v1/billable-metrics/{billable_metric_id}": (call) => getBillableMetric(metrics, call),
      "GET /v1/customers": (call) => listCustomers(world, call),
      "GET /v1/customers/{customer_id}": (call) => getCustomer(world, call),
      "GET /v1/customers/{customer_id}/billable-metrics": (call) => listCustomerMetrics(world, metrics, call),
    },
    ...(options.lenient && { lenient: lenientAnswers(world, metrics) }),
    admit: (request) => {
      const given = request.headers.get("authorization");
      if (options.lenient ? !/^Bearer \S/i.test(given ?? "") : given !== `Bearer ${options.token}`) {
        throw refuse(
          "bearer",
          "The bearer token is missing or not valid, or may not make this call",
          options.unauthorized ?? 401,
        );
      }
      // Without Retry-After: rule no-retry-after.
      if (!options.limiter()) throw refuse("rate-limit", "Too many requests", 429);
    },
    paging: { kind: "cursor", rows: "data", cursor: "next_page" },
    // Rule error-body [LIVE].
    errorBody: (refusal) => ({ message: refusal.message }),
  };
}
