import { type Clock, systemClock } from "@metermux/http";
import { askConnection } from "./ask-connection.js";
import type { UsageQuery } from "./model/query.js";
import { invalidInput } from "./model/refusal.js";
import type { QueryReport } from "./model/report.js";
import type { UsageRow } from "./model/row.js";
import { normalizeQuery, refuseUnsupported } from "./normalize.js";
import { prepareShare, type Share } from "./prepare.js";
import type { Provider } from "./provider.js";

/** The rows of a query as they arrive, with a report that is whole after the last of them. */
export interface UsageResult extends AsyncIterable<UsageRow> {
  readonly report: QueryReport;
}

/** A set of configured connections that can be asked. */
export interface Usage {
  /**
   * Asks the same question of every connection, one after the other, and hands out their rows as they arrive.
   *
   * The request goes out when the rows are first read; they can be read once.
   *
   * @throws MetermuxError while reading: `invalid_input` or `unsupported` before any usage is asked for; afterwards
   * whatever ended the answer, never a short one.
   */
  query(query: UsageQuery): UsageResult;
}

/** Settings of a facade. */
export interface UsageOptions {
  /** Where `now` comes from; for tests. */
  clock?: Pick<Clock, "now">;
}

/**
 * Puts connections behind one question.
 *
 * @param connections each vendor's provider under a name of your choice, as in `{ billing: metronome({ token }) }`.
 */
export function createUsage(connections: Readonly<Record<string, Provider>>, options: UsageOptions = {}): Usage {
  const clock = options.clock ?? systemClock;
  return {
    query(query) {
      const report: QueryReport = { skipped: [], remainders: [], rows: 0 };
      async function* rows(): AsyncGenerator<UsageRow, void, undefined> {
        const normalized = normalizeQuery(query);
        // Every connection is checked before the first is asked: a refusal costs no request.
        const checked = chooseConnections(connections, query.connections).map(([name, provider]) => {
          return { name, provider, range: refuseUnsupported(normalized, provider, clock.now()) };
        });
        // A signal of its own, so that nothing stays behind on the caller's.
        const stop = new AbortController();
        const { signal } = stop;
        const forward = () => stop.abort(query.signal?.reason);
        if (query.signal?.aborted) forward();
        query.signal?.addEventListener("abort", forward, { once: true });
        try {
          // And every lookup is over before the first usage: a refusal never comes after rows.
          const shares = await Promise.all(
            checked.map(({ name, provider, range }) => prepareShare(name, provider, normalized, range, signal)),
          );
          refuseTooMany(shares, normalized.maxRequests);
          report.skipped.push(...shares.flatMap(({ skipped }) => skipped));
          const { includeIncomplete } = normalized;
          const settings = { includeIncomplete, now: () => clock.now(), report };
          for (const share of shares) yield* askConnection(share, settings, signal);
        } finally {
          query.signal?.removeEventListener("abort", forward);
          stop.abort();
        }
      }
      return Object.assign(rows(), { report });
    },
  };
}

function refuseTooMany(shares: readonly Share[], maxRequests: number): void {
  const requests = shares.flatMap(({ calls }) => calls).reduce((sum, call) => sum + call.requests, 0);
  if (requests <= maxRequests) return;
  const instead = `about ${requests} requests are needed; ask for fewer meters, customers or windows, or allow more`;
  throw invalidInput("maxRequests", String(maxRequests), instead);
}

function chooseConnections(
  connections: Readonly<Record<string, Provider>>,
  asked: readonly string[] | undefined,
): readonly (readonly [string, Provider])[] {
  const all = Object.entries(connections);
  const names = all.map(([name]) => name).join(", ");
  if (all.length === 0) throw invalidInput("connections", "none configured", "give createUsage at least one");
  if (asked === undefined) return all;
  if (asked.length === 0) throw invalidInput("connections", "an empty list", "leave it out to mean all");
  return [...new Set(asked)].map((name) => {
    const found = all.find(([known]) => known === name);
    if (found === undefined) throw invalidInput("connections", JSON.stringify(name), `configured: ${names}`);
    return found;
  });
}
