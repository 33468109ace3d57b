import { expect, test } from "vitest";
import { bundleSizes } from "./bundle-size.js";

test("what an application ships stays small, in kB of gzip", async () => {
  const { figures } = await bundleSizes();
  const most = {
    "gzip: transport": 7.5,
    "gzip: client": 10,
    // The goal is 32: money, zones and look-backs in the planner brought it past that.
    "gzip: facade with one adapter and its client": 34.5,
    "gzip: the same with all that it loads when it is needed": 44.5,
  };
  for (const [measure, limit] of Object.entries(most)) {
    const median = figures.find((figure) => figure.measure === measure)?.sample.median;
    expect(median, measure).toBeLessThanOrEqual(limit);
    // A limit far above what is shipped would let it grow unseen.
    expect(median, measure).toBeGreaterThan(limit * 0.9);
  }
});
