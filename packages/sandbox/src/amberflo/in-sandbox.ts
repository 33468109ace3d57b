import type { SandboxVendor } from "../server/sandbox-vendor.js";
import { amberflo } from "./amberflo.js";
import { amberfloCustomerId } from "./customers.js";
import { amberfloRules } from "./rules.js";
import type { AmberfloVariants } from "./variants.js";

// Constant, so that they can be written down.
const apiKey = "sandbox-amberflo-key";
const sessionToken = "sandbox-amberflo-session";

/** How to reach Amberflo. */
export interface AmberfloConnections {
  /** The whole account. */
  readonly amberflo: { readonly baseUrl: string; readonly apiKey: string };
  /** A session of the customer portal, which does not expire; `customerId` is the customer's id at Amberflo. */
  readonly "amberflo-portal": { readonly baseUrl: string; readonly sessionToken: string; readonly customerId: string };
}

/** Amberflo, account and customer portal, as a vendor of the sandbox. */
export const amberfloInSandbox: SandboxVendor<Partial<AmberfloVariants>, AmberfloConnections> = {
  rules: amberfloRules,
  make: ({ world, customer, clock, lenient, limit }, variants = {}) => {
    const session = { token: sessionToken, customer };
    return amberflo(world, { apiKey, session, clock, limiter: limit(10), variants, lenient });
  },
  connect(origin, customer) {
    const baseUrl = `${origin}/amberflo`;
    const customerId = amberfloCustomerId(customer);
    return { amberflo: { baseUrl, apiKey }, "amberflo-portal": { baseUrl, sessionToken, customerId } };
  },
  environment: ({ amberflo: { baseUrl } }) => ({
    AMBERFLO_API_KEY: apiKey,
    AMBERFLO_SESSION_TOKEN: sessionToken,
    AMBERFLO_BASE_URL: baseUrl,
  }),
};
