import { type AmberfloConnections, amberfloInSandbox } from "./amberflo/in-sandbox.js";
import type { AmberfloVariants } from "./amberflo/variants.js";
import { type MetronomeConnections, type MetronomeVariants, metronomeInSandbox } from "./metronome/in-sandbox.js";
import type { Rule } from "./server/rule.js";
import type { VendorSettings } from "./server/sandbox-vendor.js";
import type { Vendor } from "./server/vendor.js";
import type { Customer } from "./world/customers.js";
import { type WowzaVideoConnections, type WowzaVideoVariants, wowzaVideoInSandbox } from "./wowza-video/in-sandbox.js";

// The registry of the sandbox's vendors: the one file outside a vendor's folder that names it.

/** How to connect to each vendor. The connections of one customer, such as the portal session, belong to the same customer. */
export interface Connections extends MetronomeConnections, AmberfloConnections, WowzaVideoConnections {}

/** Behaviour of the vendors that no source settles, and limits that tests may lower. */
export interface VendorVariants {
  readonly metronome?: MetronomeVariants;
  readonly amberflo?: Partial<AmberfloVariants>;
  readonly wowzaVideo?: WowzaVideoVariants;
}

/** The rules of each vendor, by its name. */
export const rules = {
  metronome: metronomeInSandbox.rules,
  amberflo: amberfloInSandbox.rules,
  "wowza-video": wowzaVideoInSandbox.rules,
} as const satisfies Readonly<Record<string, readonly Rule[]>>;

/** The name of a vendor of the sandbox. */
export type VendorName = keyof typeof rules;

/** Every vendor over a world. */
export function makeVendors(settings: VendorSettings, variants: VendorVariants): Vendor[] {
  return [
    metronomeInSandbox.make(settings, variants.metronome),
    amberfloInSandbox.make(settings, variants.amberflo),
    wowzaVideoInSandbox.make(settings, variants.wowzaVideo),
  ];
}

/** Returns the connections to every vendor at an origin. */
export function connectVendors(origin: string, customer: Customer): Connections {
  return {
    ...metronomeInSandbox.connect(origin, customer),
    ...amberfloInSandbox.connect(origin, customer),
    ...wowzaVideoInSandbox.connect(origin, customer),
  };
}

/** Every connection as environment variables, for example `METRONOME_BEARER_TOKEN`. */
export function environmentOf(connections: Connections): Record<string, string> {
  return {
    ...metronomeInSandbox.environment(connections),
    ...amberfloInSandbox.environment(connections),
    ...wowzaVideoInSandbox.environment(connections),
  };
}
