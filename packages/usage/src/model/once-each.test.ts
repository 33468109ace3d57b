import { expect, test } from "vitest";
import { onceEach } from "./once-each.js";

test("an item that is listed several times alike counts once, where it came first", () => {
  const [a, b] = [
    { id: "a", name: "A" },
    { id: "b", name: "B" },
  ];
  expect(onceEach("fake", "customer", [a, b, { ...a }, { ...b }])).toEqual([a, b]);
});

test("an item whose lists come in another order is the same item", () => {
  const items = [
    { id: "a", aliases: ["x", "y"] },
    { id: "a", aliases: ["y", "x"] },
  ];
  expect(onceEach("fake", "customer", items)).toEqual([items[0]]);
  const other = { id: "a", aliases: ["x"] };
  expect(() => onceEach("fake", "customer", [...items, other])).toThrow("not alike");
});

test("two descriptions of one id are an error that names it", () => {
  const list = () =>
    onceEach("fake", "meter", [
      { id: "m", kind: "sum" },
      { id: "m", kind: "max" },
    ]);
  expect(list).toThrow(expect.objectContaining({ code: "unexpected_response", vendor: "fake" }));
  expect(list).toThrow("meter m is listed twice, and not alike");
});

test.each([undefined, null, "", 5])("an item with the id %j is an error", (id) => {
  // An answer need not keep what its type promises.
  const items = [{ id }] as unknown as { id: string }[];
  expect(() => onceEach("fake", "customer", items)).toThrow("a customer came without an id");
});

test("an id is only an id, whatever word it is", () => {
  const items = ["__proto__", "constructor", "toString"].map((id) => ({ id }));
  expect(onceEach("fake", "customer", [...items, ...items])).toEqual(items);
});
