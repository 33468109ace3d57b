import { describe, expect, test } from "vitest";
import { collect } from "../fake-provider.test-support.js";
import { inOrder } from "./prefetch.js";

const readers = { width: 3, pages: 2 };

/** Sources that count what is read of them, each of so many pages; they end when they are stopped. */
function sources(lengths: number[]) {
  const stop = new AbortController();
  const read: string[] = [];
  const open = async function* (index: number): AsyncGenerator<string> {
    for (let page = 0; page < (lengths[index] ?? 0); page += 1) {
      stop.signal.throwIfAborted();
      read.push(`${index}.${page}`);
      yield `${index}.${page}`;
    }
  };
  const all = inOrder([...lengths.keys()], open, readers, () => stop.abort());
  return { all, read, stopped: () => stop.signal.aborted };
}

/** Lets everything happen that needs no one. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

async function flat(all: AsyncIterable<AsyncIterable<string>>): Promise<string[]> {
  const found: string[] = [];
  for await (const pages of all) found.push(...(await collect(pages)));
  return found;
}

test("pages come one source after the other, in the order of the sources", async () => {
  const { all } = sources([3, 0, 2, 1, 4]);
  expect(await flat(all)).toEqual(["0.0", "0.1", "0.2", "2.0", "2.1", "3.0", "4.0", "4.1", "4.2", "4.3"]);
});

test("a source that is slow is waited for, though later ones are there", async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const open = async function* (index: number) {
    if (index === 0) await gate;
    yield String(index);
  };
  const found = flat(inOrder([0, 1, 2], open, readers, () => {}));
  await settle();
  release();
  expect(await found).toEqual(["0", "1", "2"]);
});

describe("reading ahead", () => {
  test("opens so many sources and reads so many pages of each, and no more", async () => {
    const { all, read } = sources([9, 9, 9, 9, 9]);
    const first = await all.next();
    await settle();
    expect([...read].sort()).toEqual(["0.0", "0.1", "1.0", "1.1", "2.0", "2.1"]);
    if (first.done) throw new Error("nothing came");
    const pages = first.value[Symbol.asyncIterator]();
    await pages.next();
    await settle();
    expect(read.filter((page) => page.startsWith("0"))).toEqual(["0.0", "0.1", "0.2"]);
    expect(read).toHaveLength(7);
    await all.return();
  });

  test("opens the next source when one is over", async () => {
    const { all, read } = sources([1, 1, 1, 1, 1]);
    const first = await all.next();
    if (first.done) throw new Error("nothing came");
    await collect(first.value);
    expect(read).not.toContain("3.0");
    await all.next();
    await settle();
    expect(read).toContain("3.0");
    expect(read).not.toContain("4.0");
    await all.return();
  });
});

describe("a consumer that stops", () => {
  test("between pages stops every source, and nothing more is read", async () => {
    const { all, read, stopped } = sources([9, 9, 9, 9]);
    for await (const pages of all) {
      for await (const _ of pages) break;
      break;
    }
    expect(stopped()).toBe(true);
    const count = read.length;
    await settle();
    expect(read).toHaveLength(count);
    expect(read.some((page) => page.startsWith("3"))).toBe(false);
  });

  test("is told only when the sources are closed", async () => {
    let closed = 0;
    const stop = new AbortController();
    const open = async function* (index: number) {
      try {
        yield index;
        await new Promise((_, reject) => stop.signal.addEventListener("abort", () => reject(stop.signal.reason)));
      } finally {
        await Promise.resolve();
        closed += 1;
      }
    };
    for await (const _ of inOrder([0, 1, 2], open, { width: 3, pages: 9 }, () => stop.abort())) break;
    expect(closed).toBe(3);
  });
});

test("a failure comes in its turn: what stands before it is handed out first", async () => {
  const open = async function* (index: number) {
    if (index === 1) throw new Error("the second failed");
    yield String(index);
  };
  let stopped = false;
  const all = inOrder([0, 1, 2], open, readers, () => (stopped = true));
  const found: string[] = [];
  const reading = (async () => {
    for await (const pages of all) for await (const page of pages) found.push(page);
  })();
  await expect(reading).rejects.toThrow("the second failed");
  expect(found).toEqual(["0"]);
  expect(stopped).toBe(true);
});

test("large pages wait one by one, small ones together", async () => {
  const read: number[] = [];
  async function* pagesOf(size: number) {
    for (let page = 0; page < 9; page += 1) {
      read[size] = (read[size] ?? 0) + 1;
      yield size;
    }
  }
  const limits = { width: 3, pages: 4, size: 10, sizeOf: (page: number) => page };
  const all = inOrder([1, 6, 20], pagesOf, limits, () => {});
  await all.next();
  // Microtasks alone: nothing here waits for a clock.
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  expect([read[1], read[6], read[20]]).toEqual([4, 2, 1]);
  await all.return();
});
