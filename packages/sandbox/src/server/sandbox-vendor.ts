import type { Customer } from "../world/customers.js";
import type { World } from "../world/world.js";
import type { Limiter } from "./limiter.js";
import type { Rule } from "./rule.js";
import type { Vendor } from "./vendor.js";

/** The options of every vendor of a sandbox. */
export interface VendorSettings {
  readonly world: World;
  /** The customer that a portal session or a video account belongs to. */
  readonly customer: Customer;
  /** Rule `lenient`: answers every request that is valid by the spec. */
  readonly lenient: boolean;
  /** Makes a limiter with the vendor's own rate, in requests per second, unless one rate is given for all. */
  readonly limit: (requestsPerSecond: number) => Limiter;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

/** A vendor in the registry of the sandbox. `Connections` has each of its connections by name. */
export interface SandboxVendor<Variants, Connections> {
  /** Its rules, for the README and the tests of each rule. */
  readonly rules: readonly Rule[];
  /** The vendor over a world. */
  make(settings: VendorSettings, variants: Variants | undefined): Vendor;
  /** Returns its connections at an origin such as `http://127.0.0.1:51234`. */
  connect(origin: string, customer: Customer): Connections;
  /** Its connections as environment variables. */
  environment(connections: Connections): Record<string, string>;
}
