import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type AmberfloCaller,
  eventsIn,
  type Report,
  startAmberflo,
  usageRequest,
  wholeRange,
} from "../../test/amberflo.js";
import { readExactly } from "../../test/send.js";
import { firstCustomer } from "../world/customers.js";
import { DAY } from "../world/time.js";
import { sessionsOf } from "./sessions.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

async function tokenFor(customerId: string): Promise<string> {
  const { text } = await caller.send("POST", "/session", { customerId });
  return JSON.parse(text).sessionToken;
}

/** Sessions with a clock that the test advances. */
function timed() {
  const { world } = caller.sandbox;
  const clock = { now: 1_000_000 };
  const session = { token: "first", customer: firstCustomer(world.customers) };
  const sessions = sessionsOf(world, { apiKey: "k", session, clock: () => clock.now });
  const create = (expirationEpochMilliSeconds?: number): string => {
    const body = { customerId: "northlight-atlas", expirationEpochMilliSeconds };
    return Reflect.get(
      Object(sessions.create({ params: {}, query: {}, body, headers: new Headers() })),
      "sessionToken",
    );
  };
  const read = (token: string) => sessions.read(new Headers({ "x-api-key": `Session ${token}` })).kind;
  return { clock, create, read };
}

it("rule session-customer: an unknown customer is 400", async () => {
  for (const customerId of ["nobody", "Northlight Atlas", caller.sandbox.world.customers[0]?.id]) {
    const answer = await caller.send("POST", "/session", { customerId });
    expect([answer.status, answer.rule]).toEqual([400, "session-customer"]);
    expect(answer.message).toContain(customerId);
  }
  expect((await caller.send("POST", "/session", {})).rule).toBe("body");
});

it("rule session-answer: the answer has the portal's address and a new token each time", async () => {
  const answer = await caller.send("POST", "/session", { customerId: "meridian-kelp", returnUrl: "https://x.example" });
  const session = JSON.parse(answer.text);
  expect(session).toEqual({
    url: `https://portal.amberflo.io/session/${session.sessionToken}`,
    sessionToken: expect.any(String),
  });
  expect(await tokenFor("meridian-kelp")).not.toBe(session.sessionToken);
  expect((await caller.portal([usageRequest], session.sessionToken)).status).toBe(200);
});

it("rule session-expiry: a session expires after 24 hours or at the given time, and is 401 then", () => {
  const { clock, create, read } = timed();
  const usual = create();
  const short = create(clock.now + 5);
  clock.now += 4;
  expect([read(usual), read(short)]).toEqual(["session", "session"]);
  clock.now += 1;
  expect(() => read(short)).toThrow(expect.objectContaining({ status: 401, rule: "session-expiry" }));
  clock.now += DAY - 6;
  expect(read(usual)).toBe("session");
  clock.now += 1;
  expect(() => read(usual)).toThrow(expect.objectContaining({ status: 401, rule: "session-expiry" }));
  // The session that the sandbox creates at its start.
  clock.now += 1000 * DAY;
  expect(read("first")).toBe("session");
});

it("rule session-expiry: a time in the past, or in seconds, is 400", async () => {
  const { clock, create } = timed();
  expect(() => create(clock.now)).toThrow(expect.objectContaining({ status: 400, rule: "session-expiry" }));
  const end = (Date.parse("2026-03-16") / 1000) | 0;
  const body = { customerId: "meridian-kelp", expirationEpochMilliSeconds: end };
  expect((await caller.send("POST", "/session", body)).rule).toBe("session-expiry");
});

it("rule session-expiry: sessions expire as time passes, although the world's time is fixed", async () => {
  const now = caller.sandbox.now.getTime();
  const open = (expirationEpochMilliSeconds: number) =>
    caller.send("POST", "/session", { customerId: "meridian-kelp", expirationEpochMilliSeconds });
  expect((await open(now + 600_000)).status).toBe(200);
  // One millisecond after the start has passed when a request arrives.
  expect((await open(now + 1)).rule).toBe("session-expiry");
});

it("rule session-scope: an answer holds only the session's customer, whichever is requested", async () => {
  const ask = { ...usageRequest, ...wholeRange };
  const token = await tokenFor("meridian-kelp");
  const reports = async (...bodies: object[]): Promise<Report[]> =>
    readExactly<Report[]>((await caller.portal(bodies, token)).text);
  const customer = caller.sandbox.world.customers.find(({ name }) => name === "Meridian Kelp");
  const events = eventsIn(caller.sandbox, "api_call", 0, Number.POSITIVE_INFINITY);
  const own = events.filter(({ customerId }) => customerId === customer?.id).length;
  const everyone = { ...ask, groupBy: ["customerId"] };
  const asked = { ...everyone, filter: { customerId: ["meridian-kelp", "northlight-atlas"] } };
  const [plain, grouped, filtered, other] = await reports(ask, everyone, asked, {
    ...ask,
    filter: { customerId: "northlight-atlas" },
  });
  expect(own).toBeLessThan(events.length);
  expect(plain?.clientMeters.map(({ groupValue }) => groupValue)).toEqual([String(own)]);
  for (const report of [grouped, filtered]) {
    expect(report?.clientMeters.map(({ group, groupValue }) => [group.groupInfo, groupValue])).toEqual([
      [{ customerId: "meridian-kelp" }, String(own)],
    ]);
  }
  expect(other?.clientMeters).toEqual([]);
});
