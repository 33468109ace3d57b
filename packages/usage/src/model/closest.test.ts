import { expect, test } from "vitest";
import { closestFirst, likelyMeant, sortByCloseness } from "./closest.js";

test("the names spelt most like what was asked for come first, and the others as they were", () => {
  const names = ["viewing_bytes", "settled", "api_call", "api_calls", "core_hours"];
  expect(closestFirst(names, "api_cals").slice(0, 2)).toEqual(["api_call", "api_calls"]);
  expect(closestFirst(["north", "eu-west", "eu-east"], "EU-WEST")[0]).toBe("eu-west");
  expect(closestFirst(["b", "a", "c"], "zzzz")).toEqual(["b", "a", "c"]);
});

test("of several spellings the most like counts, and what is not said is none", () => {
  const items = [
    { id: "1", name: null },
    { id: "2", name: "Northlight Atlas" },
  ];
  expect(sortByCloseness(items, "northlight atlsa", ({ id, name }) => [id, name])[0]?.id).toBe("2");
});

test("a slip of the pen is likely meant, and something else is not", () => {
  expect(likelyMeant(["Europe/Berlin", "Asia/Tokyo"], "Europe/Berln")).toBe("Europe/Berlin");
  expect(likelyMeant(["groupBy", "filter"], "groupby")).toBe("groupBy");
  expect(likelyMeant(["Europe/Berlin"], "Mars/Base")).toBeUndefined();
  expect(likelyMeant([], "x")).toBeUndefined();
});
