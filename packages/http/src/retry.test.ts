import { describe, expect, test } from "vitest";
import { backoff } from "./retry.js";
import { isRetryableStatus } from "./retryable-status.js";

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

test("a conflict and a refusal are not retried; a vendor that is busy or failing is, behind a CDN too", () => {
  const statuses = Array.from({ length: 700 }, (_, index) => 300 + index);
  const expected = [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529, 530];
  expect(statuses.filter(isRetryableStatus)).toEqual(expected);
});
