import { expect, test } from "vitest";
import { meterOf, operationOf, questionOf } from "../fake-provider.test-support.js";
import { day } from "../model/calendar.js";
import type { Measurement } from "../provider.js";
import { createCappedList } from "./capped.js";

const start = Date.parse("2026-06-01");
const asked = questionOf({
  start,
  end: start + 5 * day,
  window: "day",
  meters: [meterOf("m"), meterOf("n")],
  customers: [
    { id: "c", name: null },
    { id: "d", name: null },
  ],
  groupBy: ["region"],
});

function measured(change: Partial<Measurement> & { day: number }): Measurement {
  const { day: index, ...rest } = change;
  const from = start + index * day;
  return { meterId: "m", customerId: "c", start: from, end: from + day, value: "1", groups: { region: "eu" }, ...rest };
}

test("a page without caps is left as it is, and nothing is asked again", () => {
  const capped = createCappedList();
  const page = { measurements: [measured({ day: 0 })], remainders: [measured({ day: 0 })] };
  expect(capped.takeFrom(page)).toEqual(page);
  expect(capped.questions(asked, operationOf())).toEqual([]);
});

test("what stands in a capped list is taken out, its remainder too", () => {
  const whole = measured({ day: 0 });
  const cut = measured({ day: 1, truncated: true });
  expect(createCappedList().takeFrom({ measurements: [whole, cut], remainders: [whole, cut] })).toEqual({
    measurements: [whole],
    remainders: [whole],
  });
});

test("each meter and customer is asked about once, over the days that were missing and no longer", () => {
  const capped = createCappedList();
  const truncated = true;
  capped.takeFrom({ measurements: [measured({ day: 3, truncated }), measured({ day: 3, truncated })], remainders: [] });
  capped.takeFrom({ measurements: [measured({ day: 1, truncated })], remainders: [] });
  capped.takeFrom({ measurements: [measured({ day: 2, meterId: "n", customerId: "d", truncated })], remainders: [] });
  const again = operationOf({ operation: "whole", bounds: "day" });
  const [first, second, ...others] = capped.questions(asked, again);
  expect(others).toEqual([]);
  expect(first?.question).toEqual({
    ...asked,
    operation: "whole",
    start: start + day,
    end: start + 4 * day,
    meters: [meterOf("m")],
    customers: [{ id: "c", name: null }],
  });
  expect(second?.question).toMatchObject({ start: start + 2 * day, end: start + 3 * day });
  expect(second?.question.meters.map(({ id }) => id)).toEqual(["n"]);
  const days = [0, 1, 2, 3].map((index) => measured({ day: index }));
  expect(first?.settle({ measurements: days, remainders: days })).toEqual({
    measurements: [days[1], days[3]],
    remainders: [days[1], days[3]],
  });
});

test("a list is whole where its values make up the total; else it stays as it is, and the rest is a remainder", () => {
  const capped = createCappedList();
  const truncated = true;
  const measurements = [measured({ day: 0, truncated, total: "3" }), measured({ day: 1, truncated, total: "3.5" })];
  capped.takeFrom({ measurements, remainders: [] });
  const [found] = capped.questions(asked, operationOf());
  const listed = [0, 1].flatMap((index) => [
    measured({ day: index, truncated, value: "1" }),
    measured({ day: index, truncated, value: "2", groups: { region: "us" } }),
    measured({ day: index, truncated, value: null, groups: { region: "none" } }),
  ]);
  const settled = found?.settle({ measurements: listed, remainders: [] });
  expect(settled?.measurements.map((each) => each.truncated)).toEqual([false, false, false, true, true, true]);
  expect(settled?.remainders).toEqual([{ ...measured({ day: 1, truncated }), groups: {}, value: "0.5" }]);
});

test("hours that were capped are asked about over whole days where the other operation takes only those", () => {
  const capped = createCappedList();
  const noon = { start: start + day / 2, end: start + day / 2 + day / 24 };
  capped.takeFrom({ measurements: [measured({ day: 0, ...noon, truncated: true })], remainders: [] });
  const [found] = capped.questions(asked, operationOf({ bounds: "day" }));
  expect(found?.question).toMatchObject({ start, end: start + day });
});
