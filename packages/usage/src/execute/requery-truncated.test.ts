import { describe, expect, test } from "vitest";
import { meterOf, operationOf, questionOf } from "../fake-provider.test-support.js";
import { day } from "../model/calendar.js";
import type { Measurement, MeasurementPage } from "../provider.js";
import { createTruncatedLists } from "./requery-truncated.js";

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
  const capped = createTruncatedLists("fake");
  const page = { measurements: [measured({ day: 0 })], remainders: [measured({ day: 0 })] };
  expect(capped.takeFrom(page, 1)).toEqual(page);
  expect(capped.questions(asked, operationOf())).toEqual([]);
});

test("what stands in a capped list is taken out, its remainder too", () => {
  const whole = measured({ day: 0 });
  const cut = measured({ day: 1, truncated: true });
  expect(createTruncatedLists("fake").takeFrom({ measurements: [whole, cut], remainders: [whole, cut] }, 1)).toEqual({
    measurements: [whole],
    remainders: [whole],
  });
});

test("each meter and customer is asked about once, over the days that were missing and no longer", () => {
  const capped = createTruncatedLists("fake");
  const truncated = true;
  capped.takeFrom(
    { measurements: [measured({ day: 3, truncated }), measured({ day: 3, truncated })], remainders: [] },
    1,
  );
  capped.takeFrom({ measurements: [measured({ day: 1, truncated })], remainders: [] }, 1);
  capped.takeFrom(
    { measurements: [measured({ day: 2, meterId: "n", customerId: "d", truncated })], remainders: [] },
    1,
  );
  const again = operationOf({ operation: "whole", alignment: "day" });
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
  expect(first?.settle({ measurements: days, remainders: days }).page).toEqual({
    measurements: [days[1], days[3]],
    remainders: [days[1], days[3]],
  });
});

test("a list is whole where its values make up the total; else it stays as it is, and the rest is a remainder", () => {
  const capped = createTruncatedLists("fake");
  const truncated = true;
  const measurements = [measured({ day: 0, truncated, total: "3" }), measured({ day: 1, truncated, total: "3.5" })];
  capped.takeFrom({ measurements, remainders: [] }, 1);
  const [found] = capped.questions(asked, operationOf());
  const listed = [0, 1].flatMap((index) => [
    measured({ day: index, truncated, value: "1" }),
    measured({ day: index, truncated, value: "2", groups: { region: "us" } }),
    measured({ day: index, truncated, value: null, groups: { region: "none" } }),
  ]);
  const settled = found?.settle({ measurements: listed, remainders: [] }).page;
  expect(settled?.measurements.map((each) => each.truncated)).toEqual([false, false, false, true, true, true]);
  expect(settled?.remainders).toEqual([{ ...measured({ day: 1, truncated }), groups: {}, value: "0.5" }]);
});

test("hours that were capped are asked about over whole days where the other operation takes only those", () => {
  const capped = createTruncatedLists("fake");
  const noon = { start: start + day / 2, end: start + day / 2 + day / 24 };
  capped.takeFrom({ measurements: [measured({ day: 0, ...noon, truncated: true })], remainders: [] }, 1);
  const [found] = capped.questions(asked, operationOf({ alignment: "day" }));
  expect(found?.question).toMatchObject({ start, end: start + day });
});

describe("a second list that lacks some of the first", () => {
  const names = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `r${from + index}`);
  const list = (regions: string[], change: Partial<Measurement> = {}) =>
    regions.map((region) => measured({ day: 0, truncated: true, total: "9", groups: { region }, ...change }));
  const rest = measured({ day: 0, truncated: true, value: "4", total: "9" });

  /** What becomes of a first list, of which the second answer says otherwise. */
  function settle(first: Measurement[], second: Measurement[], remainders = [rest]) {
    const capped = createTruncatedLists("fake");
    expect(capped.takeFrom({ measurements: first, remainders }, 7)).toEqual({ measurements: [], remainders: [] });
    const [found] = capped.questions(asked, operationOf());
    return found?.settle({ measurements: second, remainders: [] });
  }
  const nothing: MeasurementPage = { measurements: [], remainders: [] };

  test.each([3, 1, 0])("does not replace it when it is shorter: of 5 it lists %i", (count) => {
    const first = list(names(5));
    const second = list(names(count), { truncated: false, total: undefined });
    expect(settle(first, second)).toEqual({
      page: nothing,
      kept: [{ page: { measurements: first, remainders: [rest] }, at: 7 }],
    });
  });

  test.each([5, 8])("contradicts it when it is as long or longer: of 5 others it lists %i", (count) => {
    expect(() => settle(list(names(5)), list(names(count, 1)))).toThrow(
      expect.objectContaining({ code: "unexpected_response", message: expect.stringContaining('"r0"') }),
    );
  });

  test("replaces it where it lacks no more than groups without usage", () => {
    const first = [
      ...list(names(2), { value: "4.5" }),
      ...list(["a"], { value: null }),
      ...list(["b"], { value: "0" }),
    ];
    const second = list(names(2), { value: "4.5", truncated: false });
    const settled = settle(first, second);
    expect(settled?.kept).toEqual([]);
    expect(settled?.page).toEqual({ measurements: second, remainders: [] });
  });

  test("stays capped where it makes less than the total, however short it is", () => {
    const first = [...list(names(2)), ...list(["a"], { value: null })];
    const settled = settle(first, list(names(2), { truncated: false }));
    expect(settled?.page.measurements.map(({ truncated }) => truncated)).toEqual([true, true]);
    expect(settled?.page.remainders).toMatchObject([{ value: "7", truncated: true }]);
  });
});

test("many capped lists are asked for again in parts, so that few wait", () => {
  const capped = createTruncatedLists("fake");
  const page = (index: number) => ({ measurements: [measured({ day: index, truncated: true })], remainders: [] });
  for (let index = 0; index < 255; index += 1) capped.takeFrom(page(index), 1);
  capped.takeFrom(page(254), 1);
  expect(capped.isFull()).toBe(false);
  capped.takeFrom(page(255), 1);
  expect(capped.isFull()).toBe(true);
  expect(capped.questions(asked, operationOf())).toHaveLength(1);
  expect(capped.isFull()).toBe(false);
  expect(capped.questions(asked, operationOf())).toEqual([]);
});
