import type { Aggregation } from "../model/query.js";
import type { SideName } from "./side.js";

/** A likely cause, as data to branch on and as a sentence for people. It explains; it never changes a verdict. */
export type Hint = { text: string } & (
  | {
      /**
       * `open-window`: the window has not ended. `late-data`: events may still arrive. `clipped`: less than the whole
       * window. `truncated-groups`: the vendor capped its list. `meter-skipped`: the meter could not be asked for.
       * `not-additive`: several rows that do not add up to one.
       */
      code: "open-window" | "late-data" | "clipped" | "truncated-groups" | "meter-skipped" | "not-additive";
      side: SideName;
    }
  | { code: "unit-differs"; left: string; right: string }
  | { code: "aggregation-differs"; left: Aggregation; right: Aggregation }
  /** Nothing, null and zero: alike for sums and counts. */
  | { code: "no-data-vs-zero" }
  /** Right's clock runs ahead of left's by this, as +02:00; with how many of the windows then agree. */
  | { code: "time-zone-shift"; offset: string; agreeing: number; windows: number }
  /** One side is the other times this. */
  | { code: "constant-factor"; factor: string; larger: SideName }
);

export type HintCode = Hint["code"];
