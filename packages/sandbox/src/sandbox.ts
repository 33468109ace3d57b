import { Hono } from "hono";
import { createFaultInjector } from "./faults/fault-injector.js";
import type { FaultPlan } from "./faults/plans.js";
import { DEFAULT_SEED, type SandboxOptions } from "./options.js";
import { type Limiter, slidingWindow } from "./server/limiter.js";
import { listen } from "./server/listen.js";
import { mountVendor } from "./server/vendor.js";
import { type Connections, connectVendors, environmentOf, makeVendors } from "./vendors.js";
import { readInstant } from "./world/instant.js";
import type { World } from "./world/world.js";
import { worldFor } from "./world-for.js";

/** A running sandbox of all vendors. */
export interface Sandbox {
  /** For example `http://127.0.0.1:51234`. */
  readonly origin: string;
  /** The current time of the world. */
  readonly now: Date;
  /** The seed of the world. */
  readonly seed: number;
  /** The world that the vendors measure: every event that their answers are computed from. */
  readonly world: World;
  readonly connections: Connections;
  /** The world's id of the customer that has what belongs to one customer: the portal session and the video account. */
  readonly account: string;
  /** The same as environment variables, for example `METRONOME_BEARER_TOKEN` and `METRONOME_BASE_URL`. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Adds faults to the planned ones. At most one fault applies to a request: its own (header `x-sandbox-fault`), or else
   * that of the first matching plan, in the order of the plans.
   *
   * @throws RangeError for a plan that could never apply
   */
  inject(plans: FaultPlan | readonly FaultPlan[]): void;
  /** Drops all plans. */
  clearFaults(): void;
  /** How often each fault was applied, by its name without a parameter. A fault that never applied is absent. */
  readonly faultsMet: Readonly<Record<string, number>>;
  /** How many requests each vendor received, by its name. */
  readonly requests: Readonly<Record<string, number>>;
  /** Stops listening and closes open connections. May be called more than once. */
  close(): Promise<void>;
}

/**
 * Starts the vendors on 127.0.0.1. Any number of sandboxes can run at once.
 *
 * @throws RangeError for an invalid seed, now, rate, fault, event or meter.
 * @throws Error when the port is in use (code `EADDRINUSE`).
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = options.seed ?? DEFAULT_SEED;
  const now = readInstant(options.now ?? Date.now());
  const { world, customer } = await worldFor(options, seed, now);
  const lenient = options.lenient ?? false;
  const limit = limiterFor(options.requestsPerSecond ?? (lenient ? false : undefined));
  const vendors = makeVendors({ world, customer, lenient, limit, clock: clockFrom(now) }, options);
  const injector = createFaultInjector(seed, vendors);
  injector.inject(options.faults ?? []);

  const app = new Hono();
  for (const vendor of vendors) mountVendor(app, vendor, injector.respond);
  app.notFound((context) => context.json({ message: `No vendor at ${context.req.path}` }, 404));
  app.onError((error, context) => context.json({ message: `The sandbox failed: ${error.message}` }, 500));
  const { origin, close } = await listen(app.fetch, options.port ?? 0);

  const connections = connectVendors(origin, customer);
  return {
    origin,
    now: new Date(now),
    seed,
    world,
    connections,
    account: customer.id,
    environment: environmentOf(connections),
    inject: injector.inject,
    clearFaults: injector.clear,
    get faultsMet() {
      return injector.met();
    },
    get requests() {
      return injector.requests();
    },
    close,
  };
}

/** A limiter for each vendor, with the vendor's own rate unless one rate is given for all. */
function limiterFor(given: number | false | undefined): (usual: number) => Limiter {
  if (given === false) return () => () => true;
  if (given !== undefined && !(given > 0)) {
    throw new RangeError(`requestsPerSecond must be above 0 or false, got ${given}`);
  }
  return (usual) => slidingWindow(given ?? usual, () => performance.now());
}

/** Time that continues from `now`, for sessions: the world's time is fixed, but sessions expire. */
function clockFrom(now: number): () => number {
  const started = performance.now();
  return () => now + performance.now() - started;
}
