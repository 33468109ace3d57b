import { expect, test } from "vitest";
import { meterOf } from "../fake-provider.test-support.js";
import type { MeasurementPage } from "../provider.js";
import { watchAbsentMeters } from "./absent-meters.js";

const meters = [meterOf("bytes", "sum"), meterOf("seconds", "sum")];
const page = (present: string[], absent?: string[]): MeasurementPage => ({
  measurements: present.map((meterId) => ({ meterId, customerId: null, start: 0, end: 1, value: "1", groups: {} })),
  remainders: [],
  ...(absent && { absent }),
});

function watch(named: boolean) {
  const left: string[] = [];
  const see = watchAbsentMeters({ vendor: "acme", named, meters, addSkipped: ({ id }) => left.push(id) });
  return { see, left };
}

test("a meter that was named and has no value is refused by its name", () => {
  const { see, left } = watch(true);
  see(page(["bytes", "seconds"], []));
  expect(() => see(page(["bytes"], ["seconds"]))).toThrow(
    expect.objectContaining({ code: "unexpected_response", message: expect.stringContaining("seconds") }),
  );
  expect(left).toEqual([]);
});

test("a meter that nobody named is left out with the reason", () => {
  const { see, left } = watch(false);
  see(page(["bytes"], ["seconds"]));
  see(page(["bytes"], ["seconds"]));
  expect(new Set(left)).toEqual(new Set(["seconds"]));
});

test.each([
  ["first", [page(["bytes", "seconds"], []), page(["bytes"], ["seconds"])]],
  ["later", [page(["bytes"], ["seconds"]), page(["bytes", "seconds"], [])]],
])("a meter that only some answers have is refused, where it comes %s", (_, [one, other]) => {
  const { see } = watch(false);
  if (one === undefined || other === undefined) throw new Error("two pages");
  see(one);
  expect(() => see(other)).toThrow(expect.objectContaining({ code: "unexpected_response" }));
});
