import { expect, test } from "vitest";
import { isMetermuxError, MetermuxError } from "./error.js";

test("is recognised by its brand, also when another copy of the class made it", () => {
  const copy = Object.assign(new Error("copy"), { [Symbol.for("metermux.error")]: true });
  expect(isMetermuxError(new MetermuxError("x", { code: "aborted" }))).toBe(true);
  expect(isMetermuxError(copy)).toBe(true);
  expect(isMetermuxError(new Error("x"))).toBe(false);
  expect(isMetermuxError(null)).toBe(false);
  expect(isMetermuxError("x")).toBe(false);
});

test("becomes plain JSON with its message and without its cause", () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const error = new MetermuxError("metronome: refused", {
    code: "rejected",
    status: 400,
    vendor: "metronome",
    cause: circular,
  });
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: "MetermuxError",
    message: "metronome: refused",
    code: "rejected",
    status: 400,
    vendor: "metronome",
    retryable: false,
    splittable: false,
  });
});
