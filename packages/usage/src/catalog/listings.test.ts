import { describe, expect, test } from "vitest";
import { capabilitiesOf, fakeProvider, meterOf } from "../fake-provider.test-support.js";
import { maxListed } from "../model/list-bound.js";
import type { Customer, Meter } from "../provider.js";
import { createListings } from "./listings.js";

const { signal } = new AbortController();

function setUp(keepMs: number, capabilities = capabilitiesOf()) {
  let now = 0;
  const listings = createListings(keepMs, { now: () => now, monotonic: () => now });
  const customers = [{ id: "c", name: null, aliases: ["acme"] }];
  const provider = fakeProvider({ capabilities, meters: [meterOf("m")], customers });
  const meters = (asked?: string[], connection = "here") => listings.meters(connection, provider, asked, signal);
  return {
    meters,
    customers: (asked?: string[]) => listings.customers("here", provider, asked, signal),
    listed: provider.listed,
    pass: (ms: number) => (now += ms),
  };
}

describe("a list", () => {
  test("counts a customer once that an adapter returns twice, and refuses two descriptions of one id", async () => {
    const list = (customers: readonly Customer[]) => {
      const provider = { ...fakeProvider({}), customers: async () => customers };
      return createListings(0, { now: () => 0, monotonic: () => 0 }).customers("here", provider, undefined, signal);
    };
    expect(
      await list([
        { id: "c", name: "Acme" },
        { id: "d", name: null },
        { id: "c", name: "Acme" },
      ]),
    ).toHaveLength(2);
    await expect(
      list([
        { id: "c", name: "Acme" },
        { id: "c", name: "Other" },
      ]),
    ).rejects.toMatchObject({
      code: "unexpected_response",
    });
  });

  test("is read once and kept for its time, not longer; each by itself", async () => {
    const { meters, customers, listed, pass } = setUp(1000);
    const first = await meters();
    expect(first).toMatchObject([{ id: "m" }]);
    expect(listed).toEqual({ meters: 1, customers: 0 });
    pass(999);
    expect(await meters(["m"])).toBe(first);
    expect(await customers()).toMatchObject([{ id: "c" }]);
    expect(listed).toEqual({ meters: 1, customers: 1 });
    pass(1);
    await meters();
    await customers();
    expect(listed).toEqual({ meters: 2, customers: 1 });
  });

  test("is each connection's own", async () => {
    const { meters, listed } = setUp(1000);
    await meters();
    await meters(undefined, "there");
    expect(listed.meters).toBe(2);
  });

  test("is read again for a name that it lacks: it may be new", async () => {
    const { meters, customers, listed } = setUp(1000);
    for (const asked of [undefined, ["m"], ["m", "new"]]) await meters(asked);
    expect(listed.meters).toBe(2);
    for (const asked of [undefined, ["c", "acme"], ["new"]]) await customers(asked);
    expect(listed.customers).toBe(2);
  });

  test("is not kept where it is not to be, nor where meters are taken at their word", async () => {
    const never = setUp(0);
    for (const asked of [["m"], ["m"]]) await never.meters(asked);
    expect(never.listed.meters).toBe(2);
    const untold = setUp(1000, capabilitiesOf({}, { listsMeters: false }));
    for (const asked of [["m"], ["m"]]) await untold.meters(asked);
    expect(untold.listed.meters).toBe(2);
  });

  test("is empty where the vendor lists nobody", async () => {
    const { customers: _, ...own } = fakeProvider();
    expect(await createListings(1000, { now: () => 0 }).customers("here", own, undefined, signal)).toEqual([]);
  });

  test("that failed is not kept", async () => {
    const listings = createListings(1000, { now: () => 0 });
    let failing = true;
    const meters = async () => (failing ? Promise.reject(new Error("down")) : [meterOf("m")]);
    const flaky = { ...fakeProvider(), meters };
    await expect(listings.meters("here", flaky, undefined, signal)).rejects.toThrow("down");
    failing = false;
    expect(await listings.meters("here", flaky, undefined, signal)).toMatchObject([{ id: "m" }]);
  });
});

describe("a list that several wait for", () => {
  function setUpHanging() {
    const readings: { signal: AbortSignal; answer: (meters: readonly Meter[]) => void }[] = [];
    const provider = {
      ...fakeProvider(),
      meters: (_: unknown, stop: AbortSignal) =>
        new Promise<readonly Meter[]>((answer, fail) => {
          readings.push({ signal: stop, answer });
          stop.addEventListener("abort", () => fail(stop.reason));
        }),
    };
    const listings = createListings(1000, { now: () => 0 });
    const meters = (asked?: string[], stop: AbortSignal = signal) => listings.meters("here", provider, asked, stop);
    return { readings, meters };
  }

  test("is read once for all of them", async () => {
    const { readings, meters } = setUpHanging();
    const waiting = Array.from({ length: 40 }, () => meters(["m"]));
    expect(readings).toHaveLength(1);
    readings[0]?.answer([meterOf("m")]);
    for (const found of await Promise.all(waiting)) expect(found).toMatchObject([{ id: "m" }]);
    expect(readings).toHaveLength(1);
  });

  test("is read once more for those who ask for a name that it lacks", async () => {
    const { readings, meters } = setUpHanging();
    const first = meters();
    const others = [meters(["new"]), meters(["new"])];
    readings[0]?.answer([meterOf("m")]);
    await first;
    await new Promise((resolve) => setImmediate(resolve));
    expect(readings).toHaveLength(2);
    readings[1]?.answer([meterOf("new")]);
    for (const found of await Promise.all(others)) expect(found).toMatchObject([{ id: "new" }]);
  });

  test("goes on when one of them gives up, and ends with the last", async () => {
    const { readings, meters } = setUpHanging();
    const callers = [new AbortController(), new AbortController()];
    const waiting = callers.map((caller) => meters(undefined, caller.signal).catch((error: unknown) => error));
    callers[0]?.abort("enough");
    expect(await waiting[0]).toMatchObject({ code: "aborted", cause: "enough" });
    expect(readings[0]?.signal.aborted).toBe(false);
    callers[1]?.abort("too");
    expect(await waiting[1]).toMatchObject({ code: "aborted", cause: "too" });
    expect(readings[0]?.signal.aborted).toBe(true);
    const later = meters();
    expect(readings).toHaveLength(2);
    readings[1]?.answer([]);
    expect(await later).toEqual([]);
  });
});

describe("the age of a list", () => {
  test.each([
    ["where the clock was set back a day", -86_400_000, 0],
    ["where the clock was set back, and its time has passed", 0, 1000],
  ])("is not what the clock says %s", async (_, step, passed) => {
    let now = 0;
    let monotonic = 0;
    const provider = fakeProvider();
    const listings = createListings(1000, { now: () => now, monotonic: () => monotonic });
    await listings.meters("here", provider, undefined, signal);
    now += step;
    monotonic += passed;
    await listings.meters("here", provider, undefined, signal);
    expect(provider.listed.meters).toBe(2);
  });
});

test("a list that is too long to be kept is an error", async () => {
  const provider = { ...fakeProvider(), meters: async () => new Array<Meter>(maxListed + 1).fill(meterOf("m")) };
  const listings = createListings(1000, { now: () => 0 });
  const error = await listings.meters("here", provider, undefined, signal).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "incomplete_result", vendor: "fake" });
  expect(String(error)).toContain("more than 500000 meters");
});
