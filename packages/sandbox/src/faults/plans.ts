import type { Vendor, Visit } from "../server/vendor.js";
import type { VendorName } from "../vendors.js";
import { type RequestedFault, readFault } from "./table.js";

/** The requests that a fault applies to. */
export interface FaultPlan {
  /** A name of the table, with its parameter if it has one, for example `slow-drip:5`. */
  readonly fault: string;
  /** Default: any. */
  readonly vendor?: VendorName;
  /** Method and path as in the spec, for example `POST /v1/usage`. Default: any. */
  readonly operation?: string;
  /** How often it applies. Default 1. */
  readonly times?: number | "always";
  /** How many matching requests are let through first. Default 0. */
  readonly after?: number;
}

/** A plan and its remaining counts. */
export interface Pending extends RequestedFault {
  readonly matches: (visit: Visit) => boolean;
  left: number;
  letThrough: number;
}

/** @throws RangeError for a plan that could never apply: an unknown fault, vendor or operation, or an invalid count */
export function readPlan(plan: FaultPlan, vendors: readonly Vendor[]): Pending {
  const { vendor, operation, times = 1, after = 0 } = plan;
  const meant = vendors.filter((each) => vendor === undefined || vendor === nameOf(each));
  if (meant.length === 0) throw new RangeError(`There is no vendor '${vendor}'`);
  const operations = meant.flatMap((each) => each.operations.map(({ key }) => key));
  if (operation !== undefined && !operations.includes(operation)) {
    throw new RangeError(`There is no operation '${operation}'; there are ${operations.join(", ")}`);
  }
  const left = times === "always" ? Number.POSITIVE_INFINITY : times;
  if (times !== "always" && !(Number.isInteger(times) && times > 0)) {
    throw new RangeError(`times must be a whole number above 0 or "always", got ${times}`);
  }
  if (!(Number.isInteger(after) && after >= 0)) throw new RangeError(`after must be a whole number, got ${after}`);
  return {
    ...readFault(plan.fault),
    matches: (visit) =>
      (vendor === undefined || vendor === nameOf(visit.vendor)) &&
      (operation === undefined || operation === visit.operation?.key),
    left,
    letThrough: after,
  };
}

/** The first matching plan that applies to this request. Each plan that lets the request through counts it. */
export function choose(plans: readonly Pending[], visit: Visit): Pending | undefined {
  return plans.find((plan) => {
    if (plan.left === 0 || !plan.matches(visit)) return false;
    if (plan.letThrough === 0) return true;
    plan.letThrough -= 1;
    return false;
  });
}

/** A vendor's name without the version that its path has. */
export function nameOf(vendor: Vendor): string {
  return vendor.name.replace(/\/.*/, "");
}
