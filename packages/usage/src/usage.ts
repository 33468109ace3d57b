import { type Clock, isMetermuxError, type MetermuxError, systemClock } from "@metermux/http";
import { type Attempts, createAttempts } from "./attempts.js";
import { checkConnections, chooseConnections } from "./catalog/choose-connections.js";
import { createListings } from "./catalog/listings.js";
import { checkMap, type NameMap } from "./catalog/name-map.js";
import type { Check } from "./check.js";
import { executeConnection } from "./execute/execute-connection.js";
import { createRequestBudget } from "./execute/request-budget.js";
import { createResult, type UsageResult } from "./execute/usage-result.js";
import { copyQuery } from "./model/copy-query.js";
import { formatInstant } from "./model/instant.js";
import { type NormalizedQuery, normalizeQuery } from "./model/normalize.js";
import type { UsageQuery } from "./model/query.js";
import { emptyReport, type QueryReport, refusalOf } from "./model/report.js";
import type { UsageRow } from "./model/row.js";
import { type ConnectionCapabilities, describeCapabilities } from "./plan/capability-table.js";
import { caveatsOf, operationsOf } from "./plan/caveats.js";
import { refuseTooMany } from "./plan/cost.js";
import type { UsagePlan } from "./plan/describe.js";
import {
  type PreparedConnection,
  prepareConnection,
  type ResolvedQuery,
  resolveQuery,
} from "./plan/prepare-connection.js";
import type { Customer, Meter, Provider } from "./provider.js";
import { ownSignal, stopSignal, throwIfAborted } from "./stop-signal.js";

/** A meter of a connection. */
export interface ConnectionMeter extends Meter {
  connection: string;
  vendor: string;
}

/** A customer of a connection. */
export interface ConnectionCustomer extends Customer {
  connection: string;
  vendor: string;
}

/**
 * A query of connections whose names are known: a name that is written out and not among them does not compile. Names that
 * are any text to the compiler are checked when the query is read.
 */
export type AskedOf<Connection extends string, Name extends string> = UsageQuery<Name> &
  (string extends Name ? unknown : { connections?: readonly Connection[] | undefined });

/** A set of configured connections that can be asked. */
export interface Usage<Connection extends string = string> {
  /**
   * Asks the same question of every connection, one after the other, and hands out their rows as they arrive: in the
   * order of the connections, then of the plan's calls, then as the vendor gives them.
   *
   * The first request goes out when the rows are first read; they can be read once. Nothing is asked for after a
   * consumer has stopped.
   *
   * @throws MetermuxError while reading: `invalid_input` or `unsupported` before any usage is asked for; afterwards
   * whatever ended the answer, never a short one.
   */
  query<Name extends string = Connection>(query: AskedOf<Connection, Name>): UsageResult;
  /**
   * What `query` would do: the requests to the byte, how many and for how long, what is put together from what, and what
   * is left out. It may list meters and customers; it asks for no usage. Under `keepGoing` it has what would fail.
   *
   * @throws MetermuxError as `query` does before any usage is asked for, but for `maxRequests`: a plan may be too long.
   */
  plan<Name extends string = Connection>(query: AskedOf<Connection, Name>): Promise<UsagePlan>;
  /** What every connection answers, and how. No request. */
  capabilities(): readonly ConnectionCapabilities[];
  /** The meters of every connection that lists them, archived ones included. @throws MetermuxError what ended a list. */
  meters(options?: { signal?: AbortSignal | undefined }): Promise<readonly ConnectionMeter[]>;
  /** The customers of every connection that has some. @throws MetermuxError what ended a list. */
  customers(options?: { signal?: AbortSignal | undefined }): Promise<readonly ConnectionCustomer[]>;
  /**
   * Whether every connection works: its credential, its clock, and one answer; what could not be tried is said. Never
   * throws for a connection.
   */
  check(options?: { signal?: AbortSignal | undefined }): Promise<readonly Check[]>;
}

/** Settings of a facade. */
export interface UsageOptions {
  /** Your own names for meters, customers and dimensions that every vendor calls differently. */
  map?: NameMap | undefined;
  /** For how long lists of meters and customers are used again, in milliseconds. Default 60,000; 0 for not at all. */
  keepListsMs?: number | undefined;
  /** Where `now` comes from; for tests. */
  clock?: Pick<Clock, "now" | "monotonic"> | undefined;
}

/**
 * Puts connections behind one question.
 *
 * @param connections each vendor's provider under a name of your choice, as in `{ billing: metronome({ token }) }`.
 * @throws MetermuxError `invalid_input` for a connection that is no provider; for a map with a connection that is not there, or two names of one id.
 */
export function createUsage<Connections extends Readonly<Record<string, Provider>>>(
  given: Connections,
  options: UsageOptions = {},
): Usage<keyof Connections & string> {
  const { keepListsMs = 60_000, clock = systemClock } = options;
  const listings = createListings(keepListsMs, clock);
  checkConnections(given);
  const connections: Readonly<Record<string, Provider>> = { ...given };
  const all = Object.entries(connections);
  checkMap(options.map ?? {}, Object.keys(connections));
  // A caller may go on with the same map.
  const map = structuredClone(options.map ?? {});

  const list = async <Item>(
    read: (connection: string, provider: Provider, signal: AbortSignal) => Promise<readonly Item[]>,
    signal = new AbortController().signal,
  ): Promise<(Item & { connection: string; vendor: string })[]> => {
    const lists = all.map(async ([connection, provider]) => {
      const items = await read(connection, provider, signal);
      return items.map((item) => ({ connection, vendor: provider.vendor, ...item }));
    });
    return (await Promise.all(lists)).flat();
  };

  return {
    query(query) {
      // A caller may go on with the same object before the rows are read.
      const asked = copyQuery(query);
      return createResult((report, onStart) => batches(asked, report, onStart), asked?.signal);
    },
    async plan(given) {
      const query = copyQuery(given);
      const normalized = normalizeQuery(query);
      throwIfAborted(query.signal);
      const report = emptyReport();
      const attempts = createAttempts(normalized.keepGoing, report, query.signal);
      const { signal, stop } = stopSignal(query.signal);
      try {
        const prepared = await prepare(normalized, attempts, signal, report);
        attempts.end();
        // Who only queries loads no more than that.
        const { describePlan } = await import("./plan/describe.js");
        return describePlan(prepared, report.failures, report.leftOut);
      } finally {
        stop();
      }
    },
    capabilities: () => all.map(([connection, provider]) => describeCapabilities(connection, provider)),
    meters: ({ signal } = {}) =>
      list(async (connection, provider, stop) => {
        if (!provider.capabilities.listsMeters) return [];
        return listings.meters(connection, provider, undefined, stop);
      }, signal),
    customers: ({ signal } = {}) =>
      list((connection, provider, stop) => listings.customers(connection, provider, undefined, stop), signal),
    async check({ signal = new AbortController().signal } = {}) {
      const { checkConnection } = await import("./check.js");
      return Promise.all(
        all.map(([connection, provider]) => checkConnection(connection, provider, clock.now(), ownSignal(signal))),
      );
    },
  };

  /** Lays a query on its connections and looks up what they have. No usage is asked for. */
  async function prepare(
    query: NormalizedQuery,
    attempts: Attempts,
    signal: AbortSignal,
    report: QueryReport,
  ): Promise<PreparedConnection[]> {
    const now = clock.now();
    const chosen = chooseConnections(connections, query.connections);
    // Every connection is checked before the first is asked: a refusal costs no request.
    const resolved = await attempts.all(
      chosen,
      ([connection]) => connection,
      async ([connection, provider]) => resolveQuery(connection, provider, query, map, now),
    );
    // And every lookup is over before the first usage: a refusal never comes after rows.
    let refusal: unknown;
    const prepared = await attempts.all(
      resolved,
      ({ connection }) => connection,
      async (resolved) => {
        try {
          return await prepareConnection(resolved, listings, signal);
        } catch (error) {
          if (!isMetermuxError(error) || !needsNamedMeters(error, resolved, query)) throw error;
          refusal ??= error;
          report.leftOut.push({ connection: resolved.connection, reason: error.message, refusal: refusalOf(error) });
          return undefined;
        }
      },
    );
    const asked = prepared.filter((share) => share !== undefined);
    // An answer of nobody would look like no usage.
    if (asked.length === 0 && refusal !== undefined) throw refusal;
    return asked;
  }

  async function* batches(
    query: UsageQuery,
    report: QueryReport,
    onStart: (stop: () => void) => void,
  ): AsyncGenerator<readonly UsageRow[], void, undefined> {
    const normalized = normalizeQuery(query);
    throwIfAborted(query.signal);
    const { includeIncomplete, keepGoing, maxRequests } = normalized;
    const beforeRequest = createRequestBudget(maxRequests);
    const settings = { includeIncomplete, now: () => clock.now(), beforeRequest, report };
    const { signal, stop } = stopSignal(query.signal);
    onStart(stop);
    const attempts = createAttempts(keepGoing, report, signal);
    try {
      const prepared = await prepare(normalized, attempts, signal, report);
      refuseTooMany(prepared, maxRequests);
      for (const { connection, range, skipped, steps, notes, provider } of prepared) {
        for (const about of caveatsOf(provider.capabilities, operationsOf(steps)))
          report.notes.push({ connection, about });
        for (const about of notes) report.notes.push({ connection, about });
        report.ranges.push({ connection, start: formatInstant(range.start), end: formatInstant(range.end) });
        report.skipped.push(...skipped);
      }
      for (const share of prepared) {
        yield* attempts.each(share.connection, executeConnection(share, settings, signal));
      }
      attempts.end();
    } finally {
      stop();
    }
  }
}

/** Whether a connection that nobody named refuses because nobody named meters: it lists none, or none of what is measured. */
function needsNamedMeters(error: MetermuxError, { provider }: ResolvedQuery, query: NormalizedQuery): boolean {
  if (query.connections !== undefined || query.meters !== undefined || error.code !== "unsupported") return false;
  return error.field === "measures" || (error.field === "meters" && !provider.capabilities.listsMeters);
}
