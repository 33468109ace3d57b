import type { Customer } from "../world/customers.js";
import type { World } from "../world/world.js";
import type { Limiter } from "./limiter.js";
import type { Rule } from "./rule.js";
import type { Vendor } from "./vendor.js";

/** What every vendor of a sandbox is made with. */
export interface VendorSettings {
  readonly world: World;
  /** The customer that has what belongs to one customer: a portal session, a video account. */
  readonly customer: Customer;
  /** Rule `lenient`: answers whatever the spec lets pass. */
  readonly lenient: boolean;
  /** A limiter of the vendor's own rate, in requests a second, unless one is given for all. */
  readonly limit: (requestsPerSecond: number) => Limiter;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
}

/** A vendor as the registry of the sandbox has it. `Connections` has each of its connections by name. */
export interface SandboxVendor<Variants, Connections> {
  /** Its rules, for the README and the tests named for them. */
  readonly rules: readonly Rule[];
  /** The vendor over a world. */
  make(settings: VendorSettings, variants: Variants | undefined): Vendor;
  /** How to reach it at an origin such as `http://127.0.0.1:51234`. */
  connect(origin: string, customer: Customer): Connections;
  /** Its connections as environment variables. */
  environment(connections: Connections): Record<string, string>;
}
