import { describe, expect, test } from "vitest";
import { createAttempts } from "./attempts.js";
import { collect } from "./fake-provider.test-support.js";
import { emptyReport } from "./model/report.js";

const failure = (name: string) => new Error(`${name} failed`);

function setUp(keepGoing: boolean, signal?: AbortSignal) {
  const report = emptyReport();
  const attempts = createAttempts(keepGoing, report, signal);
  const all = (names: string[]) =>
    attempts.all(
      names,
      (name) => name,
      async (name) => {
        if (name.startsWith("bad")) throw failure(name);
        return name.toUpperCase();
      },
    );
  const each = (name: string) =>
    attempts.each(
      name,
      (async function* () {
        yield 1;
        throw failure(name);
      })(),
    );
  return { report, attempts, all, each };
}

describe("without keepGoing", () => {
  test("the first failure ends it", async () => {
    const { all, each, report } = setUp(false);
    await expect(all(["a", "bad"])).rejects.toThrow("bad failed");
    await expect(collect(each("b"))).rejects.toThrow("b failed");
    expect(report.failures).toEqual([]);
  });
});

describe("with keepGoing", () => {
  test("failures are reported, and what succeeded stays in its order", async () => {
    const { all, report, attempts } = setUp(true);
    expect(await all(["a", "bad", "b"])).toEqual(["A", "B"]);
    expect(report.failures).toEqual([{ connection: "bad", error: failure("bad") }]);
    expect(() => attempts.end()).not.toThrow();
  });

  test("what came before a failure is handed out", async () => {
    const { all, each, report, attempts } = setUp(true);
    await all(["a", "b"]);
    expect(await collect(each("b"))).toEqual([1]);
    expect(report.failures).toEqual([{ connection: "b", error: failure("b") }]);
    expect(() => attempts.end()).not.toThrow();
  });

  test("nothing but failures is a failure: the first of them", async () => {
    const { all, each, attempts } = setUp(true);
    await all(["bad1", "b"]);
    await collect(each("b"));
    expect(() => attempts.end()).toThrow("bad1 failed");
  });

  test("an abort ends it all the same", async () => {
    const { all, each } = setUp(true, AbortSignal.abort());
    await expect(all(["bad"])).rejects.toThrow("bad failed");
    await expect(collect(each("b"))).rejects.toThrow("b failed");
  });
});
