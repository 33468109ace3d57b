import { rollupMethod } from "../model/rollup-method.js";
import type { Method } from "../model/row.js";
import { createTotal, type Total } from "../model/total.js";
import type { RowParts } from "./to-row.js";

/** A value that is rolled up from others. */
export interface RolledUp extends RowParts {
  total: Total;
  method: Method;
  /** How many values went in; nulls do not. */
  parts: number;
}

/** A whole of nothing yet, in the place of its first part. */
export function beginRollUp(part: RowParts): RolledUp {
  const method = rollupMethod(part.meter.aggregation);
  // The plan admits no other kind.
  if (method === undefined) throw new RangeError(`values of kind ${part.meter.aggregation} are not put together`);
  return { ...part, value: null, clipped: false, truncated: false, total: createTotal(method), method, parts: 0 };
}

/** Adds a part to a whole. */
export function addPart(whole: RolledUp, part: RowParts): void {
  const { raw } = part.source;
  // A row that lists several groups is one thing, read once.
  addFlags(whole, part, raw === undefined || whole.raw?.at(-1) === raw ? [] : [raw]);
  if (part.value === null) return;
  whole.parts += 1;
  whole.total.add(part.value);
}

/** Adds everything that another whole is made of. */
export function addWhole(whole: RolledUp, other: RolledUp): void {
  addFlags(whole, other, other.raw ?? []);
  const value = other.total.value();
  if (value === null) return;
  whole.parts += other.parts;
  whole.total.add(value);
}

function addFlags(whole: RolledUp, { clipped, truncated, firstAt, lastAt }: RowParts, raw: readonly unknown[]): void {
  whole.clipped ||= clipped;
  whole.truncated ||= truncated;
  whole.firstAt = Math.min(whole.firstAt, firstAt);
  whole.lastAt = Math.max(whole.lastAt, lastAt);
  if (raw.length === 0) return;
  whole.raw ??= [];
  whole.raw.push(...raw);
}
