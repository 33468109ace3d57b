import { expect, it } from "vitest";
import { createCaller } from "./caller.test-support.js";

const caller = createCaller();

interface Peak {
  readonly bytes: string;
  readonly limits: { readonly from: string; readonly to: string };
}
interface Current {
  readonly recording_bytes: string;
  readonly vod_stream_bytes: string;
}

const peak = (query: Record<string, string> = {}): Promise<Peak> => caller.read<Peak>("/usage/storage/peak", query);

/** The stored bytes by the events of a range, computed with integers only. */
function samples(from: string, to: string): bigint[] {
  return caller.events("storage_sample", from, to).map(({ properties }) => {
    const [whole = "0", fraction = ""] = (properties.gigabytes ?? "").split(".");
    return BigInt(whole + fraction.padEnd(9, "0"));
  });
}

function greatest(amounts: readonly bigint[]): bigint {
  return amounts.toSorted((left, right) => (left < right ? -1 : 1)).at(-1) ?? 0n;
}

it("rule storage-samples: each counter is one of the samples, in bytes", async () => {
  const current = await caller.read<Current>("/usage/storage/current");
  const known = samples("2026-02-01 00:00:00", "2026-03-15 13:37:01").map(String);
  expect(known).toContain(current.recording_bytes);
  expect(known).toContain(current.vod_stream_bytes);
  expect(known.at(-1) === current.recording_bytes || known.at(-1) === current.vod_stream_bytes).toBe(true);
});

it("rule peak-storage: the peak is at least every sample and the level at the start of the range", async () => {
  const [from, to] = ["2026-03-01 00:00:00", "2026-03-16 00:00:00"];
  const { bytes } = await peak({ from, to });
  const current = await caller.read<Current>("/usage/storage/current");
  const highest = greatest(samples(from, to));
  expect(BigInt(bytes)).toBeGreaterThanOrEqual(highest);
  expect(BigInt(bytes)).toBeLessThanOrEqual(2n * highest);
  // Nothing changes after the last sample, so a range in the future has the current level.
  const now = BigInt(current.recording_bytes) + BigInt(current.vod_stream_bytes);
  expect((await peak({ from: "2026-03-20 00:00:00", to: "2026-03-21 00:00:00" })).bytes).toBe(String(now));
  expect(BigInt(bytes)).toBeGreaterThanOrEqual(now);
});

it("rule peak-storage: the peak of a range is the highest of its parts", async () => {
  const edges = ["2026-02-01 00:00:00", "2026-02-08 12:30:15", "2026-02-20 00:00:01", "2026-03-01 00:00:00"];
  const parts = await Promise.all(
    edges.slice(1).map(async (to, index) => BigInt((await peak({ from: edges[index] ?? "", to })).bytes)),
  );
  const whole = await peak({ from: edges[0] ?? "", to: edges.at(-1) ?? "" });
  expect(whole.bytes).toBe(String(greatest(parts)));
});

it("rule storage-bounds: bounds are seconds or last_bill_date, and a range has any length", async () => {
  const { limits } = await peak({ from: "2025-06-01 10:20:30", to: "2026-03-01 23:59:59" });
  expect(limits).toEqual({ from: "2025-06-01T10:20:30.000Z", to: "2026-03-01T23:59:59.000Z" });
  const billed = "2026-03-01T00:00:00.000Z";
  expect((await peak({ from: "last_bill_date" })).limits).toEqual({ from: billed, to: "2026-03-16T00:00:00.000Z" });
  const last = await peak({ from: "2026-02-01 00:00:00", to: "last_bill_date" });
  expect(last.limits).toEqual({ from: "2026-02-01T00:00:00.000Z", to: billed });
  expect(last).toEqual(await peak({ from: "2026-02-01 00:00:00", to: "2026-03-01 00:00:00" }));
  for (const from of ["last_invoice_date", "2026-03-01", "2026-03-01T00:00:00Z"]) {
    expect((await caller.get("/usage/storage/peak", { from })).rule).toBe("parameter");
  }
  expect((await caller.get("/usage/storage/peak", { from: "2026-02-30 00:00:00" })).rule).toBe("real-date");
  const [from, to] = ["2026-03-01 00:00:01", "2026-03-01 00:00:00"];
  expect((await caller.get("/usage/storage/peak", { from, to })).rule).toBe("bounds-order");
});

it("rule storage-default: the default range is from the last billing date to the end of the day", async () => {
  const end = "2026-03-16T00:00:00.000Z";
  expect((await peak()).limits).toEqual({ from: "2026-03-01T00:00:00.000Z", to: end });
  expect((await peak({ from: "2025-06-01 00:00:00" })).limits).toEqual({ from: "2025-06-01T00:00:00.000Z", to: end });
  const { limits } = await peak({ to: "2026-07-31 00:00:00" });
  expect(limits).toEqual({ from: "2026-03-01T00:00:00.000Z", to: "2026-07-31T00:00:00.000Z" });
});

it("rule current-storage: the answer has two counters and no limits, 0 for an account without storage", async () => {
  expect(Object.keys(await caller.read("/usage/storage/current"))).toEqual(["recording_bytes", "vod_stream_bytes"]);
  const none = await createCaller({ quiet: true }).read("/usage/storage/current");
  expect(none).toEqual({ recording_bytes: "0", vod_stream_bytes: "0" });
  expect((await caller.get("/usage/storage/current", { from: "2026-03-01 00:00:00" })).rule).toBe(
    "undeclared-parameter",
  );
});
