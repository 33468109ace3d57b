import { MetermuxError } from "@metermux/http";
import { describe, expect, test } from "vitest";
import { checkConnection } from "./check.js";
import { capabilitiesOf, type FakeOptions, fakeProvider, meterOf } from "./fake-provider.test-support.js";
import { day } from "./model/calendar.js";
import { unsupported } from "./model/refusal.js";
import type { Provider } from "./provider.js";

const now = Date.parse("2026-06-02T15:00:00Z");
const refused = new MetermuxError("fake: the credential is not accepted", { code: "unauthorized", status: 401 });

async function check(options: FakeOptions = {}, change: Partial<Provider> = {}) {
  const provider = fakeProvider(options);
  const outcome = await checkConnection("here", { ...provider, ...change }, now, new AbortController().signal);
  const steps = outcome.steps.map(({ name, ok, about }) => [name, ok, about]);
  return { ...outcome, steps, errors: outcome.steps.map(({ error }) => error), asked: provider.asked };
}

describe("a connection that works", () => {
  test("lists, answers yesterday's usage, and tells the same time", async () => {
    expect(await check({ skewMs: -1400 })).toMatchObject({
      connection: "here",
      vendor: "fake",
      ok: true,
      steps: [
        ["lists", true, "1 meters, 1 customers"],
        ["usage", true, "1 rows of yesterday"],
        ["clock", true, "the vendor's clock is 1 s behind this one"],
      ],
    });
  });

  test("is asked for one call's first page, of yesterday", async () => {
    const { asked } = await check({
      customers: [1, 2, 3].map((id) => ({ id: `c${id}`, name: null })),
      customersPerCall: 1,
    });
    expect(asked).toHaveLength(1);
    const today = Date.parse("2026-06-02");
    expect(asked[0]?.question).toMatchObject({ start: today - day, end: today, window: "day" });
  });

  test("may have nobody to ask about, and a vendor that tells no time", async () => {
    const { ok, steps } = await check({ meters: [] });
    expect(ok).toBe(true);
    expect(steps.slice(1)).toEqual([
      ["usage", true, "there is nobody to ask about"],
      ["clock", true, "the vendor does not tell its time"],
    ]);
  });

  test("counts the meters that were left out", async () => {
    const meters = [meterOf("m"), meterOf("old", "sum", { archived: true })];
    expect((await check({ meters })).steps[0]).toEqual(["lists", true, "2 meters, 1 customers"]);
  });

  test("of an account has no customers to list", async () => {
    const capabilities = capabilitiesOf({}, { customers: "self" });
    const { customers: _, ...own } = fakeProvider({ capabilities });
    const outcome = await checkConnection("here", own, now, new AbortController().signal);
    expect(outcome.steps[0]?.about).toBe("1 meters");
  });
});

describe("a connection that does not work is told, not thrown", () => {
  test("a credential that is not accepted", async () => {
    const { ok, steps, errors } = await check({}, { meters: () => Promise.reject(refused) });
    expect(ok).toBe(false);
    expect(steps.map(([name, worked]) => [name, worked])).toEqual([
      ["lists", false],
      ["clock", true],
    ]);
    expect(errors[0]).toBe(refused);
  });

  test("usage that is not answered", async () => {
    // biome-ignore lint/correctness/useYield: it fails before its first page.
    const ask = async function* () {
      throw refused;
    };
    const { ok, steps } = await check({ ask });
    expect(ok).toBe(false);
    expect(steps[1]).toEqual(["usage", false, "fake: the credential is not accepted"]);
  });

  test.each([
    [60_000, true, "the vendor's clock is 60 s ahead of this one"],
    [60_001, false, "the vendor's clock is 60 s ahead of this one"],
    [-300_000, false, "the vendor's clock is 300 s behind this one"],
  ])("a clock that is %i ms off: %s", async (skewMs, ok, about) => {
    expect(await check({ skewMs })).toMatchObject({
      ok,
      steps: [[], [], ["clock", ok, about]].map((each) => expect.arrayContaining(each)),
    });
  });
});

describe("a connection that lists no meters and was told of none", () => {
  const untold = unsupported("fake", "meters", "it lists none", "tell them");
  const capabilities = capabilitiesOf({}, { listsMeters: false });
  const meters = () => Promise.reject(untold);

  test("has its credential and its clock tried, and says what was not and what to give", async () => {
    const reach = async () => "it answered";
    const { ok, steps, unchecked, asked } = await check({ capabilities, skewMs: 0 }, { meters, reach });
    expect({ ok, steps, unchecked, asked }).toEqual({
      ok: true,
      steps: [
        ["credential", true, "it answered"],
        ["clock", true, "the vendor's clock is 0 s ahead of this one"],
      ],
      unchecked: ["meters and usage: fake: it lists none; tell them"],
      asked: [],
    });
  });

  test("does not work where its credential is not accepted", async () => {
    const { ok, steps, errors } = await check({ capabilities }, { meters, reach: () => Promise.reject(refused) });
    expect([ok, steps[0], errors[0]]).toEqual([false, ["credential", false, refused.message], refused]);
  });

  test("is tried as any other once it was told", async () => {
    const { steps, unchecked } = await check({ capabilities }, { reach: () => Promise.reject(refused) });
    expect(steps.map(([name, ok]) => [name, ok])).toEqual([
      ["lists", true],
      ["usage", true],
      ["clock", true],
    ]);
    expect(unchecked).toEqual([]);
  });
});
