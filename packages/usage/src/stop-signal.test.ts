import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { stopSignal } from "./stop-signal.js";

test("it ends with the caller's, for the caller's reason", () => {
  const callers = new AbortController();
  const { signal } = stopSignal(callers.signal);
  expect(signal.aborted).toBe(false);
  callers.abort(new Error("enough"));
  expect(signal.reason).toEqual(new Error("enough"));
  expect(stopSignal(callers.signal).signal.reason).toEqual(new Error("enough"));
});

test("it ends by itself, and leaves nothing on the caller's", () => {
  const callers = new AbortController();
  const { signal, stop } = stopSignal(callers.signal);
  stop();
  stop();
  expect(signal.aborted).toBe(true);
  expect(callers.signal.aborted).toBe(false);
  expect(getEventListeners(callers.signal, "abort")).toEqual([]);
  const alone = stopSignal(undefined);
  alone.stop();
  expect(alone.signal.aborted).toBe(true);
});
