import { expect, test } from "vitest";
import { metronome } from "./index.js";

test("a connection is asked at the rate that its options say, and at the client's default where they say none", () => {
  expect(metronome({ token: "t" }).rate).toEqual({ requests: 8, windowMs: 1_025 });
  expect(metronome({ token: "t", rate: false }).rate).toBe(false);
});
