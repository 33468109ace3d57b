import { Hono } from "hono";
import { metronome } from "./metronome/metronome.js";
import type { EmptyWindows } from "./metronome/usage.js";
import { slidingWindow } from "./server/limiter.js";
import { listen } from "./server/listen.js";
import { mountVendor } from "./server/vendor.js";
import { readInstant } from "./world/instant.js";
import { createWorld, type World } from "./world/world.js";

/** The seed of a sandbox that is not given one. */
export const DEFAULT_SEED = 20_260_301;

export interface SandboxOptions {
  /** Which world; a whole number. The same seed and `now` give the same answers to the byte. Default {@link DEFAULT_SEED}. */
  readonly seed?: number;
  /**
   * The moment at which the world is seen, fixed while the sandbox runs: a Date, milliseconds since 1970 UTC, or text
   * with an offset or `Z` (a bare date is its UTC midnight). Default: the time of the start.
   */
  readonly now?: Date | string | number;
  /** The port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number;
  /** Requests that an account may make in any one second; false for no limit. Default: the vendor's own, 8 for Metronome. */
  readonly requestsPerSecond?: number | false;
  /** Behaviour of Metronome that no source settles. */
  readonly metronome?: {
    /** What a window without any match is. Default `null`: a row whose value is null. */
    readonly emptyWindows?: EmptyWindows;
  };
}

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
  /** How to reach each vendor. */
  readonly connections: { readonly metronome: { readonly baseUrl: string; readonly token: string } };
  /** The same as environment variables: `METRONOME_BEARER_TOKEN` and `METRONOME_BASE_URL`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stops listening and ends open connections. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts the vendors on 127.0.0.1, as many times at once as one likes.
 *
 * @throws RangeError for a seed, now or rate that cannot be used.
 * @throws Error when the port is taken (code `EADDRINUSE`).
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = options.seed ?? DEFAULT_SEED;
  const now = readInstant(options.now ?? Date.now());
  const rate = options.requestsPerSecond ?? 8;
  if (rate !== false && !(rate > 0)) throw new RangeError(`requestsPerSecond must be above 0 or false, got ${rate}`);
  const world = createWorld({ seed, now });
  const token = "sandbox-metronome-token";
  const limiter = rate === false ? () => true : slidingWindow(rate, () => performance.now());
  const emptyWindows = options.metronome?.emptyWindows ?? "null";

  const app = new Hono();
  mountVendor(app, metronome(world, { token, limiter, emptyWindows }));
  app.notFound((context) => context.json({ message: `No vendor at ${context.req.path}` }, 404));
  app.onError((error, context) => context.json({ message: `The sandbox failed: ${error.message}` }, 500));
  const { origin, close } = await listen(app.fetch, options.port ?? 0);

  const baseUrl = `${origin}/metronome`;
  return {
    origin,
    now: new Date(now),
    seed,
    world,
    connections: { metronome: { baseUrl, token } },
    environment: { METRONOME_BEARER_TOKEN: token, METRONOME_BASE_URL: baseUrl },
    close,
  };
}
