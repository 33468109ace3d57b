import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, PATIENCE, receive, requestTo, startFaulty, vendorNames } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startFaulty();
  // The world generates its events on first use.
  await Promise.all(vendorNames.map((vendor) => ask(sandbox, vendor)));
});
afterAll(() => sandbox.close());

describe.each(vendorNames)("of %s", (vendor) => {
  const faulty = (fault: string) => receive(requestTo(sandbox, vendor), fault);
  const wholeBody = async () => Buffer.from(await (await ask(sandbox, vendor)).arrayBuffer());

  it.each([
    ["reset-before-headers", "reset"],
    ["close-before-headers", "fin"],
    ["stall-headers", "open"],
  ])("%s: no byte arrives, and the connection is %s", async (fault, end) => {
    expect(await faulty(fault)).toMatchObject({ head: "", end });
  });

  it("reset-mid-headers: the connection is reset within the headers", async () => {
    const { head, body, end } = await faulty("reset-mid-headers");
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect([body.length, end]).toEqual([0, "reset"]);
  });

  it.each([
    ["reset-mid-body", "reset"],
    ["close-mid-body", "fin"],
    ["stall-body", "open"],
  ])("%s: half of the announced content-length arrives, and the connection is %s", async (fault, expected) => {
    const whole = await wholeBody();
    const { head, body, length, end } = await faulty(fault);
    expect(head).toContain("content-type: application/json");
    expect([length, end]).toEqual([whole.length, expected]);
    expect(body).toEqual(whole.subarray(0, Math.floor(whole.length / 2)));
  });

  it.each([
    ["wrong-length-short", (length: number) => Math.floor(length / 2)],
    ["wrong-length-long", (length: number) => length + 16],
  ])("%s: the complete body with a wrong content-length", async (fault, claimed) => {
    const whole = await wholeBody();
    const { body, length, end } = await faulty(fault);
    expect([length, end]).toEqual([claimed(whole.length), "fin"]);
    expect(body).toEqual(whole);
  });

  it("unsolicited-100-continue: precedes the answer", async () => {
    const { head, body, end } = await faulty("unsolicited-100-continue");
    expect([head, end]).toEqual(["HTTP/1.1 100 Continue", "fin"]);
    expect(body.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(body.subarray(body.indexOf("\r\n\r\n") + 4)).toEqual(await wholeBody());
  });

  it("connection-close: the answer has the header, and the connection is closed", async () => {
    const { head, body, end } = await faulty("connection-close");
    expect(head.toLowerCase()).toContain("\r\nconnection: close");
    expect([body, end]).toEqual([await wholeBody(), "fin"]);
  });

  it("two-answers: a second answer follows the first on an open connection", async () => {
    const whole = await wholeBody();
    const { body, length, end } = await faulty("two-answers");
    expect([length, end]).toEqual([whole.length, "open"]);
    expect(body.subarray(0, whole.length)).toEqual(whole);
    expect(body.subarray(whole.length).toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n\{\}$/);
    // A client that received two answers is still served.
    expect((await ask(sandbox, vendor)).status).toBe(200);
  });
});

it("applies to a vendor's refusal as well", async () => {
  const usageRequest = requestTo(sandbox, "metronome");
  const { head, end } = await receive({ ...usageRequest, headers: {} }, "close-mid-body");
  expect(head).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
  expect(end).toBe("fin");
});

it("takes no longer than its deadline", () => {
  expect(PATIENCE).toBeLessThanOrEqual(300);
});
