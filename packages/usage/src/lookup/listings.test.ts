import { describe, expect, test } from "vitest";
import { capabilitiesOf, fakeProvider, meterOf } from "../fake-provider.test-support.js";
import { createListings } from "./listings.js";

const { signal } = new AbortController();

function setUp(keepMs: number, capabilities = capabilitiesOf()) {
  let now = 0;
  const listings = createListings(keepMs, () => now);
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
    expect(await createListings(1000, () => 0).customers("here", own, undefined, signal)).toEqual([]);
  });

  test("that failed is not kept", async () => {
    const listings = createListings(1000, () => 0);
    let failing = true;
    const meters = async () => (failing ? Promise.reject(new Error("down")) : [meterOf("m")]);
    const flaky = { ...fakeProvider(), meters };
    await expect(listings.meters("here", flaky, undefined, signal)).rejects.toThrow("down");
    failing = false;
    expect(await listings.meters("here", flaky, undefined, signal)).toMatchObject([{ id: "m" }]);
  });
});
