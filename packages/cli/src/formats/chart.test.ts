import { expect, it } from "vitest";
import { chart } from "./chart.js";

it("draws null as a gap, zero as the lowest bar and the largest as the highest", () => {
  expect(chart(["0", null, "4", "8"])).toBe("▁ ▄█");
});

it("draws from zero up, and below it when values are negative", () => {
  expect(chart(["7", "8"])).toBe("▇█");
  expect(chart(["-8", "0", "8"])).toBe("▁▄█");
});

it("keeps one character a value when there is nothing to draw", () => {
  expect(chart([null, null])).toBe("  ");
  expect(chart(["0", "0"])).toBe("▁▁");
});
