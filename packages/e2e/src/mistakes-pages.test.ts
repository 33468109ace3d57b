import type { FaultPlan } from "@metermux/sandbox";
import { createUsage, type UsageQuery, type UsageRow } from "@metermux/usage";
import { metronome } from "@metermux/usage/metronome";
import { afterEach, describe, expect, test } from "vitest";
import { askTruly, meterNamed, only } from "./oracle/ask-truly.js";
import { ask } from "./oracle/scene.js";
import { stage } from "./oracle/stage.js";

// Mistakes of hand-written integrations about pages, errors and rate limits.
const now = "2026-04-20T15:23:41.500Z";
const billing = stage("metronome", [{ now }]);
const account = stage("amberflo", [{ now }]);
const video = stage("video", [{ now }]);
const everyone: UsageQuery = { window: "day", start: "2026-04-01", end: "2026-04-03" };

afterEach(() => {
  for (const scenes of [billing, account, video]) only(scenes).sandbox.clearFaults();
});

const calls = (): UsageQuery => ({ ...everyone, meters: [meterNamed(only(billing), "API calls").id] });

/** Applies a fault to every page of Metronome's usage from a given page on. */
const onPages = (fault: string, after = 0): FaultPlan => {
  return { fault, vendor: "metronome", operation: "POST /v1/usage", times: "always", after };
};

async function rowsBefore(query: UsageQuery): Promise<{ rows: UsageRow[]; error: unknown }> {
  const rows: UsageRow[] = [];
  only(billing).wire.clear();
  try {
    for await (const row of only(billing).usage.query(query)) rows.push(row);
  } catch (error) {
    return { rows, error };
  }
  return { rows, error: undefined };
}

describe("lost pages and silent truncation", () => {
  test("every page is read: each customer and window has a row", async () => {
    const { rows, report } = await askTruly(only(billing), calls());
    expect(rows).toHaveLength(2 * only(billing).sandbox.world.customers.length);
    expect(report.rows).toBe(rows.length);
  });

  test.each(["missing-cursor", "wrong-shape-200", "null-200", "empty-200", "truncated-json", "status-500", "html-200"])(
    "%s on the third page ends in an error, never in fewer rows",
    async (fault) => {
      only(billing).sandbox.inject(onPages(fault, 2));
      const { rows, error } = await rowsBefore(calls());
      expect(rows.length).toBeLessThan(2 * only(billing).sandbox.world.customers.length);
      expect(error).toMatchObject({ name: "MetermuxError" });
    },
  );
});

describe("endless pagination", () => {
  test("empty pages between pages with rows lose no row", async () => {
    const whole = await rowsBefore(calls());
    only(billing).sandbox.inject(onPages("empty-page-with-cursor"));
    const { rows, error } = await rowsBefore(calls());
    expect(error).toBeUndefined();
    expect(rows.map(({ customerId, windowStart, value }) => [customerId, windowStart, value])).toEqual(
      whole.rows.map(({ customerId, windowStart, value }) => [customerId, windowStart, value]),
    );
  });

  test.each(["repeated-cursor", "cursor-cycle", "duplicated-page"])(
    "%s is an error after a few requests",
    async (fault) => {
      only(billing).sandbox.inject(onPages(fault));
      const { error } = await rowsBefore(calls());
      expect(error).toMatchObject({ code: "incomplete_result" });
      expect(only(billing).wire.sent.length).toBeLessThan(20);
    },
  );
});

describe("a cursor that is bound to its query", () => {
  test("every page has the bounds of the first page as time passes, and no idempotency key", async () => {
    const { sandbox, wire } = only(billing);
    const headers: Headers[] = [];
    let time = sandbox.now.getTime();
    const moving = createUsage(
      {
        billing: metronome({
          ...sandbox.connections.metronome,
          rate: false,
          fetch: (request) => {
            time += 6 * 3_600_000;
            headers.push(request.headers);
            return wire.fetch(request);
          },
        }),
      },
      { clock: { now: () => time } },
    );
    wire.clear();
    for await (const _ of moving.query({ ...calls(), window: "day", start: "2026-04-18", end: now }));
    const pages = wire.sent.filter(({ target }) => target.startsWith("/v1/usage"));
    expect(pages.length).toBeGreaterThan(30);
    const bounds = pages.map(({ body }) => JSON.parse(body)).map((body) => `${body.starting_on} ${body.ending_before}`);
    expect(new Set(bounds)).toEqual(new Set(["2026-04-18T00:00:00.000Z 2026-04-21T00:00:00.000Z"]));
    const [first, more] = [false, true].map((cursor) => {
      return new Set(pages.filter(({ target }) => target.includes("next_page") === cursor).map(({ body }) => body));
    });
    // A chain of one page has no next page.
    expect([...(first ?? [])]).toEqual(expect.arrayContaining([...(more ?? [])]));
    expect(more?.size).toBeGreaterThan(0);
    expect(headers.filter((each) => each.has("idempotency-key"))).toEqual([]);
    expect(pages.filter(({ target }) => target.includes("limit"))).toEqual([]);
  });
});

describe("a watermark over rows without order", () => {
  test("the newest window arrives long before the last row, and a failure after it is an error", async () => {
    only(billing).sandbox.inject(onPages("status-400", 15));
    const { rows, error } = await rowsBefore(calls());
    expect(rows.at(-1)?.windowStart).toBe("2026-04-02T00:00:00.000Z");
    expect(new Set(rows.map(({ customerId }) => customerId)).size).toBeGreaterThan(1);
    expect(error).toMatchObject({ code: "rejected" });
    only(billing).sandbox.clearFaults();
    const { rows: all } = await askTruly(only(billing), calls());
    const starts = all.map(({ windowStart }) => windowStart);
    expect([...starts].sort()).not.toEqual(starts);
  });
});

describe("silent empty on error", () => {
  const faults = ["empty-200", "wrong-shape-200", "null-200", "html-200", "status-400", "status-503"];

  test.each(faults)(
    "%s is an error at every vendor, never an empty result",
    async (fault) => {
      for (const scenes of [billing, account, video]) {
        const { sandbox } = only(scenes);
        // Once for each attempt, and on every operation.
        sandbox.inject({ fault, times: "always" });
        await expect(ask(only(scenes), everyone)).rejects.toMatchObject({ name: "MetermuxError" });
        sandbox.clearFaults();
      }
    },
    30_000,
  );

  test("no usage is not an error: there are no rows, and the report says so", async () => {
    const { world } = only(account).sandbox;
    const idle = world.customers.find(({ eventTypes }) => eventTypes.length === 0);
    const party = only(account).subject.parties.find(({ worldIds }) => worldIds.includes(idle?.id ?? ""));
    const { rows, report } = await askTruly(only(account), { ...everyone, customers: [party?.id ?? ""] });
    expect(rows).toEqual([]);
    expect(report.rows).toBe(0);
  });

  test("every row is a separate object", async () => {
    const { rows } = await askTruly(only(account), everyone);
    expect(new Set(rows).size).toBe(rows.length);
    expect(new Set(rows.map(({ value }) => value)).size).toBeGreaterThan(10);
  });
});

describe("rate limits", () => {
  /** Time that passes only while a call waits for the rate limit. A wait of half a minute is a timeout and never ends. */
  function virtualTime(start: number) {
    let time = start;
    const waiting = new Set<{ until: number; end(): void }>();
    /** Ends the wait that is due first, regardless of when the machine started it. */
    const endNext = () => {
      const [next] = [...waiting].sort((left, right) => left.until - right.until);
      if (next === undefined) return;
      waiting.delete(next);
      time = Math.max(time, next.until);
      next.end();
    };
    return {
      now: () => time,
      wait(ms: number, signal?: AbortSignal) {
        return new Promise<void>((resolve, reject) => {
          const entry = { until: time + ms, end: resolve };
          signal?.addEventListener("abort", () => {
            waiting.delete(entry);
            reject(signal.reason);
          });
          if (ms >= 30_000) return;
          waiting.add(entry);
          setTimeout(endNext, 1);
        });
      },
    };
  }

  function paced() {
    const { sandbox, wire } = only(billing);
    const clock = virtualTime(sandbox.now.getTime());
    const sends: number[] = [];
    const refusals: { at: number; sent: number }[] = [];
    const options = {
      ...sandbox.connections.metronome,
      clock,
      fetch: async (request: Request) => {
        sends.push(clock.now());
        const response = await wire.fetch(request);
        if (response.status === 429) refusals.push({ at: clock.now(), sent: sends.length });
        return response;
      },
    };
    return { usage: createUsage({ billing: metronome(options) }, { clock }), sends, refusals };
  }

  test("two concurrent queries share the account's 8 requests a second", async () => {
    const { usage, sends } = paced();
    const read = async () => {
      let rows = 0;
      for await (const _ of usage.query(calls())) rows += 1;
      return rows;
    };
    const counts = await Promise.all([read(), read()]);
    expect(counts).toEqual(Array(2).fill(2 * only(billing).sandbox.world.customers.length));
    expect(sends.length).toBeGreaterThan(60);
    for (const [index, sent] of sends.entries()) {
      const ninth = sends[index + 8];
      if (ninth !== undefined) expect(ninth - sent).toBeGreaterThanOrEqual(1000);
    }
  });

  test("a wait that the vendor requests applies to the whole connection", async () => {
    const { usage, sends, refusals } = paced();
    only(billing).sandbox.inject({
      // Longer than the rate limit alone would wait.
      fault: "retry-after-date:3",
      vendor: "metronome",
      operation: "POST /v1/usage",
      after: 3,
    });
    const read = async () => {
      for await (const _ of usage.query(calls()));
    };
    await Promise.all([read(), read()]);
    expect(refusals).toHaveLength(1);
    for (const { at, sent } of refusals) {
      expect(sends.length).toBeGreaterThan(sent + 20);
      expect(Math.min(...sends.slice(sent))).toBeGreaterThanOrEqual(at + 2000);
    }
  });
});
