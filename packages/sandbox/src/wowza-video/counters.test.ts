import { expect, it } from "vitest";
import type { UsageEvent } from "../world/event.js";
import { bruteForceSum, createCaller } from "./caller.test-support.js";
import { countersOf } from "./counters.js";

const caller = createCaller();
const [from, to] = ["2026-02-01 00:00:00", "2026-03-01 00:00:00"] as const;

it("rule account: an account is the video events of one customer, with an id of letters and digits", async () => {
  const { account } = await caller.usage({ from, to });
  expect(account.id).toMatch(/^[0-9a-z]{8}$/);
  const february = { start: Date.UTC(2026, 1, 1), end: Date.UTC(2026, 2, 1) };
  const everyone = [...caller.world.events({ type: "video_view", ...february })];
  const own = everyone.filter(({ customerId }) => customerId === caller.customerId);
  expect(own.length).toBeLessThan(everyone.length);
  expect(account.viewing_bytes).toBe(bruteForceSum(own, "bytes"));
});

it("rule viewing: viewing is the bytes and seconds of every view", async () => {
  const views = caller.events("video_view", from, to);
  expect(views.length).toBeGreaterThan(100);
  const { account } = await caller.usage({ from, to });
  expect(account).toMatchObject({
    viewing_bytes: bruteForceSum(views, "bytes"),
    viewing_seconds: bruteForceSum(views, "seconds"),
  });
});

it("rule average: the average is seconds per viewer, not per view, rounded half up", async () => {
  const { account } = await caller.usage({ from, to });
  const views = caller.events("video_view", from, to);
  const viewers = new Set(views.map(({ properties }) => properties.viewer)).size;
  expect(viewers).toBeLessThan(views.length);
  expect(account.avg_viewing_seconds).toBe(String(Math.round(Number(account.viewing_seconds) / viewers)));
  const three = [view("a", "1"), view("b", "1"), view("b", "1")];
  expect(String(countersOf(three, []).avg_viewing_seconds)).toBe("2");
});

it("rule egress-targets: egress is that of the primary target, and additional targets have their own seconds", async () => {
  const { account } = await caller.usage({ from, to });
  const egress = caller.events("video_egress", from, to);
  const primary = egress.filter(({ properties }) => properties.target === "primary");
  const additional = egress.filter(({ properties }) => properties.target === "additional");
  expect(additional.length).toBeGreaterThan(0);
  expect(primary.length + additional.length).toBe(egress.length);
  expect(account).toMatchObject({
    egress_bytes: bruteForceSum(primary, "bytes"),
    egress_seconds: bruteForceSum(primary, "seconds"),
    egress_seconds_additional_targets: bruteForceSum(additional, "seconds"),
  });
});

it("rule no-usage: every counter is 0", async () => {
  const { account } = await createCaller({ quiet: true }).usage({ from, to });
  const { id, ...counters } = account;
  expect(id).toBeDefined();
  expect(Object.values(counters)).toEqual(Array(6).fill("0"));
});

it("rule late-usage: the usage of a past hour grows when late events arrive", async () => {
  const recent = { from: "2026-02-13 00:00:00", to: "2026-03-15 13:00:00" };
  const later = createCaller({ now: "2026-04-20T00:00:00Z" });
  const late = later
    .events("video_view", recent.from, recent.to)
    .filter(({ receivedAt }) => receivedAt > caller.world.now);
  expect(late.length).toBeGreaterThan(0);
  const [before, after] = [await caller.usage(recent), await later.usage(recent)].map(({ account }) => account);
  const grown = BigInt(after?.viewing_bytes ?? "") - BigInt(before?.viewing_bytes ?? "");
  expect(String(grown)).toBe(bruteForceSum(late, "bytes"));
});

it("rule exact-numbers: counters are bare integers, beyond 2^53 too", async () => {
  const { text } = await caller.ask({ from, to });
  expect(text).toMatch(/"viewing_bytes":[1-9]\d{12,},/);
  const counters = countersOf([view("a", "1", "9007199254740993"), view("b", "1", "9007199254740994")], []);
  expect(String(counters.viewing_bytes)).toBe("18014398509481987");
});

function view(viewer: string, seconds: string, bytes = "1"): UsageEvent {
  const properties = { viewer, seconds, bytes };
  return { id: viewer, customerId: "c", type: "video_view", timestamp: 0, receivedAt: 0, properties };
}
