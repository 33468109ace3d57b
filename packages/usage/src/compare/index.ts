/** Two systems that should agree, laid side by side. */
export { type CompareOptions, compare } from "./compare.js";
export type {
  Absent,
  ComparedKey,
  Comparison,
  Counts,
  MeterTotal,
  Reading,
  RowCount,
  Unpartnered,
  Verdict,
} from "./comparison.js";
export type { Hint, HintCode } from "./hint.js";
export type { Askable, AskedSide, By, ComparableRow, Rows, Side, SideMap, SideName } from "./side.js";
export type { Tolerance } from "./tolerance.js";
