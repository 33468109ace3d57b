import { getEventListeners } from "node:events";
import { onAbort } from "@metermux/http";
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

test("many that wait for one signal have one listener on it, and the last leaves none", () => {
  const callers = new AbortController();
  const ended: number[] = [];
  const forgets = Array.from({ length: 30 }, (_, index) => onAbort(callers.signal, () => ended.push(index)));
  expect(getEventListeners(callers.signal, "abort")).toHaveLength(1);
  for (const forget of forgets.slice(1)) forget();
  expect(getEventListeners(callers.signal, "abort")).toHaveLength(1);
  const again = onAbort(callers.signal, () => ended.push(99));
  callers.abort();
  expect(ended).toEqual([0, 99]);
  again();
  onAbort(callers.signal, () => ended.push(100));
  expect(ended).toEqual([0, 99, 100]);
  const other = new AbortController();
  onAbort(other.signal, () => {})();
  expect(getEventListeners(other.signal, "abort")).toEqual([]);
});
