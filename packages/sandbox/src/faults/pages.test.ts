import { afterAll, beforeAll, expect, it } from "vitest";
import { startFaulty } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startFaulty();
});
afterAll(() => sandbox.close());

interface CursorPage {
  readonly data: readonly { readonly id: string }[];
  readonly next_page?: string | null;
}

/** Follows cursors for at most eight pages, under a fault. */
async function walk(fault: string | undefined, limit: number): Promise<CursorPage[]> {
  const { baseUrl, token } = sandbox.connections.metronome;
  const pages: CursorPage[] = [];
  for (let cursor: string | null | undefined = ""; typeof cursor === "string" && pages.length < 8; ) {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor === "" ? {} : { next_page: cursor }) });
    const headers = { authorization: `Bearer ${token}`, ...(fault === undefined ? {} : { "x-sandbox-fault": fault }) };
    const response = await fetch(`${baseUrl}/v1/customers?${query}`, { headers });
    expect(response.status).toBe(200);
    const page: CursorPage = JSON.parse(await response.text());
    pages.push(page);
    cursor = page.next_page;
  }
  return pages;
}

const cursors = (pages: readonly CursorPage[]) => pages.map((page) => page.next_page);
const ids = (pages: readonly CursorPage[]) => pages.map(({ data }) => data.map(({ id }) => id).join());

// Of ten or more customers: several pages, and one page.
it("repeated-cursor: the cursor leads to its own page", async () => {
  for (const limit of [15, 100]) {
    const pages = await walk("repeated-cursor", limit);
    expect(pages).toHaveLength(8);
    expect(new Set(cursors(pages)).size).toBe(1);
    expect(new Set(ids(pages)).size).toBe(1);
  }
});

it("repeated-cursor: after the first page, the last page is repeated", async () => {
  sandbox.inject({ fault: "repeated-cursor", after: 1, times: "always" });
  const [first, ...rest] = await walk(undefined, 15);
  sandbox.clearFaults();
  expect(rest).toHaveLength(7);
  expect(new Set(cursors(rest))).toEqual(new Set([first?.next_page]));
  expect(new Set(ids(rest)).size).toBe(1);
  expect(ids(rest)[0]).not.toBe(ids(first === undefined ? [] : [first])[0]);
});

it("cursor-cycle: two cursors alternate without end", async () => {
  for (const limit of [15, 100]) {
    const [one, two, ...others] = cursors(await walk("cursor-cycle", limit));
    expect(one).not.toBe(two);
    expect(others).toEqual([one, two, one, two, one, two]);
  }
});

it("duplicated-page: each page is returned twice, and the list ends", async () => {
  const plain = await walk(undefined, 15);
  expect(plain.length).toBeGreaterThan(1);
  const pages = await walk("duplicated-page", 15);
  expect(ids(pages)).toEqual(ids(plain).flatMap((page) => [page, page]));
  expect(new Set(cursors(pages)).size).toBe(pages.length);
});

it("duplicated-page: a plan repeats one page, and the next pages are unchanged", async () => {
  const plain = ids(await walk(undefined, 15));
  sandbox.inject({ fault: "duplicated-page", after: 1 });
  expect(ids(await walk(undefined, 15))).toEqual(plain.flatMap((page, index) => (index === 1 ? [page, page] : [page])));
});

it("empty-page-with-cursor: empty pages between the pages, and no row is lost", async () => {
  const plain = await walk(undefined, 15);
  const pages = await walk("empty-page-with-cursor", 15);
  expect(ids(pages)).toEqual(ids(plain).flatMap((page) => ["", page]));
});

it("shifted-rows: the last row of each page is repeated, and the list ends", async () => {
  const plain = await walk(undefined, 15);
  const pages = await walk("shifted-rows", 15);
  expect(ids(pages)).toEqual(ids(plain).flatMap((page) => [page, page.split(",").at(-1)]));
  sandbox.inject({ fault: "shifted-rows", after: 1 });
  expect(ids(await walk(undefined, 15))).toEqual(
    ids(plain).flatMap((page, index) => (index === 1 ? [page, page.split(",").at(-1)] : [page])),
  );
});

it("missing-cursor: the page has no cursor member", async () => {
  const [page] = await walk("missing-cursor", 15);
  expect(Object.keys(page ?? {})).toEqual(["data"]);
});

it("applies to usage too, and keeps every digit", async () => {
  const { baseUrl, token } = sandbox.connections.metronome;
  const range = { starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-03-15T00:00:00Z" };
  const send = async (fault: string, query = "") => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "x-sandbox-fault": fault };
    const body = JSON.stringify({ window_size: "DAY", ...range });
    return (await fetch(`${baseUrl}/v1/usage${query}`, { method: "POST", headers, body })).text();
  };
  const plain = await send("connection-close");
  const doubled = await send("duplicated-page");
  const cursor = /"next_page":"([^"]+)"/.exec(doubled)?.[1] ?? "";
  expect(doubled.replace(cursor, "")).toBe(plain.replace(/"next_page":"[^"]+"/, '"next_page":""'));
  expect(await send("duplicated-page", `?next_page=${cursor}`)).toBe(plain);
});

it("leaves an answer that is not a page unchanged, counts nothing, and a plan waits", async () => {
  const own = await startFaulty({ faults: [{ fault: "missing-cursor" }] });
  const { amberflo, metronome } = own.connections;
  expect((await fetch(`${amberflo.baseUrl}/meters`, { headers: { "x-api-key": amberflo.apiKey } })).status).toBe(200);
  expect((await fetch(`${metronome.baseUrl}/v1/customers`)).status).toBe(401);
  expect(own.faultsMet).toEqual({});
  const headers = { authorization: `Bearer ${metronome.token}` };
  expect(await (await fetch(`${metronome.baseUrl}/v1/customers`, { headers })).json()).not.toHaveProperty("next_page");
  expect(own.faultsMet).toEqual({ "missing-cursor": 1 });
  await own.close();
});

interface NumberedPage {
  readonly items: readonly { readonly customerId: string }[];
  readonly metadata: { readonly page: number; readonly totalFilteredPages?: number };
}

/** Amberflo's customers, by the next page that `metadata` names, for at most eight pages. */
async function count(fault?: string): Promise<{ asked: number[]; pages: NumberedPage[] }> {
  const { baseUrl, apiKey } = sandbox.connections.amberflo;
  const asked: number[] = [];
  const pages: NumberedPage[] = [];
  for (let page = 1; asked.length < 8; ) {
    asked.push(page);
    const headers = { "x-api-key": apiKey, ...(fault === undefined ? {} : { "x-sandbox-fault": fault }) };
    const response = await fetch(`${baseUrl}/customers/paging?limit=15&page=${page}`, { headers });
    const body: NumberedPage = JSON.parse(await response.text());
    pages.push(body);
    if (!(body.metadata.page < (body.metadata.totalFilteredPages ?? 0))) break;
    page = body.metadata.page + 1;
  }
  return { asked, pages };
}

it("has the same faults for numbered pages", async () => {
  const plain = await count();
  expect(plain.asked.length).toBeGreaterThan(2);
  const { length } = plain.asked;
  expect((await count("repeated-cursor")).asked).toEqual(Array(8).fill(1));
  expect((await count("cursor-cycle")).asked).toEqual([1, 2, 1, 2, 1, 2, 1, 2]);
  const duplicated = await count("duplicated-page");
  expect(duplicated.asked).toEqual(plain.asked);
  expect(duplicated.pages[1]?.items).toEqual(plain.pages[0]?.items);
  const shifted = await count("shifted-rows");
  expect(shifted.pages[0]?.items).toEqual(plain.pages[0]?.items);
  expect(shifted.pages[1]?.items).toEqual([plain.pages[0]?.items.at(-1), ...(plain.pages[1]?.items ?? [])]);
  const empty = await count("empty-page-with-cursor");
  expect(empty.asked.length).toBeGreaterThan(length);
  expect(empty.pages.every(({ items }) => items.length === 0)).toBe(true);
  expect((await count("missing-cursor")).pages[0]?.metadata).not.toHaveProperty("totalFilteredPages");
});
