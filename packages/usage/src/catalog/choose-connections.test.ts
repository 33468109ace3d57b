import { expect, test } from "vitest";
import { fakeProvider } from "../fake-provider.test-support.js";
import { checkConnections, chooseConnections } from "./choose-connections.js";

const connections = { b: fakeProvider(), a: fakeProvider() };
const names = (asked?: string[]) => chooseConnections(connections, asked).map(([name]) => name);

test("all connections are chosen in the order of createUsage, or those named, each once, in theirs", () => {
  expect(names()).toEqual(["b", "a"]);
  expect(names(["a", "b", "a"])).toEqual(["a", "b"]);
  expect(chooseConnections(connections, ["a"])[0]?.[1]).toBe(connections.a);
});

test("a name that is not configured is refused with those that are", () => {
  expect(() => names(["toString"])).toThrow('connections: "toString" cannot be used; configured: b, a');
  expect(() => names(["aa"])).toThrow("configured: a, b");
  expect(() => chooseConnections({}, undefined)).toThrow("give createUsage at least one");
});

test("what is no provider is refused by its name, before any question", () => {
  const refuse = (given: unknown, field: string) =>
    expect(() => checkConnections(given as typeof connections)).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        field,
        message: expect.stringContaining("adapter({ token })"),
      }),
    );
  refuse({ ...connections, billing: {} }, "connections.billing");
  refuse({ billing: undefined }, "connections.billing");
  refuse(undefined, "connections");
  expect(() => checkConnections(connections)).not.toThrow();
});
