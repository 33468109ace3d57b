import { expect, it } from "vitest";
import type { World } from "../world/world.js";
import { cached } from "./cache.js";
import { bruteForceSum, createCaller } from "./caller.test-support.js";
import type { Variants } from "./variants.js";

const range = { from: "2026-03-03 00:00:00", to: "2026-03-04 00:00:00" };

it("rule end-exclusive: by option, the hour that starts at `to` counts, and `limits` has the requested end", async () => {
  const [exclusive, inclusive] = [createCaller(), createCaller({ variants: { end: "inclusive" } })];
  const [without, withIt] = [await exclusive.usage(range), await inclusive.usage(range)];
  expect(withIt.limits).toEqual(without.limits);
  const sum = (to: string): string => bruteForceSum(exclusive.events("video_view", range.from, to), "bytes");
  expect(without.account.viewing_bytes).toBe(sum("2026-03-04 00:00:00"));
  expect(withIt.account.viewing_bytes).toBe(sum("2026-03-04 01:00:00"));
  expect(withIt.account.viewing_bytes).not.toBe(without.account.viewing_bytes);
  const longest = { from: "2026-01-01 00:00:00", to: "2026-04-01 00:00:00" };
  expect((await inclusive.ask(longest)).status).toBe(200);
});

it("rule envelope: by option, the account is in `accounts`", async () => {
  const usual = JSON.parse((await createCaller().ask(range)).text);
  const plural = JSON.parse((await createCaller({ variants: { envelope: "accounts" } }).ask(range)).text);
  expect(plural).toEqual({ accounts: usual.account, limits: usual.limits });
});

it("rule singular-path: by option, the plural path exists as well", async () => {
  const caller = createCaller({ variants: { pluralPath: true } });
  const usual = JSON.parse((await caller.ask(range)).text);
  const plural = await caller.send("GET", `/usage/accounts?${new URLSearchParams(range)}`);
  expect(await plural.json()).toEqual({ accounts: usual.account, limits: usual.limits });
});

it.each<[Variants["lastPageKey"], unknown]>([
  ["null", null],
  ["empty", ""],
  ["absent", undefined],
])("rule last-page: by option, the last key is %s", async (lastPageKey, expected) => {
  const caller = createCaller({ variants: { lastPageKey } });
  const pages: { pagination: { next_page_key?: string | null } }[] = [];
  for (let key: string | null | undefined = "first"; key; ) {
    const query: Record<string, string> = { per_page: "7", ...(key === "first" ? {} : { next_page_key: key }) };
    const page = JSON.parse((await caller.get("/usage/stream_targets", query)).text);
    pages.push(page);
    key = page.pagination.next_page_key;
  }
  expect(pages).toHaveLength(2);
  expect(pages[1]?.pagination.next_page_key).toBe(expected);
});

it("rule average: by option, the average is absent", async () => {
  const { account } = await createCaller({ variants: { averageViewing: false } }).usage(range);
  expect(Object.keys(account)).not.toContain("avg_viewing_seconds");
  expect(Object.keys(account)).toContain("viewing_seconds");
});

it("rule cache: a request has the same answer for 60 seconds, and another request has its own", () => {
  let now = 0;
  let asked = 0;
  const count = () => {
    asked += 1;
    return asked;
  };
  const handlers = cached({ "GET /a": count, "GET /b": count }, () => now);
  const call = (query: Record<string, string>) => ({ params: {}, query, body: undefined, headers: new Headers() });
  const ask = (operation: string, query: Record<string, string> = {}) => handlers[operation]?.(call(query));
  expect([ask("GET /a"), ask("GET /b"), ask("GET /a", { x: "1", y: "2" })]).toEqual([1, 2, 3]);
  now = 59_999;
  expect([ask("GET /a"), ask("GET /b"), ask("GET /a", { y: "2", x: "1" })]).toEqual([1, 2, 3]);
  now = 60_000;
  expect([ask("GET /a"), ask("GET /a")]).toEqual([4, 4]);
});

it("rule cache: a cached answer does not include newer usage, and refusals are not cached", async () => {
  let now = 0;
  const caller = createCaller({ clock: () => now });
  const events = caller.world.events;
  const before = (await caller.usage(range)).account.viewing_bytes;
  // A second world stands in for newly received usage.
  const world: { -readonly [Key in keyof World]: World[Key] } = caller.world;
  world.events = () => [];
  now = 59_999;
  expect((await caller.usage(range)).account.viewing_bytes).toBe(before);
  now = 60_000;
  expect((await caller.usage(range)).account.viewing_bytes).toBe("0");
  world.events = events;
  expect((await caller.get("/usage/transcoders/none")).status).toBe(404);
  expect((await caller.get("/usage/transcoders/none")).status).toBe(404);
});
