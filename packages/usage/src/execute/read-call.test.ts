import { MetermuxError } from "@metermux/http";
import { describe, expect, test } from "vitest";
import {
  capabilitiesOf,
  collect,
  type FakeOptions,
  fakeProvider,
  meterOf,
  operationOf,
  questionOf,
} from "../fake-provider.test-support.js";
import { day, hour, type Span } from "../model/calendar.js";
import type { Route } from "../plan/route.js";
import type { Question } from "../provider.js";
import { readCall } from "./read-call.js";

const start = Date.parse("2026-06-01");
const { signal } = new AbortController();

async function answer(change: Partial<Question>, options: FakeOptions, route: Partial<Route> = {}, windows?: Span[]) {
  const provider = fakeProvider(options);
  const [operation] = provider.capabilities.operations;
  const question = questionOf({ start, end: start + 4 * hour, ...change });
  const [call] = provider.plan(question);
  if (call === undefined) throw new Error("nothing is planned");
  const { window: source } = question;
  const plain = { source, overTime: false, overGroups: false, overCustomers: false, groupBy: [], operation };
  const step = { operation, meters: question.meters, route: { ...plain, ...route }, question, calls: [call] };
  let time = 0;
  const asking = {
    step,
    provider,
    windows: windows ?? [question],
    now: () => (time += 1),
    beforeRequest: () => {},
    signal,
  };
  const asked = () =>
    provider.asked.map(({ question: part }) => [(part.start - start) / hour, (part.end - start) / hour]);
  return { answers: readCall(call, asking), asked, provider };
}

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test("every page has its question and the time when it came", async () => {
  const { answers, provider } = await answer({}, { measurementsPerPage: 3 });
  const found = await collect(answers);
  expect(found.map(({ at, halved, page }) => [at, halved, page.measurements.length])).toEqual([
    [1, false, 3],
    [2, false, 1],
  ]);
  expect(found[0]?.question).toBe(provider.asked[0]?.question);
});

describe("what is too much for one answer", () => {
  test("is asked for in halves, in order, down to what is little enough", async () => {
    const { answers, asked } = await answer({}, { maxHours: 1 });
    const found = await collect(answers);
    const starts = found.flatMap(({ page }) => page.measurements.map(({ start: from }) => (from - start) / hour));
    expect(starts).toEqual([0, 1, 2, 3]);
    expect(asked()).toEqual([
      [0, 4],
      [0, 2],
      [0, 1],
      [1, 2],
      [2, 4],
      [2, 3],
      [3, 4],
    ]);
    expect(found.every(({ halved }) => halved)).toBe(true);
  });

  test("is no half of a range where only its meters were divided", async () => {
    const meters = [meterOf("a", "unique"), meterOf("b", "unique")];
    const { answers } = await answer({ meters, window: "none" }, { meters, maxHours: 4 });
    const found = await collect(answers);
    expect(found.map(({ halved, page }) => [halved, page.measurements.map(({ meterId }) => meterId)])).toEqual([
      [false, ["a"]],
      [false, ["b"]],
    ]);
  });

  test("is no half of a range that is grouped: a half can show as a group what the other shows as a rest", async () => {
    const dimensions = { region: ["eu", "us"] };
    const { answers, asked } = await answer({ window: "none", groupBy: ["region"] }, { dimensions, maxHours: 3 });
    const error = await rejection(collect(answers));
    expect(error).toMatchObject({ code: "unsupported", field: "window", cause: { status: 504 } });
    expect(String(error)).toContain(
      "2026-06-01T00:00:00.000Z to 2026-06-01T04:00:00.000Z of meter m is more than it answers at once; " +
        "ask for a shorter range or window, name some customers, leave groupBy out, or filter",
    );
    expect(asked()).toEqual([[0, 4]]);
    const ungrouped = await answer({ window: "none" }, { maxHours: 3 });
    expect((await collect(ungrouped.answers)).map(({ halved }) => halved)).toEqual([true, true]);
  });

  test("is cut between the windows of the query where groups are put together to windows", async () => {
    const windows = [0, 3, 6].map((from) => ({ start: start + from * hour, end: start + (from + 3) * hour }));
    const whole = { end: start + 9 * hour, groupBy: ["region"] };
    const options: FakeOptions = { dimensions: { region: ["eu"] }, maxHours: 5 };
    const put = await answer(whole, options, { overTime: true }, windows);
    await collect(put.answers);
    expect(put.asked()).toEqual([
      [0, 9],
      [0, 6],
      [0, 3],
      [3, 6],
      [6, 9],
    ]);
    const native = await answer(whole, options, {}, windows);
    await collect(native.answers);
    expect(native.asked().slice(1)).toEqual([
      [0, 4],
      [4, 9],
    ]);
  });

  test("is refused at last, with what the vendor said as its cause", async () => {
    const { answers } = await answer({}, { maxHours: 0 });
    const error = await rejection(collect(answers));
    expect(error).toMatchObject({ code: "unsupported", field: "window", cause: { status: 504 } });
    expect(String(error)).toContain(
      "2026-06-01T00:00:00.000Z to 2026-06-01T01:00:00.000Z of meter m is more than it answers at once; " +
        "ask for a shorter range or window, name some customers, or filter",
    );
  });

  test("is not asked for again once part of it was handed out: it would come twice", async () => {
    const ask = async function* () {
      yield { measurements: [], remainders: [] };
      throw new MetermuxError("too much", { code: "vendor_failure", splittable: true });
    };
    const { answers, provider } = await answer({}, { ask });
    expect(await rejection(collect(answers))).toMatchObject({ code: "vendor_failure" });
    expect(provider.asked).toHaveLength(1);
  });

  test("is told apart from any other failure, which ends the answer", async () => {
    const failure = new MetermuxError("down", { code: "vendor_failure", status: 504 });
    // biome-ignore lint/correctness/useYield: it fails before its first page.
    const ask = async function* () {
      throw failure;
    };
    const { answers, provider } = await answer({}, { ask });
    expect(await rejection(collect(answers))).toBe(failure);
    expect(provider.asked).toHaveLength(1);
  });
});

describe("what an adapter stumbles over", () => {
  test.each([new TypeError("undefined has no length"), new RangeError("invalid time")])(
    "is an answer of a shape that was not promised: %s",
    async (cause) => {
      // biome-ignore lint/correctness/useYield: it fails before its first page.
      const ask = async function* () {
        throw cause;
      };
      const { answers } = await answer({}, { ask });
      expect(await rejection(collect(answers))).toMatchObject({ code: "unexpected_response", vendor: "fake", cause });
    },
  );
});

describe("a capped list", () => {
  const capped = operationOf({ operation: "capped", groupBy: { maxKeys: 1, maxValues: 2 } });
  const whole = operationOf({ operation: "whole", groupBy: { maxKeys: 1 } });
  const capabilities = capabilitiesOf({}, { operations: [capped, whole] });

  test("is replaced, window by window, by what the other operation lists", async () => {
    const end = start + 2 * day;
    const row = (region: string, at: number, truncated?: boolean) => {
      return { meterId: "m", customerId: "c", start: at, end: at + day, value: "1", groups: { region }, truncated };
    };
    const asked: string[] = [];
    const options: FakeOptions = {
      capabilities,
      async *ask({ question }) {
        asked.push(`${question.operation} ${(question.start - start) / day}-${(question.end - start) / day}`);
        const rest = { ...row("rest", start), value: "5" };
        if (question.operation === "whole") {
          // It answers for more days than were missing, too.
          yield { measurements: [row("x", start), row("y", start)], remainders: [rest] };
          const remainders = [{ ...rest, start: start + day }];
          yield { measurements: [row("z", start), row("x", start + day)], remainders };
        } else {
          const remainders = [{ ...rest, truncated: true }];
          yield { measurements: [row("x", start, true), row("y", start, true), row("x", start + day)], remainders };
        }
      },
    };
    const { answers } = await answer({ end, window: "day", groupBy: ["region"] }, options, {
      operation: capped,
      again: whole,
    });
    const found = await collect(answers);
    expect(asked).toEqual(["POST /usage 0-2", "whole 0-1"]);
    const rows = found.flatMap(({ page }) => page.measurements);
    expect(rows.map(({ groups, start: at }) => `${groups.region} ${(at - start) / day}`)).toEqual([
      "x 1",
      "x 0",
      "y 0",
      "z 0",
    ]);
    expect(found.flatMap(({ page }) => page.remainders)).toMatchObject([{ start, value: "5" }]);
    // One page came at 1, the two that replace its list at 2 and 3.
    expect(found.map(({ at }) => at)).toEqual([1, 2]);
  });

  test("is handed out as it is where nothing lists it whole", async () => {
    const options: FakeOptions = {
      capabilities,
      async *ask() {
        const groups = { region: "x" };
        const measurement = { meterId: "m", customerId: "c", start, end: start + hour, value: "1", groups };
        yield { measurements: [{ ...measurement, truncated: true }], remainders: [] };
      },
    };
    const { answers, provider } = await answer({ groupBy: ["region"] }, options);
    const found = await collect(answers);
    expect(found[0]?.page.measurements).toMatchObject([{ truncated: true }]);
    expect(provider.asked).toHaveLength(1);
  });
});
