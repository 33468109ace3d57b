import { describe, expect, test, vi } from "vitest";
import { flush } from "./manual-clock.test-support.js";
import { type PageWalk, paginate } from "./paginate.js";

interface Page {
  data: string[];
  next_page: string | null;
}

function walk(
  pages: Record<string, Page>,
  options: Partial<Pick<PageWalk<Page>, "maxPages" | "maxItems" | "signal" | "total">> = {},
) {
  const asked: (string | undefined)[] = [];
  const signals: AbortSignal[] = [];
  const iterator = paginate<Page>({
    name: "list",
    fetchPage: async (cursor, signal) => {
      asked.push(cursor);
      signals.push(signal);
      const page = pages[cursor ?? "first"];
      if (asked.length > 20) throw new Error("the walk does not end");
      if (page === undefined) throw new Error(`page ${cursor} failed`);
      return page;
    },
    items: (page) => page.data,
    next: (page) => page.next_page,
    ...options,
  });
  return { asked, signals, iterator };
}

async function collect(iterator: AsyncIterable<Page>): Promise<string[]> {
  const items: string[] = [];
  for await (const page of iterator) items.push(...page.data);
  return items;
}

describe("paginate", () => {
  test("follows the cursor to its end", async () => {
    const { iterator, asked } = walk({
      first: { data: ["a"], next_page: "2" },
      2: { data: ["b", "c"], next_page: "3" },
      3: { data: [], next_page: null },
    });
    expect(await collect(iterator)).toEqual(["a", "b", "c"]);
    expect(asked).toEqual([undefined, "2", "3"]);
  });

  test.each([
    [
      "a repeated cursor",
      { first: { data: ["a"], next_page: "2" }, 2: { data: ["b"], next_page: "2" } },
      "a cursor came a second time",
    ],
    [
      "a cycle",
      {
        first: { data: ["a"], next_page: "2" },
        2: { data: ["b"], next_page: "3" },
        3: { data: ["c"], next_page: "2" },
      },
      "a cursor came a second time",
    ],
    [
      "a cursor that comes again on empty pages",
      { first: { data: [], next_page: "2" }, 2: { data: [], next_page: "2" } },
      "a cursor came a second time",
    ],
    [
      "a row that comes again behind an empty page",
      {
        first: { data: ["a", "b"], next_page: "2" },
        2: { data: [], next_page: "3" },
        3: { data: ["b", "c"], next_page: null },
      },
      "a row came a second time",
    ],
    [
      "a page under two cursors",
      {
        first: { data: ["a", "b"], next_page: "2" },
        2: { data: ["a", "b"], next_page: "3" },
        3: { data: ["c"], next_page: null },
      },
      "a page came a second time",
    ],
    [
      "a page that begins with the last rows of the one before",
      { first: { data: ["a", "b", "c"], next_page: "2" }, 2: { data: ["b", "c", "d"], next_page: null } },
      "a row came a second time",
    ],
    ["an empty cursor", { first: { data: ["a"], next_page: "" } }, "empty cursor"],
  ])("%s is an error, never a short list", async (_, pages: Record<string, Page>, problem) => {
    const error = await collect(walk(pages).iterator).catch((caught) => caught);
    expect(error).toMatchObject({ code: "incomplete_result" });
    expect(error.message).toContain(problem);
  });

  test("rows that differ in one member, however deep, are not the same row", async () => {
    const row = (time: string, group: string) => ({ id: "a", time, groups: { region: group }, value: null });
    const list = async (...pages: object[][]) => {
      const walked = paginate({
        name: "list",
        fetchPage: async (cursor) => Number(cursor ?? 0),
        items: (page) => pages[page] ?? [],
        next: (page) => (page + 1 < pages.length ? String(page + 1) : null),
      });
      let count = 0;
      for await (const page of walked) count += pages[page]?.length ?? 0;
      return count;
    };
    expect(await list([row("1", "x"), row("2", "x")], [row("3", "x")], [row("3", "y")])).toBe(4);
    await expect(list([row("1", "x"), row("2", "x")], [row("2", "x")])).rejects.toThrow("a row came a second time");
  });

  test("more pages than the cap are an error; exactly the cap is not", async () => {
    const pages = { first: { data: ["a"], next_page: "2" }, 2: { data: ["b"], next_page: null } };
    expect(await collect(walk(pages, { maxPages: 2 }).iterator)).toEqual(["a", "b"]);
    await expect(collect(walk(pages, { maxPages: 1 }).iterator)).rejects.toThrow("more than 1 pages");
  });

  test("an empty page with a cursor is passed over, as many as come between pages with rows", async () => {
    const { iterator, asked } = walk({
      first: { data: [], next_page: "2" },
      2: { data: ["a"], next_page: "3" },
      3: { data: [], next_page: "4" },
      4: { data: [], next_page: "5" },
      5: { data: ["b"], next_page: null },
    });
    expect(await collect(iterator)).toEqual(["a", "b"]);
    expect(asked).toEqual([undefined, "2", "3", "4", "5"]);
  });

  test.each([
    [1_000, 0],
    [1_001, 1],
  ])("%i empty pages in a row end in %i errors", async (empty, errors) => {
    const walked = paginate({
      name: "list",
      fetchPage: async (cursor) => Number(cursor ?? 0),
      items: (page) => (page === empty ? ["a"] : []),
      next: (page) => (page === empty ? null : String(page + 1)),
    });
    const pages: number[] = [];
    const read = async () => {
      for await (const page of walked) pages.push(page);
    };
    const error = await read().catch((caught: unknown) => caught);
    expect([error].flatMap((each) => each ?? [])).toHaveLength(errors);
    if (errors > 0) expect(error).toMatchObject({ code: "incomplete_result" });
    if (errors > 0) expect(String(error)).toContain("more than 1000 empty pages came in a row");
  });

  test("more items than the cap are an error, whatever their pages; exactly the cap is not", async () => {
    const pages = { first: { data: ["a", "b"], next_page: "2" }, 2: { data: ["c"], next_page: null } };
    expect(await collect(walk(pages, { maxItems: 3 }).iterator)).toEqual(["a", "b", "c"]);
    const error = await collect(walk(pages, { maxItems: 2 }).iterator).catch((caught) => caught);
    expect(error).toMatchObject({ code: "incomplete_result" });
    expect(error.message).toContain("more than 2 items");
  });

  test("reads one page ahead while the consumer works, and no further", async () => {
    const { iterator, asked } = walk({
      first: { data: ["a"], next_page: "2" },
      2: { data: ["b"], next_page: "3" },
      3: { data: ["c"], next_page: null },
    });
    await iterator.next();
    await flush();
    expect(asked).toEqual([undefined, "2"]);
  });

  test("what waits is read already, and a failure to read comes in its turn", async () => {
    const read: string[] = [];
    const walked = paginate({
      name: "list",
      fetchPage: async (cursor = "1") => cursor,
      items: (page) => [page],
      next: (page) => (page === "3" ? null : String(Number(page) + 1)),
      read: (page) => {
        read.push(page);
        if (page === "3") throw new RangeError("no page");
        return `page ${page}`;
      },
    });
    expect((await walked.next()).value).toBe("page 1");
    await flush();
    expect(read).toEqual(["1", "2"]);
    expect((await walked.next()).value).toBe("page 2");
    await expect(walked.next()).rejects.toThrow("no page");
  });

  test("its own signal ends the request under way", async () => {
    const caller = new AbortController();
    const { iterator, signals } = walk(
      { first: { data: ["a"], next_page: "2" }, 2: { data: ["b"], next_page: null } },
      { signal: caller.signal },
    );
    await iterator.next();
    caller.abort("enough");
    expect(signals.at(-1)?.reason).toBe("enough");
    const late = walk({ first: { data: ["a"], next_page: null } }, { signal: caller.signal });
    await late.iterator.next();
    expect(late.signals[0]?.reason).toBe("enough");
  });

  test("leaves nothing behind on its signal", async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await collect(walk({ first: { data: ["a"], next_page: null } }, { signal }).iterator);
    const listeners = added.mock.calls.map(([, listener]) => listener);
    expect(listeners).toHaveLength(1);
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(listeners);
  });

  test("stops asking when the consumer stops, and ends the request under way", async () => {
    const { iterator, asked, signals } = walk({
      first: { data: ["a"], next_page: "2" },
      2: { data: ["b"], next_page: "3" },
    });
    for await (const _ of iterator) break;
    await flush();
    expect(asked).toEqual([undefined, "2"]);
    expect(signals.at(-1)?.aborted).toBe(true);
  });

  test("a page that fails after the consumer has stopped is nobody's unhandled rejection", async () => {
    const unhandled: unknown[] = [];
    const notice = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", notice);
    const { iterator } = walk({ first: { data: ["a"], next_page: "2" } });
    for await (const _ of iterator) {
      await flush();
      break;
    }
    await flush();
    process.off("unhandledRejection", notice);
    expect(unhandled).toEqual([]);
  });

  test("a page that fails ends the list with its error, after the pages before it", async () => {
    const { iterator } = walk({ first: { data: ["a"], next_page: "2" } });
    expect((await iterator.next()).value?.data).toEqual(["a"]);
    await expect(iterator.next()).rejects.toThrow("page 2 failed");
  });

  describe("of a list that tells how many items it has", () => {
    const pages = { first: { data: ["a", "b"], next_page: "2" }, 2: { data: ["c"], next_page: null } };

    test.each([3, null, undefined])("gives all of them where it says %s", async (total) => {
      expect(await collect(walk(pages, { total: () => total }).iterator)).toEqual(["a", "b", "c"]);
    });

    test.each([407, 2, 0])("refuses three where it says %i", async (total) => {
      await expect(collect(walk(pages, { total: () => total }).iterator)).rejects.toMatchObject({
        code: "incomplete_result",
        message: expect.stringContaining(`says that it has ${total} items, and 3 came`),
      });
    });

    test("goes by what the last page says: a list may grow ahead of the walk", async () => {
      const total = ({ next_page }: Page) => (next_page === null ? 3 : 2);
      expect(await collect(walk(pages, { total }).iterator)).toHaveLength(3);
    });
  });
});
