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

/** The vendors, listening. */
export interface Sandbox {
  /** For example `http://127.0.0.1:51234`. */
  readonly origin: string;
  /** The moment at which the world is seen. */
  readonly now: Date;
  /** What the world was made from. */
  readonly seed: number;
  /** What the vendors measure: every event that lies behind their answers. */
  readonly world: World;
  readonly connections: Connections;
  /** The world's id of the customer that has what belongs to one customer: the portal session and the video account. */
  readonly account: string;
  /** The same as environment variables, for example `METRONOME_BEARER_TOKEN` and `METRONOME_BASE_URL`. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Adds faults to those that are planned. Each request meets one at most: its own (header `x-sandbox-fault`), or else
   * the first plan that matches, in the order they were given.
   *
   * @throws RangeError for a plan that could never strike
   */
  inject(plans: FaultPlan | readonly FaultPlan[]): void;
  /** Drops what is planned. */
  clearFaults(): void;
  /** How often each fault has struck, by its name without a parameter; one that never did is not there. */
  readonly faultsMet: Readonly<Record<string, number>>;
  /** How many requests each vendor got, by its name. */
  readonly requests: Readonly<Record<string, number>>;
  /** Stops listening and ends open connections. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts the vendors on 127.0.0.1, as many times at once as one likes.
 *
 * @throws RangeError for a seed, now, rate, fault, event or meter that cannot be used.
 * @throws Error when the port is taken (code `EADDRINUSE`).
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

/** A limiter for each vendor, by its own rate unless one is given for all. */
function limiterFor(given: number | false | undefined): (usual: number) => Limiter {
  if (given === false) return () => () => true;
  if (given !== undefined && !(given > 0)) {
    throw new RangeError(`requestsPerSecond must be above 0 or false, got ${given}`);
  }
  return (usual) => slidingWindow(given ?? usual, () => performance.now());
}

/** Time that goes on from `now`, for sessions: the world stands still, and they run out. */
function clockFrom(now: number): () => number {
  const started = performance.now();
  return () => now + performance.now() - started;
}
