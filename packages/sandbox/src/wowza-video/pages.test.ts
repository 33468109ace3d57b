import { expect, it } from "vitest";
import { createCaller } from "./caller.test-support.js";

const caller = createCaller();

interface Page {
  readonly ids: readonly string[];
  readonly pagination: Readonly<Record<string, unknown>>;
}

async function page(kind: string, query: Record<string, string> = {}): Promise<Page> {
  const { status, text } = await caller.get(`/usage/${kind}`, query);
  if (status !== 200) throw new Error(text);
  const body = JSON.parse(text);
  return { ids: body[kind].map(({ id }: { id: string }) => id), pagination: body.pagination };
}

it("rule numbered-pages: pages are numbered from 1, and their indexes from 0", async () => {
  const all = await page("transcoders");
  const pages = await Promise.all([1, 2, 3].map((number) => page("transcoders", { page: `${number}`, per_page: "2" })));
  expect(pages.flatMap(({ ids }) => ids)).toEqual(all.ids);
  expect(pages.map(({ pagination }) => [pagination.page_first_index, pagination.page_last_index])).toEqual([
    [0, 1],
    [2, 3],
    [4, 4],
  ]);
  expect(pages[2]?.pagination).toMatchObject({
    payload_version: "1.0",
    total_records: 5,
    page: 3,
    per_page: 2,
    total_pages: 3,
  });
});

it("rule page-past-end: a page after the last is 422", async () => {
  const { status, rule } = await caller.get("/usage/transcoders", { page: "4", per_page: "2" });
  expect([status, rule]).toEqual([422, "page-past-end"]);
});

it.each([
  ["stream_targets", 12],
  ["real_time_streams", 3],
  ["vod_streams", 8],
] as const)("rule keyed-pages: %s are paged by key, and the page size may change", async (kind, count) => {
  const all = await page(kind);
  const ids: string[] = [];
  let key: unknown;
  for (const size of ["2", "1", "5", "1000"]) {
    const query = { per_page: size, ...(typeof key === "string" ? { next_page_key: key } : {}) };
    const { ids: rows, pagination } = await page(kind, query);
    ids.push(...rows);
    expect(pagination).toMatchObject({
      payload_version: "2.0",
      total_records: count,
      per_page: Number(size),
      total_pages: Math.ceil(count / Number(size)),
    });
    key = pagination.next_page_key;
    if (typeof key !== "string") break;
    expect(key).toMatch(/^[0-9a-z]{8}$/);
  }
  expect(ids).toEqual(all.ids);
});

it("rule last-page: the last page has a null key, also when it is full", async () => {
  expect((await page("vod_streams")).pagination.next_page_key).toBeNull();
  expect((await page("vod_streams", { per_page: "8" })).pagination.next_page_key).toBeNull();
});

it("rule unknown-key: an invented or empty key, or one of another list, is 422", async () => {
  const { pagination } = await page("vod_streams", { per_page: "2" });
  for (const key of ["2jj8syfl", "", String(pagination.next_page_key)]) {
    const { status, rule } = await caller.get("/usage/stream_targets", { next_page_key: key });
    expect([status, rule]).toEqual([422, "unknown-key"]);
  }
});

it("rule per-page: per_page is 1000 by default, and from 1 to 1000", async () => {
  for (const kind of ["transcoders", "stream_targets"]) {
    expect((await page(kind)).pagination.per_page).toBe(1000);
    for (const size of ["0", "1001", "many"]) {
      const { status, rule } = await caller.get(`/usage/${kind}`, { per_page: size });
      expect([status, rule]).toEqual([422, "parameter"]);
    }
  }
});
