import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { compare } from "./compare.js";
import { query, row } from "./rows.test-support.js";
import type { ComparableRow } from "./side.js";

/** Rows of which the second never comes; `closed` tells whether the reader has closed them. */
function hanging(first: readonly ComparableRow[] = [row()]) {
  const state = { closed: false, asked: 0 };
  const iterator: AsyncIterator<ComparableRow> = {
    next() {
      const value = first[state.asked];
      state.asked += 1;
      return value === undefined ? new Promise(() => {}) : Promise.resolve({ done: false, value });
    },
    return() {
      state.closed = true;
      return new Promise(() => {});
    },
  };
  return { rows: { [Symbol.asyncIterator]: () => iterator }, state };
}

/** Until the program has had its turn. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a comparison ends at once", () => {
  test.each(["left", "right"] as const)("when its signal ends while rows of the %s hang", async (side) => {
    const stop = new AbortController();
    const { rows, state } = hanging();
    const comparison = compare({ ...query, signal: stop.signal }, { left: [row()], right: [row()], [side]: rows });
    const ended = expect(comparison).rejects.toMatchObject({ code: "aborted", cause: new Error("enough") });
    await turn();
    stop.abort(new Error("enough"));
    await ended;
    expect(state.closed).toBe(true);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });

  test("when both hang", async () => {
    const stop = new AbortController();
    const sides = [hanging([]), hanging()];
    const comparison = compare(
      { ...query, signal: stop.signal },
      { left: { rows: sides[0]?.rows ?? [] }, right: { rows: sides[1]?.rows ?? [] } },
    );
    const ended = expect(comparison).rejects.toMatchObject({ code: "aborted" });
    await turn();
    stop.abort();
    await ended;
    expect(sides.map(({ state }) => state.closed)).toEqual([true, true]);
  });

  test("by the other side's failure while one hangs, which is given up", async () => {
    const { rows, state } = hanging();
    const stop = new AbortController();
    const right = [row({ value: "many" })];
    const comparison = compare({ ...query, signal: stop.signal }, { left: rows, right });
    await expect(comparison).rejects.toMatchObject({ field: "right.value" });
    await turn();
    expect(state.closed).toBe(true);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });

  test("though rows that are always there never let a timer run by themselves", async () => {
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<ComparableRow> {
      for (;;) yield row({ windowStart: "1970-01-01" });
    }
    const comparison = compare({ ...query, signal: stop.signal }, { left: endless(), right: [row()] });
    setImmediate(() => stop.abort());
    await expect(comparison).rejects.toMatchObject({ code: "aborted" });
  });
});

describe("a signal that has ended already", () => {
  test("is refused before any side is opened", async () => {
    let opened = 0;
    const signal = AbortSignal.abort(new Error("earlier"));
    const usage = {
      query() {
        opened += 1;
        return (async function* () {})();
      },
    };
    const rows = {
      [Symbol.asyncIterator]() {
        opened += 1;
        return (async function* () {})();
      },
    };
    const comparison = compare({ ...query, signal }, { left: { usage }, right: rows });
    await expect(comparison).rejects.toMatchObject({ code: "aborted", cause: new Error("earlier") });
    expect(opened).toBe(0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("nothing stays behind on the caller's signal", () => {
  test("after an answer, after a failure, and after many comparisons at once", async () => {
    const { signal } = new AbortController();
    const own = { ...query, signal };
    await compare(own, { left: [row()], right: [row()] });
    await expect(compare(own, { left: [row()], right: [row(), row()] })).rejects.toMatchObject({ field: "right" });
    const many = Array.from({ length: 30 }, () => compare(own, { left: [row()], right: [row()] }));
    // Node takes more than ten for a leak.
    expect(getEventListeners(signal, "abort").length).toBeLessThan(10);
    await Promise.all(many);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("and the signal of an asked side ends with the comparison", async () => {
    let given: AbortSignal | undefined;
    const usage = {
      query({ signal }: { signal?: AbortSignal | undefined }) {
        given = signal;
        return (async function* () {
          yield row();
        })();
      },
    };
    await compare(query, { left: { usage }, right: [row()] });
    expect(given?.aborted).toBe(true);
  });
});

test("a source that throws when it is closed does not hide what ended the comparison", async () => {
  async function* fussy(): AsyncGenerator<ComparableRow> {
    try {
      yield row({ value: "many" });
      yield row();
    } finally {
      // biome-ignore lint/correctness/noUnsafeFinally: this is what the test is about.
      throw new Error("cannot be closed");
    }
  }
  await expect(compare(query, { left: fussy(), right: [row()] })).rejects.toMatchObject({ field: "left.value" });
});
