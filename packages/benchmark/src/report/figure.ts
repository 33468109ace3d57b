import type { Sample } from "../statistics.js";

/** What a measure is to come to. */
export interface Goal {
  readonly at: "least" | "most";
  readonly figure: number;
}

/** One line of the table. */
export interface Figure {
  readonly measure: string;
  /** `times` for ratios, `share` for parts of one. */
  readonly unit: "times" | "share" | "ms" | "s" | "kB" | "MiB";
  readonly sample: Sample;
  readonly goal?: Goal;
}

export const atLeast = (figure: number): Goal => ({ at: "least", figure });
export const atMost = (figure: number): Goal => ({ at: "most", figure });

/** Whether the median reaches the goal; undefined where there is none. */
export function isReached({ goal, sample }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  return goal.at === "least" ? sample.median >= goal.figure : sample.median <= goal.figure;
}

/** What a part of the benchmark measured. */
export interface Measures {
  readonly figures: readonly Figure[];
  /** Every single measurement, for `--json`. */
  readonly raw: unknown;
}
