import type { HttpBindings } from "@hono/node-server";
import { Refusal } from "../server/refusal.js";
import type { Visit } from "../server/vendor.js";
import type { VendorResponse } from "../server/vendor-response.js";
import type { Random } from "../world/random.js";

/** A request that a fault applies to. */
export interface Encounter {
  readonly visit: Visit;
  /** Its connection. @throws Error for a request without a connection. */
  connection(): HttpBindings;
  /** Random draws, derived from the seed, the fault and how often it was applied before. */
  readonly random: Random;
  /** The vendor's own answer, computed once. If a fault does not call it, the vendor does not see the request. */
  answer(): Promise<VendorResponse>;
}

/** Returns the changed answer; null when the fault does not apply here and the answer stays unchanged. */
export type ApplyFault = (encounter: Encounter) => Promise<Response | null>;

/** An error that the sandbox produces on demand. */
export interface FaultDescription {
  readonly name: string;
  /** The parameter after a colon, for example `MS`. */
  readonly parameter?: string;
  /** What happens, in a sentence. */
  readonly what: string;
  /** Whether it changes the content of an answer, so that only a reader who knows the request can detect it. */
  readonly changesContent?: true;
}

export interface Fault extends FaultDescription {
  /** @param parameter the text after the colon, if any. @throws RangeError for an invalid one. */
  prepare(parameter?: string): ApplyFault;
}

/** A fault without a parameter. */
export function fault(name: string, what: string, apply: ApplyFault): Fault {
  return { name, what, prepare: () => apply };
}

/** Reads a parameter that is a whole number. @throws RangeError */
export function wholeNumber(text: string | undefined, usual: number, most: number): number {
  if (text === undefined) return usual;
  if (!/^\d{1,9}$/.test(text) || Number(text) > most) {
    throw new RangeError(`a fault's parameter must be a whole number up to ${most}, got '${text}'`);
  }
  return Number(text);
}

/** The vendor's own error body for a status. */
export function vendorError({ visit: { vendor } }: Encounter, status: number, name: string): VendorResponse["body"] {
  return vendor.errorBody(new Refusal(status, name, `The request or a plan requested the fault ${name}`));
}
