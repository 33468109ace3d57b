import type { HttpBindings } from "@hono/node-server";
import type { Answer } from "../server/answer.js";
import { Refusal } from "../server/refusal.js";
import type { Visit } from "../server/vendor.js";
import type { Random } from "../world/random.js";

/** A request that a fault is about to strike. */
export interface Encounter {
  readonly visit: Visit;
  /** Its connection. @throws Error for a request that came over none. */
  connection(): HttpBindings;
  /** Draws that belong to the seed, the fault and how often it struck before. */
  readonly random: Random;
  /** The vendor's own answer, asked for once. A fault that does not call it keeps the request from the vendor. */
  answer(): Promise<Answer>;
}

/** What becomes of the answer; null when this fault has nothing to strike here, and the answer stays as it is. */
export type Strike = (encounter: Encounter) => Promise<Response | null>;

/** Something that goes wrong on demand. */
export interface FaultDescription {
  readonly name: string;
  /** What may stand after a colon, for example `MS`. */
  readonly parameter?: string;
  /** What happens, in a sentence. */
  readonly what: string;
  /** Whether it changes what an answer says, so that only a reader who knows the question can tell. */
  readonly changesContent?: true;
}

export interface Fault extends FaultDescription {
  /** @param parameter what stands after the colon, if there is one. @throws RangeError for one that cannot be used. */
  prepare(parameter?: string): Strike;
}

/** A fault without a parameter. */
export function fault(name: string, what: string, strike: Strike): Fault {
  return { name, what, prepare: () => strike };
}

/** A whole number in the place of a parameter. @throws RangeError */
export function wholeNumber(text: string | undefined, usual: number, most: number): number {
  if (text === undefined) return usual;
  if (!/^\d{1,9}$/.test(text) || Number(text) > most) {
    throw new RangeError(`a fault's parameter must be a whole number up to ${most}, got '${text}'`);
  }
  return Number(text);
}

/** The vendor's own error body for a status. */
export function vendorError({ visit: { vendor } }: Encounter, status: number, name: string): Answer["body"] {
  return vendor.errorBody(new Refusal(status, name, `The sandbox was asked for the fault ${name}`));
}
