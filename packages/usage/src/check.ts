import { isMetermuxError } from "@metermux/http";
import { createListings } from "./catalog/listings.js";
import { executeConnection } from "./execute/execute-connection.js";
import { day, windowStart } from "./model/calendar.js";
import { normalizeQuery } from "./model/normalize.js";
import { emptyReport } from "./model/report.js";
import { type PreparedConnection, prepareConnection, resolveQuery } from "./plan/prepare-connection.js";
import type { Provider } from "./provider.js";

/** Whether a connection works. */
export interface Check {
  connection: string;
  vendor: string;
  ok: boolean;
  /** What was tried, in order. */
  steps: readonly CheckStep[];
  /** What could not be tried, and what to give so that it can; empty where everything was. */
  unchecked: readonly string[];
}

/** One thing that was tried. */
export interface CheckStep {
  /**
   * `lists`: the meters and customers are known; where the vendor lists them, it is reached and takes the credential.
   * `usage`: yesterday's usage is answered in the shape that the spec promises. `credential`: in place of both for a session
   * that lists no meters and was told of none: the vendor is reached, and does not refuse the credential. `clock`: the
   * vendor's clock and ours tell the same time.
   */
  name: "lists" | "usage" | "credential" | "clock";
  ok: boolean;
  /** What came of it, in a few words. */
  about: string;
  /** What ended it. */
  error?: unknown;
}

// Clocks that differ by more make running windows of ended ones, or the other way round.
const maxSkewMs = 60_000;

/** Tries a connection: its lists, the usage of yesterday (or what can be tried without), its clock. It makes few requests and throws nothing. */
export async function checkConnection(
  connection: string,
  provider: Provider,
  now: number,
  signal: AbortSignal,
): Promise<Check> {
  const steps: CheckStep[] = [];
  const attempt = async (name: CheckStep["name"], run: () => Promise<string>): Promise<void> => {
    try {
      steps.push({ name, ok: true, about: await run() });
    } catch (error) {
      steps.push({ name, ok: false, about: error instanceof Error ? error.message : String(error), error });
    }
  };
  const { reach } = provider;
  const untold = reach && (await refusalOfMeters(provider, signal));
  if (reach && untold !== undefined) {
    await attempt("credential", () => reach(signal));
  } else {
    let share: PreparedConnection | undefined;
    await attempt("lists", async () => {
      share = await prepareYesterday(connection, provider, now, signal);
      const meters = share.steps.reduce((sum, step) => sum + step.meters.length, share.skipped.length);
      return provider.customers ? `${meters} meters, ${share.customers.size} customers` : `${meters} meters`;
    });
    const listed = share;
    if (listed !== undefined) await attempt("usage", () => readSome(listed, now, signal));
  }
  await attempt("clock", async () => aboutClock(provider.skewMs()));
  const unchecked = untold === undefined ? [] : [`meters and usage: ${untold}`];
  return { connection, vendor: provider.vendor, ok: steps.every(({ ok }) => ok), steps, unchecked };
}

/** Why there are no meters to ask for, where the vendor lists none and was told of none. */
async function refusalOfMeters(provider: Provider, signal: AbortSignal): Promise<string | undefined> {
  if (provider.capabilities.listsMeters) return undefined;
  return provider.meters(undefined, signal).then(
    () => undefined,
    (error: unknown) => (isMetermuxError(error) && error.code === "unsupported" ? error.message : undefined),
  );
}

async function prepareYesterday(
  connection: string,
  provider: Provider,
  now: number,
  signal: AbortSignal,
): Promise<PreparedConnection> {
  const today = windowStart(now, "day", "UTC");
  const query = normalizeQuery({ start: new Date(today - day), end: new Date(today), window: "day", measures: "all" });
  const resolved = await resolveQuery(connection, provider, query, {}, now);
  return prepareConnection(resolved, createListings(0, { now: () => now }), signal);
}

/** Reads the first page of the first call that there is. */
async function readSome(share: PreparedConnection, now: number, signal: AbortSignal): Promise<string> {
  const [step] = share.steps;
  const [call] = step?.calls ?? [];
  if (step === undefined || call === undefined) return "there is nobody to ask about";
  const settings = { includeIncomplete: true, now: () => now, beforeRequest: () => {}, report: emptyReport() };
  const one = { ...share, steps: [{ ...step, calls: [call] }] };
  for await (const rows of executeConnection(one, settings, signal)) return `${rows.length} rows of yesterday`;
  return "no rows of yesterday";
}

function aboutClock(skewMs: number | undefined): string {
  if (skewMs === undefined) return "the vendor does not tell its time";
  const seconds = `${Math.round(Math.abs(skewMs) / 1000)} s`;
  const about = `the vendor's clock is ${seconds} ${skewMs < 0 ? "behind" : "ahead of"} this one`;
  if (Math.abs(skewMs) > maxSkewMs) throw new RangeError(about);
  return about;
}
