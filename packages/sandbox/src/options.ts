import type { GivenEvent } from "./events/given-event.js";
import type { FaultPlan } from "./faults/plans.js";
import type { VendorVariants } from "./vendors.js";
import type { Meter } from "./world/meters.js";

/** The default seed. */
export const DEFAULT_SEED = 20_260_301;

/** The options of a sandbox, with the variants of each vendor: behaviour that no source settles. */
export interface SandboxOptions extends VendorVariants {
  /** Selects the world; a whole number. The same seed and `now` give byte-identical answers. Default {@link DEFAULT_SEED}. */
  readonly seed?: number;
  /**
   * The current time of the world, fixed while the sandbox runs: a Date, milliseconds since 1970 UTC, or text
   * with an offset or `Z` (a bare date is its UTC midnight). Default: the time of the start.
   */
  readonly now?: Date | string | number;
  /**
   * Your own events in place of the generated ones, for example from {@link readEvents}. A customer exists from its first
   * event. They are kept in memory. Events received after `now` are not reported.
   */
  readonly events?: Iterable<GivenEvent> | AsyncIterable<GivenEvent>;
  /**
   * The meters over those events. Default: the sandbox's own meters for its own event types; for other types the number of
   * events and the sum of each property that is always a decimal.
   */
  readonly meters?: readonly Meter[];
  /** The `customerId` among those events that the portal session and the video account belong to. Default: that of the first event. */
  readonly account?: string;
  /** The port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number;
  /**
   * The requests that an account may send to each vendor in any one second; false for no limit. Default: the vendor's own
   * limit, 8 for Metronome, and 10 where none is published.
   */
  readonly requestsPerSecond?: number | false;
  /**
   * Answers every request that is valid by the specs, for tests generated from a spec alone: any credential, unknown ids
   * and cursors, every range. Where a rule would refuse, the answer is valid and usually empty. Requests are not limited
   * unless `requestsPerSecond` is given. Default false.
   */
  readonly lenient?: boolean;
  /** The faults planned from the start: see `inject` of the sandbox. */
  readonly faults?: readonly FaultPlan[];
}
