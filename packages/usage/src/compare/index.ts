/** Two systems that should agree, laid side by side. */
export { type CompareOptions, compare } from "./compare.js";
export type { ComparedKey, Comparison, Counts, MeterTotal, Reading, Verdict } from "./comparison.js";
export type { Hint, HintCode } from "./hint.js";
export type { By } from "./read-side.js";
export type { Askable, AskedSide, ComparableRow, Rows, Side, SideMap, SideName } from "./side.js";
export type { Tolerance } from "./tolerance.js";
