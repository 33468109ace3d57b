import { describe, expect, test } from "vitest";
import { capabilitiesOf, fakeProvider, meterOf } from "../fake-provider.test-support.js";
import { createListings } from "./listings.js";

const { signal } = new AbortController();

function setUp(keepMs: number, capabilities = capabilitiesOf()) {
  let now = 0;
  const listings = createListings(keepMs, () => now);
  const provider = fakeProvider({
    capabilities,
    meters: [meterOf("m")],
    customers: [{ id: "c", name: null, aliases: ["acme"] }],
  });
  const read = (meters?: string[], customers?: string[], connection = "here") =>
    listings.read(connection, provider, meters, customers, signal);
  return { read, provider, pass: (ms: number) => (now += ms) };
}

describe("a listing", () => {
  test("is read once and kept for its time, not longer", async () => {
    const { read, provider, pass } = setUp(1000);
    const first = await read();
    expect(first).toMatchObject({ meters: [{ id: "m" }], customers: [{ id: "c" }] });
    pass(999);
    expect(await read(["m"], ["acme"])).toBe(first);
    expect(provider.listed).toEqual({ meters: 1, customers: 1 });
    pass(1);
    await read();
    expect(provider.listed).toEqual({ meters: 2, customers: 2 });
  });

  test("is each connection's own", async () => {
    const { read, provider } = setUp(1000);
    await read();
    await read(undefined, undefined, "there");
    expect(provider.listed.meters).toBe(2);
  });

  test("is read again for a name that it lacks: it may be new", async () => {
    const { read, provider } = setUp(1000);
    await read();
    await read(["new"]);
    expect(provider.listed.meters).toBe(2);
    await read(undefined, ["new"]);
    expect(provider.listed.meters).toBe(3);
  });

  test("is not kept where it is not to be, nor where meters are taken at their word", async () => {
    const never = setUp(0);
    await never.read();
    await never.read();
    expect(never.provider.listed.meters).toBe(2);
    const untold = setUp(1000, capabilitiesOf({}, { listsMeters: false }));
    await untold.read(["m"]);
    await untold.read(["m"]);
    expect(untold.provider.listed.meters).toBe(2);
  });

  test("that failed is not kept", async () => {
    const listings = createListings(1000, () => 0);
    const provider = fakeProvider();
    let failing = true;
    const flaky = { ...provider, meters: async () => (failing ? Promise.reject(new Error("down")) : [meterOf("m")]) };
    await expect(listings.read("here", flaky, undefined, undefined, signal)).rejects.toThrow("down");
    failing = false;
    expect(await listings.read("here", flaky, undefined, undefined, signal)).toMatchObject({ meters: [{ id: "m" }] });
  });
});
