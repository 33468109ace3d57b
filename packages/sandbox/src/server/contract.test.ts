import { expect, it } from "vitest";
import { readContract } from "./contract.js";

const usage = readContract("metronome").find(({ key }) => key === "POST /v1/usage");

it("a response is checked by the spec", () => {
  expect(usage?.judgeResponse(200, { data: [], next_page: null })).toBeNull();
  expect(usage?.judgeResponse(200, { data: [] })).toContain("next_page");
  expect(usage?.judgeResponse(200, { data: [{ value: 1 }], next_page: null })).toContain("data.0");
  expect(usage?.judgeResponse(400, {})).toContain("message");
  expect(usage?.judgeResponse(503, { message: "later" })).toBeNull();
  expect(usage?.judgeResponse(418, {})).toBe("status 418 is not in the spec");
});

it("fields that a body's schema does not list are refused or ignored", async () => {
  const bounds = { starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-03-02T00:00:00Z" };
  const body = JSON.stringify({ window_size: "DAY", ...bounds, more: 1 });
  const request = (): Request =>
    new Request("http://x", { method: "POST", headers: { "content-type": "application/json" }, body });
  await expect(usage?.readBody(request(), "refused")).rejects.toMatchObject({ rule: "unknown-field", status: 400 });
  expect(await usage?.readBody(request(), "tolerated")).toMatchObject({ more: 1 });
});

it("a contract is read once", () => {
  expect(readContract("metronome")).toBe(readContract("metronome"));
});
