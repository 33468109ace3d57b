import type { Limiter } from "../server/limiter.js";
import type { Vendor } from "../server/vendor.js";
import type { World } from "../world/world.js";
import { readAccountUsage } from "./account-usage.js";
import { errorBody } from "./error-body.js";
import { wowzaVideoOperations } from "./operations.js";
import { refuse } from "./rules.js";

export interface WowzaVideoOptions {
  readonly token: string;
  readonly limiter: Limiter;
  /** Whose video account it is: the id of a customer of the world. */
  readonly customerId: string;
}

/**
 * Wowza Video over one customer of a world, in the version that the path names.
 *
 * @throws RangeError when the world has no such customer.
 */
export function wowzaVideo(world: World, options: WowzaVideoOptions): Vendor {
  const { token, limiter, customerId } = options;
  if (!world.customers.some(({ id }) => id === customerId)) {
    throw new RangeError(`The world has no customer ${customerId}`);
  }
  return {
    name: "wowza-video/api/v2.0",
    operations: wowzaVideoOperations(),
    handlers: { "GET /usage/account": (call) => readAccountUsage(world, customerId, call) },
    admit: (request) => {
      if (request.headers.get("authorization") !== `Bearer ${token}`) {
        throw refuse("bearer", "The bearer token is missing or not valid", 401);
      }
      // No Retry-After goes with it: rule no-retry-after.
      if (!limiter()) throw refuse("rate-limit", "Too many requests", 429);
    },
    errorBody,
  };
}
