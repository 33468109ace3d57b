import { describe, expect, test } from "vitest";
import { capabilitiesOf, type FakeOptions, fakeProvider, meterOf } from "./fake-provider.test-support.js";
import { createUsage, isMetermuxError, type MetermuxError, type QueryReport, type UsageQuery } from "./index.js";

const clock = { now: () => Date.parse("2026-09-01T10:30:00Z") };
const asked = { start: "2026-02-02", end: "2026-02-09", window: "day" } as const;
const usageOf = (options: FakeOptions) => createUsage({ here: fakeProvider(options) }, { clock });

async function refusalOf(options: FakeOptions, query: UsageQuery): Promise<MetermuxError> {
  try {
    for await (const _ of usageOf(options).query(query));
  } catch (error) {
    if (isMetermuxError(error)) return error;
    throw error;
  }
  throw new Error("it was answered");
}

describe("an error of a query, as data", () => {
  test("says which value of which field cannot be meant, and why, apart from each other", async () => {
    const error = await refusalOf({}, { ...asked, end: "2026-02-30" });
    expect(error).toMatchObject({
      ...{ code: "invalid_input", field: "end", value: '"2026-02-30"' },
      reason: "there is no such date or time",
    });
    expect(error.suggestion).toBeUndefined();
    expect(error.message).toBe('end: "2026-02-30" cannot be used; there is no such date or time');
  });

  test("has the changes with which the query is answered, each of which works", async () => {
    const options = { capabilities: capabilitiesOf({ windows: { day: "any" } }), meters: [meterOf("m", "unique")] };
    const query: UsageQuery = { ...asked, window: "week", meters: ["m"] };
    const error = await refusalOf(options, query);
    expect(error).toMatchObject({ code: "unsupported", vendor: "fake", field: "window", value: '"week"' });
    expect(error.reason).not.toContain(error.suggestion?.text);
    expect(error.message).toBe(`fake: ${error.reason}; ${error.suggestion?.text}`);
    const changes = error.suggestion?.changes ?? [];
    expect(changes).toContainEqual({ window: "day" });
    for (const change of changes) await usageOf(options).plan({ ...query, ...change });
  });

  test("has no suggestion where nothing that was tried works", async () => {
    const error = await refusalOf({ capabilities: capabilitiesOf({ windows: {} }) }, asked);
    expect(error.code).toBe("unsupported");
    expect(error.suggestion).toBeUndefined();
  });

  test("of too many requests has how many to allow", async () => {
    const error = await refusalOf({ hoursPerCall: 24 }, { ...asked, maxRequests: 1 });
    expect(error).toMatchObject({ field: "maxRequests", value: "1" });
    const [change] = error.suggestion?.changes ?? [];
    expect(change).toEqual({ maxRequests: 7 });
    expect(error.message).toContain(`; ${error.reason}, or ${error.suggestion?.text}`);
  });
});

describe("a report, as data", () => {
  const broken = (error: unknown) => ({ ...fakeProvider({}), meters: () => Promise.reject(error) });
  const reportOf = async (error: unknown): Promise<QueryReport> => {
    const usage = createUsage({ here: fakeProvider({}), broken: broken(error) }, { clock });
    const result = usage.query({ ...asked, keepGoing: true });
    for await (const _ of result);
    return result.report;
  };

  test("has in JSON the whole error of a failed connection, and no cause", async () => {
    const { MetermuxError } = await import("./index.js");
    const cause: Record<string, unknown> = { authorization: "Bearer secret-of-the-test" };
    cause.self = cause;
    const details = { code: "rate_limited", vendor: "fake", status: 429, retryable: true, retryAfterMs: 7 } as const;
    const report = await reportOf(new MetermuxError("fake: too fast", { ...details, requestId: "r-1", cause }));
    const text = JSON.stringify(report);
    expect(JSON.parse(text).failures).toEqual([
      {
        connection: "broken",
        error: { name: "MetermuxError", message: "fake: too fast", ...details, requestId: "r-1", splittable: false },
      },
    ]);
    expect(text).not.toContain("secret-of-the-test");
  });

  test("has in JSON the name and message of an error that is no metermux error", async () => {
    const error = Object.assign(new TypeError("x is not a function"), { request: { token: "secret-of-the-test" } });
    const text = JSON.stringify(await reportOf(error));
    expect(JSON.parse(text).failures).toEqual([
      { connection: "broken", error: { name: "TypeError", message: "x is not a function" } },
    ]);
    expect(text).not.toContain("secret-of-the-test");
  });

  test("says of a meter that is skipped which field stands in the way, and what works", async () => {
    const capabilities = capabilitiesOf({ windows: { day: "any" } });
    const usage = usageOf({ capabilities, meters: [meterOf("sums", "sum"), meterOf("uniques", "unique")] });
    const result = usage.query({ ...asked, window: "week" });
    for await (const _ of result);
    const [skipped] = result.report.skipped;
    expect(skipped).toMatchObject({
      meterId: "uniques",
      refusal: { field: "window", suggestion: { changes: expect.arrayContaining([{ window: "day" }]) } },
    });
    expect(skipped?.reason).toBe(`${skipped?.refusal.reason}; ${skipped?.refusal.suggestion?.text}`);
  });
});
