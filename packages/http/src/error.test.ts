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

test("keeps in JSON what a caller can act on: field, value, reason and suggestion, with null for a field to leave out", () => {
  const error = new MetermuxError(
    "metronome: meter m cannot be grouped by colour; group by tier, or leave groupBy out",
    {
      ...{ code: "unsupported", vendor: "metronome", field: "groupBy", value: '["colour"]' },
      reason: "meter m cannot be grouped by colour",
      suggestion: {
        changes: [{ groupBy: ["tier"] }, { groupBy: undefined }],
        text: "group by tier, or leave groupBy out",
      },
    },
  );
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    field: "groupBy",
    value: '["colour"]',
    reason: "meter m cannot be grouped by colour",
    suggestion: {
      changes: [{ groupBy: ["tier"] }, { groupBy: null }],
      text: "group by tier, or leave groupBy out",
    },
  });
});

test("becomes JSON whatever its body is, and without a cause that was set later", () => {
  const body: Record<string, unknown> = { code: 7n, list: [1] };
  body.self = body;
  const error = new MetermuxError("refused", { code: "rejected", body });
  error.cause = { authorization: "Bearer secret-of-the-test" };
  const text = JSON.stringify(error);
  expect(JSON.parse(text)).toMatchObject({ code: "rejected", body: { code: "7", list: [1] } });
  expect(text).not.toContain("secret-of-the-test");
});
