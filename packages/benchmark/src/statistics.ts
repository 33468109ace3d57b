/** Figures of the same thing, measured several times. */
export interface Sample {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

/** @throws RangeError for no figures */
export function sampleOf(figures: readonly number[]): Sample {
  const sorted = [...figures].sort((left, right) => left - right);
  const [least] = sorted;
  const most = sorted.at(-1);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (least === undefined || most === undefined || low === undefined || high === undefined) {
    throw new RangeError("nothing was measured");
  }
  return { median: (low + high) / 2, least, most, count: sorted.length };
}

/** Round by round, so that what slows the whole machine down for a while slows both sides down. */
export function ratiosOf(above: readonly number[], below: readonly number[]): Sample {
  return sampleOf(above.map((figure, round) => figure / (below[round] ?? Number.NaN)));
}

/** The items in another order each round: each is first, and last, as often as any other. */
export function rotated<Item>(items: readonly Item[], round: number): Item[] {
  const first = round % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
