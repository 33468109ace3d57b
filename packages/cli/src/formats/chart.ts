import sparkly from "sparkly";

/**
 * Decimals as a chart of one character each, from zero up: null is a gap, zero is the lowest bar.
 *
 * Heights are rounded; the values beside a chart are what counts.
 */
export function chart(values: readonly (string | null)[]): string {
  const heights = values.map((value) => (value === null ? "" : Number(value)));
  const lowest = Math.min(0, ...heights.map(Number));
  return sparkly(heights, { minimum: lowest });
}
