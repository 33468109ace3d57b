import { type Operation, readContract } from "../server/contract.js";
import type { Json } from "../server/json.js";
import type { Limiter } from "../server/limiter.js";
import type { Call, Vendor } from "../server/vendor.js";
import type { World } from "../world/world.js";
import { listAllUsage } from "./all-usage.js";
import { limited } from "./answer-limits.js";
import { listCustomers } from "./customers.js";
import { lenientAnswers, lenientSparseUsage, lenientUsage } from "./lenient.js";
import { listMeters, metersOf } from "./meters.js";
import { refuse } from "./rules.js";
import { type SessionOptions, sessionsOf } from "./sessions.js";
import { querySparseUsage } from "./sparse-usage.js";
import { queryUsage } from "./usage.js";
import type { UsageBody } from "./usage-request.js";
import { type AmberfloVariants, usual } from "./variants.js";

export interface AmberfloOptions extends SessionOptions {
  readonly limiter: Limiter;
  readonly variants?: Partial<AmberfloVariants>;
}

/** Amberflo over a world. */
export function amberflo(world: World, options: AmberfloOptions): Vendor {
  const variants = { ...usual, ...options.variants };
  const meters = metersOf(world, variants.eventDuration);
  const sessions = sessionsOf(world, { ...options, unauthorized: variants.unauthorized });
  const account = { world, meters, variants };
  // Rules batch-order and batch-failure.
  const ordered = (reports: Json[]): Json => (variants.batchOrder === "reversed" ? reports.reverse() : reports);
  const sized =
    (answer: (call: Call) => Json) =>
    (call: Call): Json =>
      options.lenient ? answer(call) : limited(answer(call), variants);
  // Bodies are valid by the operations' schemas, of which UsageBody is the type.
  const one: typeof queryUsage = options.lenient ? lenientUsage : queryUsage;
  const usage = (call: Call): Json => one(account, call.body as UsageBody);
  const batch = (call: Call, onlyCustomer?: string): Json =>
    ordered((call.body as readonly UsageBody[]).map((body) => one(account, body, onlyCustomer)));
  const oneSparse: typeof querySparseUsage = options.lenient ? lenientSparseUsage : querySparseUsage;
  const sparse = (call: Call): Json => oneSparse(account, call.body as UsageBody);
  const sparseBatch = (call: Call): Json =>
    ordered((call.body as readonly UsageBody[]).map((body) => oneSparse(account, body)));
  const admitRate = (): void => {
    // Without Retry-After: rule no-retry-after.
    if (!options.limiter()) throw refuse("rate-limit", "Too many requests", 429);
  };
  return {
    name: "amberflo",
    operations: readContract("amberflo").flatMap(withSlash),
    // Rule unknown-field.
    unknownFields: "tolerated",
    handlers: {
      "POST /usage": sized(usage),
      "POST /usage/batch": sized((call) => batch(call)),
      "POST /usage/sparse": sized(sparse),
      "POST /usage/sparse/batch": sized(sparseBatch),
      "GET /usage/all": sized((call) => listAllUsage(account, call)),
      "POST /customer-portal/usage-batch": sized((call) => {
        const credential = sessions.read(call.headers);
        // Rule session-scope: admit accepts only a session here; an unknown customer has no usage.
        const nobody = options.lenient ? options.session.customer.id : "";
        return batch(call, credential.kind === "session" ? credential.customer.id : nobody);
      }),
      "POST /session": sessions.create,
      "GET /meters": (call) => listMeters(world, meters, call),
      "GET /customers/paging": (call) => listCustomers(world, call),
    },
    admit: (request, operation) => {
      const { kind } = sessions.read(request.headers);
      if (options.lenient) return admitRate();
      const wanted = operation.path.startsWith("/customer-portal/") ? "session" : "account";
      if (kind !== wanted) throw refuse("portal-session", "Forbidden", 403);
      admitRate();
    },
    ...(options.lenient && { lenient: lenientAnswers(options.session.token) }),
    paging: { kind: "number", rows: "items" },
    // Rule error-body.
    errorBody: ({ status, message }) =>
      status === 400 ? { errorMessage: `Invalid request: ${message}` } : { message },
  };
}

/** Rule `trailing-slash`. */
function withSlash(operation: Operation): Operation[] {
  return operation.key === "POST /usage" ? [operation, { ...operation, path: "/usage/" }] : [operation];
}
