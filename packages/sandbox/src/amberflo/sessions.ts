import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { Customer } from "../world/customers.js";
import { uuidFor } from "../world/random.js";
import { DAY } from "../world/time.js";
import type { World } from "../world/world.js";
import { amberfloCustomerId } from "./customers.js";
import { refuse } from "./rules.js";

/** The permissions of a request, by its `X-API-KEY` header. */
export type Credential = { readonly kind: "account" } | { readonly kind: "session"; readonly customer: Customer };

export interface Sessions {
  /** POST /session: rules `session-customer`, `session-expiry` and `session-answer`. */
  create(call: Call): Json;
  /** Rules `api-key`, `portal-session` and `session-expiry`. @throws Refusal */
  read(headers: Headers): Credential;
}

export interface SessionOptions {
  readonly apiKey: string;
  /** A session that exists from the start and never expires. */
  readonly session: { readonly token: string; readonly customer: Customer };
  /** The status for a wrong credential. Default 401. */
  readonly unauthorized?: 401 | 403;
  /** Rule `lenient`: whether any key and any session is accepted. */
  readonly lenient?: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
}

/** The body of POST /session, by its schema. */
interface SessionBody {
  readonly customerId: string;
  readonly expirationEpochMilliSeconds?: number | null;
}

export function sessionsOf(
  world: World,
  { apiKey, session, clock, lenient, unauthorized = 401 }: SessionOptions,
): Sessions {
  const open = new Map([[session.token, { customer: session.customer, expires: Number.POSITIVE_INFINITY }]]);
  return {
    create: (call) => {
      // The body is valid by the operation's schema, of which SessionBody is the type.
      const body = call.body as SessionBody;
      const customer = world.customers.find((each) => amberfloCustomerId(each) === body.customerId);
      if (customer === undefined) throw refuse("session-customer", `Customer ${body.customerId} does not exist`);
      const expires = body.expirationEpochMilliSeconds ?? clock() + DAY;
      if (expires <= clock()) throw refuse("session-expiry", "expirationEpochMilliSeconds is not in the future");
      const sessionToken = uuidFor(world.seed, "amberflo", "session", customer.id, open.size);
      open.set(sessionToken, { customer, expires });
      return { url: `https://portal.amberflo.io/session/${sessionToken}`, sessionToken };
    },
    read: (headers) => {
      const header = headers.get("x-api-key") ?? "";
      if (header === apiKey) return { kind: "account" };
      const known = header.startsWith("Session ") ? open.get(header.slice("Session ".length)) : undefined;
      if (lenient && known === undefined && header !== "") {
        return header.startsWith("Session ") ? { kind: "session", customer: session.customer } : { kind: "account" };
      }
      if (known === undefined) throw refuse("api-key", "Unauthorized", unauthorized);
      if (known.expires <= clock()) throw refuse("session-expiry", "The session has expired", 401);
      return { kind: "session", customer: known.customer };
    },
  };
}
