import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, startFaulty, vendorNames } from "../../test/faulty.js";
import type { Sandbox } from "../sandbox.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startFaulty();
});
afterAll(() => sandbox.close());

const bodies = {
  metronome: { message: expect.any(String) },
  amberflo: { message: expect.any(String) },
  "wowza-video": { meta: expect.objectContaining({ message: expect.any(String) }) },
};

describe.each(vendorNames)("of %s", (vendor) => {
  it.each([400, 401, 403, 404, 408, 409, 429, 500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 529, 530])(
    "status-%i: in the vendor's own error body",
    async (status) => {
      const response = await ask(sandbox, vendor, `status-${status}`);
      expect(response.status).toBe(status);
      expect(response.headers.get("retry-after")).toBeNull();
      const invalid = vendor === "amberflo" && status === 400;
      expect(await response.json()).toEqual(invalid ? { errorMessage: expect.any(String) } : bodies[vendor]);
    },
  );

  it("status-500-empty and status-503-html: no vendor's error body", async () => {
    const [empty, html] = [
      await ask(sandbox, vendor, "status-500-empty"),
      await ask(sandbox, vendor, "status-503-html"),
    ];
    expect([empty.status, await empty.text()]).toEqual([500, ""]);
    expect([html.status, html.headers.get("content-type")]).toEqual([503, "text/html"]);
    expect(await html.text()).toContain("<h1>503 Service Temporarily Unavailable</h1>");
  });

  it.each([
    ["retry-after-0", "0"],
    ["retry-after-1", "1"],
    ["retry-after-list", "1, 1"],
    ["retry-after-decimal", "1.0"],
    ["retry-after-negative", "-1"],
    ["retry-after-garbage", "soon"],
    ["retry-after-week", "604800"],
  ])("%s: a 429 with that header", async (fault, value) => {
    const response = await ask(sandbox, vendor, fault);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, value]);
    expect(await response.json()).toEqual(bodies[vendor]);
  });

  it.each([
    ["retry-after-date", 1000],
    ["retry-after-date:60", 60_000],
  ])("%s: a date ahead of the real clock", async (fault, least) => {
    const before = Date.now();
    const value = (await ask(sandbox, vendor, fault)).headers.get("retry-after") ?? "";
    expect(new Date(value).toUTCString()).toBe(value);
    expect(Date.parse(value)).toBeGreaterThanOrEqual(before + least);
    expect(Date.parse(value)).toBeLessThanOrEqual(Date.now() + least + 1000);
  });

  it.each([
    ["retry-after-rfc850", /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d-\w{3}-\d\d \d\d:\d\d:\d\d GMT$/],
    ["retry-after-asctime", /^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/],
  ])("%s: a date ahead in an obsolete form", async (fault, form) => {
    const response = await ask(sandbox, vendor, fault);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toMatch(form);
  });

  it("no-content: a 204", async () => {
    const response = await ask(sandbox, vendor, "no-content");
    expect([response.status, await response.text()]).toEqual([204, ""]);
  });

  it.each([301, 302, 307, 308])("redirect-%i: to the same URL, or to another loopback origin", async (status) => {
    const own = await ask(sandbox, vendor, `redirect-${status}`);
    expect([own.status, own.headers.get("location")]).toEqual([status, own.url]);
    const other = await ask(sandbox, vendor, `redirect-${status}:http://127.0.0.1:9`);
    expect(other.headers.get("location")).toBe(`http://127.0.0.1:9${new URL(own.url).pathname}`);
  });
});

it.each(["https://example.com", "http://127.0.0.1.example.com", "file:///etc", "elsewhere"])(
  "a redirect to %s is refused",
  async (origin) => {
    const response = await ask(sandbox, "metronome", `redirect-307:${origin}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: expect.stringContaining("loopback") });
  },
);

it("a fault in place of an answer does not count against the vendor's rate limit", async () => {
  const strict = await startFaulty({ requestsPerSecond: 1 });
  for (let index = 0; index < 3; index += 1) expect((await ask(strict, "metronome", "status-503")).status).toBe(503);
  expect((await ask(strict, "metronome")).status).toBe(200);
  await strict.close();
});
