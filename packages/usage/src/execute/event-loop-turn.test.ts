import { afterEach, expect, test, vi } from "vitest";
import { collect } from "../fake-provider.test-support.js";
import { inOrder } from "./prefetch.js";

afterEach(() => vi.unstubAllGlobals());

async function readThree(): Promise<string[]> {
  const open = async function* () {
    yield* ["a", "b", "c"];
  };
  const found: string[] = [];
  for await (const pages of inOrder([0], open, { width: 1, pages: 8 }, () => {})) found.push(...(await collect(pages)));
  return found;
}

test("the program has its turn before every page, also where all of them wait already", async () => {
  let turns = 0;
  vi.stubGlobal("setImmediate", (callback: () => void) => {
    turns += 1;
    queueMicrotask(callback);
  });
  expect(await readThree()).toEqual(["a", "b", "c"]);
  expect(turns).toBe(3);
});

test("a runtime that offers no turn goes on at once", async () => {
  vi.stubGlobal("setImmediate", undefined);
  expect(await readThree()).toEqual(["a", "b", "c"]);
});
