import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { flatten } from "./flatten.js";
import { readBatches } from "./read-batches.js";

function setUp(batches: readonly (readonly string[] | Error)[], signal?: AbortSignal) {
  const log: string[] = [];
  async function* source(): AsyncGenerator<readonly string[], void, undefined> {
    try {
      for (const [index, batch] of batches.entries()) {
        log.push(`batch ${index}`);
        if (batch instanceof Error) throw batch;
        yield batch;
      }
    } finally {
      log.push("closed");
    }
  }
  const items = flatten(readBatches(source(), { signal }), () => log.push("item"), signal);
  return { items, log };
}

describe("items of batches", () => {
  test("come one by one, in order; empty batches are passed over", async () => {
    const { items } = setUp([[], ["a", "b"], [], [], ["c"], []]);
    const found: string[] = [];
    for await (const item of items) found.push(item);
    expect(found).toEqual(["a", "b", "c"]);
  });

  test("are told of as they are handed out, and no batch is asked for before its turn", async () => {
    const { items, log } = setUp([["a", "b"], ["c"]]);
    expect(log).toEqual([]);
    await items.next();
    expect(log).toEqual(["batch 0", "item"]);
    await items.next();
    expect(log).toEqual(["batch 0", "item", "item"]);
    await items.next();
    expect(log).toEqual(["batch 0", "item", "item", "batch 1", "item"]);
  });

  test("asked for side by side come each once, in the order of asking", async () => {
    const { items } = setUp([["a"], ["b", "c"], ["d"]]);
    const results = await Promise.all([1, 2, 3, 4, 5, 6].map(() => items.next()));
    expect(results.map(({ value }) => value)).toEqual(["a", "b", "c", "d", undefined, undefined]);
    expect(results.map(({ done }) => done)).toEqual([false, false, false, false, true, true]);
  });

  test("end with the failure of a batch, after the items before it, and stay ended", async () => {
    const { items, log } = setUp([["a"], new Error("broken"), ["b"]]);
    expect(await items.next()).toEqual({ done: false, value: "a" });
    await expect(items.next()).rejects.toThrow("broken");
    expect(await items.next()).toEqual({ done: true, value: undefined });
    expect(log).toEqual(["batch 0", "item", "batch 1", "closed"]);
  });

  test("stop with their consumer: the batches are closed and nothing more comes", async () => {
    const { items, log } = setUp([["a", "b"], ["c"]]);
    for await (const item of items) if (item === "a") break;
    expect(log).toEqual(["batch 0", "item", "closed"]);
    expect(await items.next()).toEqual({ done: true, value: undefined });
    expect(await items.return?.()).toEqual({ done: true, value: undefined });
  });

  test("end with their signal: what came and was not handed out is dropped", async () => {
    const caller = new AbortController();
    const { items, log } = setUp([["a", "b"], ["c"]], caller.signal);
    await items.next();
    caller.abort("enough");
    await expect(items.next()).rejects.toMatchObject({ code: "aborted", cause: "enough" });
    expect(log).toEqual(["batch 0", "item", "closed"]);
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  test("stop at once while they are waited for: what is under way ends, and no item comes", async () => {
    let ended = false;
    let release = (_: readonly string[]) => {};
    async function* source(): AsyncGenerator<readonly string[], void, undefined> {
      yield await new Promise<readonly string[]>((resolve) => (release = resolve));
    }
    const stop = () => {
      ended = true;
    };
    const items = flatten(readBatches(source(), { stop }), () => {});
    const waiting = [items.next(), items.next()];
    expect(await items.return?.()).toEqual({ done: true, value: undefined });
    expect(ended).toBe(true);
    release(["late"]);
    expect((await Promise.all(waiting)).map(({ done }) => done)).toEqual([true, true]);
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  test("end with their signal though what they wait for does not, and leave no listener", async () => {
    const caller = new AbortController();
    async function* source(): AsyncGenerator<readonly string[], void, undefined> {
      yield await new Promise<readonly string[]>(() => {});
    }
    const { signal } = caller;
    const waiting = flatten(readBatches(source(), { signal }), () => {}, signal).next();
    caller.abort("enough");
    await expect(waiting).rejects.toMatchObject({ code: "aborted", cause: "enough" });
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  });

  test("can be read once", async () => {
    const { items } = setUp([["a"]]);
    for await (const _ of items);
    const again: string[] = [];
    for await (const item of items) again.push(item);
    expect(again).toEqual([]);
  });
});
