import type { GivenEvent } from "./events/given-event.js";
import type { FaultPlan } from "./faults/plans.js";
import type { VendorVariants } from "./vendors.js";
import type { Meter } from "./world/meters.js";

/** The seed of a sandbox that is not given one. */
export const DEFAULT_SEED = 20_260_301;

/** What a sandbox is started with; beside these, what its vendors do where no source settles it. */
export interface SandboxOptions extends VendorVariants {
  /** Which world; a whole number. The same seed and `now` give the same answers to the byte. Default {@link DEFAULT_SEED}. */
  readonly seed?: number;
  /**
   * The moment at which the world is seen, fixed while the sandbox runs: a Date, milliseconds since 1970 UTC, or text
   * with an offset or `Z` (a bare date is its UTC midnight). Default: the time of the start.
   */
  readonly now?: Date | string | number;
  /**
   * Events of the user's own in the place of the drawn ones, for example those of {@link readEvents}; a customer is
   * there from its first event. Kept in memory. Those received after `now` are not seen.
   */
  readonly events?: Iterable<GivenEvent> | AsyncIterable<GivenEvent>;
  /**
   * What is measured over those events. Default: of the sandbox's own event types its own meters, of others the number
   * of events and the sum of each property that always is a decimal.
   */
  readonly meters?: readonly Meter[];
  /** The `customerId` of those events that has the portal session and the video account. Default: that of the first event. */
  readonly account?: string;
  /** The port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number;
  /**
   * Requests that an account may make in any one second at each vendor; false for no limit. Default: the vendor's own,
   * 8 for Metronome, and 10 where none is published.
   */
  readonly requestsPerSecond?: number | false;
  /**
   * Answers whatever the specs let pass, for tests that know nothing but a spec: any credential, unknown ids and
   * cursors, every range. Where a rule would refuse, there is a valid answer, mostly an empty one. No limit on requests
   * unless `requestsPerSecond` is given. Default false.
   */
  readonly lenient?: boolean;
  /** What goes wrong from the start: see `inject` of the sandbox. */
  readonly faults?: readonly FaultPlan[];
}
