/** A line of a file, parsed but not checked. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly event: unknown;
}
