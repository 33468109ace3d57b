import { MetermuxError } from "@metermux/usage";
import { describe, expect, it } from "vitest";
import { flagWords, inWords, refusalInWords } from "./words.js";

describe("a change of a query", () => {
  it.each([
    [
      { start: "2026-03-01T00:00:00.000Z", end: new Date("2026-03-02") },
      "--from 2026-03-01T00:00:00.000Z --to 2026-03-02T00:00:00.000Z",
    ],
    [{ timeZone: "UTC", window: "day" }, "--time-zone UTC --window day"],
    [{ meters: ["a", "it's"] }, "--meter a --meter 'it'\\''s'"],
    [
      { filter: { region: ["eu", "us"], tier: ["x y"] } },
      "--filter 'region=eu' --filter 'region=us' --filter 'tier=x y'",
    ],
    [{ filter: undefined }, "leave out --filter"],
    [{ groupBy: [] }, "leave out --group-by"],
    [{ customers: "total" }, "--customer total"],
    [{ maxRequests: 77 }, "--max-requests 77"],
  ])("is said in options: %j", (change, text) => {
    expect(flagWords.changeOf(change)).toBe(text);
  });

  it("that no option makes is not said", () => {
    expect(flagWords.changeOf({ aggregation: "sum" })).toBeUndefined();
    const suggestion = { changes: [{ aggregation: "sum" }, { window: "day" }], text: "" };
    const error = new MetermuxError("no", { code: "unsupported", field: "window", reason: "no", suggestion });
    expect(inWords(error, flagWords).advice).toBe("--window day");
  });
});

describe("an error in the words of the command line", () => {
  it.each([
    ["filter.region", "--filter region: X cannot be used; why"],
    ["tolerance.absolute", "--absolute: X cannot be used; why"],
    ["left.value", "left.value: X cannot be used; why"],
  ])("names %s", (field, line) => {
    const error = new MetermuxError("the library's", { code: "invalid_input", field, value: "X", reason: "why" });
    expect(inWords(error, flagWords)).toEqual({ line, advice: undefined });
  });

  it("names the option that stands in the way where nothing is known to work", () => {
    const details = { code: "unsupported", vendor: "amberflo", field: "meters", reason: "name them" } as const;
    expect(inWords(new MetermuxError("the library's", details), flagWords).line).toBe("amberflo: name them (--meter)");
  });

  it("keeps the message of an error without such data", () => {
    const error = new MetermuxError("metronome: answered 401", { code: "unauthorized" });
    expect(inWords(error, flagWords).line).toBe("metronome: answered 401");
  });
});

it("says on one line why something was left out, and the options with which it is not", () => {
  const refusal = { field: "meters", reason: "it is archived" };
  expect(refusalInWords(refusal, flagWords)).toBe("it is archived (--meter)");
  const suggestion = { changes: [{ meters: ["m"] }], text: "name it" };
  expect(refusalInWords({ ...refusal, suggestion }, flagWords)).toBe("it is archived; try --meter m");
  expect(refusalInWords({ field: undefined, reason: "no value" }, flagWords)).toBe("no value");
});
