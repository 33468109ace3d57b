import { expect, it } from "vitest";
import { readContract } from "./contract.js";

const usage = readContract("metronome").find(({ key }) => key === "POST /v1/usage");

it("judges answers by the spec", () => {
  expect(usage?.judgeResponse(200, { data: [], next_page: null })).toBeNull();
  expect(usage?.judgeResponse(200, { data: [] })).toContain("next_page");
  expect(usage?.judgeResponse(200, { data: [{ value: 1 }], next_page: null })).toContain("data.0");
  expect(usage?.judgeResponse(400, {})).toContain("message");
  expect(usage?.judgeResponse(503, { message: "later" })).toBeNull();
  expect(usage?.judgeResponse(418, {})).toBe("status 418 is not in the spec");
});

it("is read once", () => {
  expect(readContract("metronome")).toBe(readContract("metronome"));
});
