import { paginate } from "@metermux/http";
import { expect, test } from "vitest";
import { countPages } from "./count-pages.js";

test("a walk of three pages announces the second and the third before each is fetched", async () => {
  const log: string[] = [];
  const fetchPage = countPages(
    () => log.push("next"),
    async (cursor = "1") => {
      log.push(`page ${cursor}`);
      return { items: [cursor], next: cursor === "3" ? null : String(Number(cursor) + 1) };
    },
  );
  const pages = paginate({
    name: "a list",
    fetchPage,
    items: ({ items }) => items,
    next: ({ next }) => next,
  });
  for await (const _ of pages);
  expect(log).toEqual(["page 1", "next", "page 2", "next", "page 3"]);
});

test("a page that the query does not allow is not fetched, and the walk ends with the refusal", async () => {
  const fetched: string[] = [];
  const refusal = new Error("no more requests");
  const fetchPage = countPages(
    () => {
      throw refusal;
    },
    async (cursor: string) => fetched.push(cursor),
  );
  await fetchPage("1");
  await expect(fetchPage("2")).rejects.toBe(refusal);
  expect(fetched).toEqual(["1"]);
});
