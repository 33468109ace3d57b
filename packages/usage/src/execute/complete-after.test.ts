import { expect, test } from "vitest";
import type { Call } from "../provider.js";
import { completeAfterEach } from "./complete-after.js";

/** Calls about a meter and a customer each, as in "m a". */
function calls(...subjects: string[]): Call[] {
  return subjects.map((subject) => {
    const [meter = "", customer = ""] = subject.split(" ");
    const question = { meters: [{ id: meter }], customers: [{ id: customer }] };
    // Nothing else of a call is read.
    return { question } as unknown as Call;
  });
}

test("calls about different things are whole each by itself", () => {
  expect(completeAfterEach(calls("m a", "m b", "n a"))).toEqual([true, true, true]);
});

test("parts of a range are whole with the last of them", () => {
  expect(completeAfterEach(calls("m a", "m a", "m a", "m b", "m b"))).toEqual([false, false, true, false, true]);
});

test("parts that are mixed are whole when none is open", () => {
  expect(completeAfterEach(calls("m a", "m b", "m a", "m c", "m b", "n a"))).toEqual([
    false,
    false,
    false,
    false,
    true,
    true,
  ]);
});
