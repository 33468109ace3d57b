import { describe, expect, test } from "vitest";
import { day as dayRow, failureOf, hour as hourRow, query, setUp } from "../fake-metronome.test-support.js";
import { questionOf } from "../fake-provider.test-support.js";
import { day, hour } from "../model/calendar.js";
import { onceInAnswer } from "./answer-rules.js";

const start = Date.parse("2026-03-01");
const row = (at: number, meterId = "m", customerId = "c") => ({ meterId, customerId, start: at, end: at + hour });

describe("a row that came before in the answer is refused", () => {
  test("in any order of windows, meters and customers", () => {
    const once = onceInAnswer(questionOf({ start, end: start + day, window: "hour" }));
    for (const [meterId, customerId] of [
      ["m", "c"],
      ["m", "d"],
      ["n", "c"],
      ["__proto__", "constructor"],
    ]) {
      for (const at of [3, 1, 2]) once(row(start + at * hour, meterId, customerId));
    }
    expect(() => once(row(start + 2 * hour, "m", "d"))).toThrow(
      "a row of meter m, customer d, 2026-03-01T02:00:00.000Z came twice",
    );
  });

  test("where a window comes in two parts, too: each would be the row", () => {
    const once = onceInAnswer(questionOf({ start, end: start + 2 * day, window: "day" }));
    once(row(start));
    expect(() => once(row(start + 12 * hour))).toThrow(expect.objectContaining({ code: "unexpected_response" }));
    once(row(start + day));
  });

  test("for the whole range, which is one window", () => {
    const once = onceInAnswer(questionOf({ start, end: start + 2 * day, window: "none" }));
    once(row(start));
    expect(() => once(row(start + day))).toThrow(expect.objectContaining({ code: "unexpected_response" }));
  });
});

test("a row that comes again on a later page of Metronome's ends the query, whatever stands between", async () => {
  const days = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-01"].map((date) => dayRow(date, "1"));
  const error = await failureOf(setUp(days).usage.query({ ...query, end: "2026-03-04" }));
  expect(error).toMatchObject({ code: "unexpected_response", message: expect.stringContaining("came twice") });
});

test("rows of a year that nobody asked about end the query: they are not no usage", async () => {
  const error = await failureOf(setUp([dayRow("2025-03-01", "1")]).usage.query(query));
  expect(error).toMatchObject({ code: "unexpected_response" });
  // What the request was widened by is asked for, and left out.
  const wide = { start: "2026-03-01T05:00:00Z", end: "2026-03-01T06:00:00Z", window: "hour" } as const;
  const rows = [hourRow("2026-03-01T04:00:00Z", "1"), hourRow("2026-03-02T00:00:00Z", "2")];
  expect(await failureOf(setUp(rows).usage.query({ ...query, ...wide }))).toMatchObject({
    code: "unexpected_response",
  });
});
