import { describe, expect, test } from "vitest";
import { checkOptions } from "./check-options.js";
import type { ConnectionOptions } from "./connection-options.js";

const check = (options: Record<string, unknown>) => () => checkOptions(options as ConnectionOptions, "metronome");

describe("a number that would wait for ever, or not at all, is refused by its name", () => {
  test.each<[string, Record<string, unknown>]>([
    ["retries", { retries: -1 }],
    ["timeoutMs", { timeoutMs: Number.NaN }],
    ["timeoutMs", { timeoutMs: Number.POSITIVE_INFINITY }],
    ["timeoutMs", { timeoutMs: 0 }],
    ["deadlineMs", { deadlineMs: "5000" }],
    ["maxDelayMs", { maxDelayMs: 2 ** 31 }],
    ["maxResponseBytes", { maxResponseBytes: 0 }],
    ["rate", { rate: 8 }],
    ["rate", { rate: null }],
    ["rate.requests", { rate: { requests: 0, windowMs: 1000 } }],
    ["rate.requests", { rate: { windowMs: 1000 } }],
    ["rate.windowMs", { rate: { requests: 8 } }],
    ["rate.windowMs", { rate: { requests: 8, windowMs: 0 } }],
    ["rate.concurrency", { rate: { requests: 8, windowMs: 1000, concurrency: 0 } }],
  ])("%s: %o", (field, options) => {
    expect(check(options)).toThrow(expect.objectContaining({ code: "invalid_input", vendor: "metronome", field }));
  });

  test("with what to give", () => {
    expect(check({ timeoutMs: Number.POSITIVE_INFINITY })).toThrow(
      "metronome: timeoutMs is Infinity; give a number of 1 or more and at most 2147483647",
    );
  });
});

test.each<[Record<string, unknown>]>([
  [{}],
  [{ rate: false, retries: 0, deadlineMs: undefined }],
  [{ retries: Number.POSITIVE_INFINITY, baseDelayMs: 0, timeoutMs: 1, maxResponseBytes: Number.POSITIVE_INFINITY }],
  [{ rate: { requests: 1, windowMs: 1, concurrency: 1 } }],
])("%o is taken", (options) => {
  expect(check(options)).not.toThrow();
});
