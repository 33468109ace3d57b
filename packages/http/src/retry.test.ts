import { describe, expect, test } from "vitest";
import { backoff, isRetryableStatus, parseRetryAfter } from "./retry.js";

const now = Date.UTC(2026, 2, 1);

describe("parseRetryAfter", () => {
  test.each([
    ["0", 0],
    ["60", 60_000],
    [" 7 ", 7_000],
    ["Sun, 01 Mar 2026 00:00:30 GMT", 30_000],
    ["Sat, 28 Feb 2026 00:00:00 GMT", 0],
  ])("reads %j", (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });

  test.each([null, "", "-1", "1.5", "soon", "1e3", "2026-03-01", "60, 61", "Sun, 99 Mar 2026 00:00:30 GMT"])(
    "ignores %j",
    (header) => {
      expect(parseRetryAfter(header, now)).toBeUndefined();
    },
  );
});

describe("backoff", () => {
  const options = { baseDelayMs: 500, maxDelayMs: 3000 };

  test("doubles its bound at each attempt up to the longest", () => {
    const bounds = [1, 2, 3, 4, 5].map((attempt) => backoff(attempt, options, () => 1));
    expect(bounds).toEqual([500, 1000, 2000, 3000, 3000]);
  });

  test("takes any part of the bound", () => {
    expect(backoff(2, options, () => 0)).toBe(0);
    expect(backoff(2, options, () => 0.25)).toBe(250);
  });
});

test("a conflict and a refusal are not retried, a busy or failing vendor is", () => {
  const statuses = [400, 401, 403, 404, 408, 409, 422, 429, 500, 501, 502, 503, 504];
  expect(statuses.filter(isRetryableStatus)).toEqual([408, 429, 500, 502, 503, 504]);
});
