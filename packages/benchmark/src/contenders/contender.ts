/** What is to be read: all usage of some days, a row for each day. */
export interface Reading {
  readonly connection: { readonly baseUrl: string; readonly token: string };
  /** The first day, as 2020-01-01, and the one after the last. */
  readonly start: string;
  readonly end: string;
  /** Whose usage; everybody's when absent. */
  readonly customers?: readonly string[];
  /** Whether the contender keeps the vendor's rate, where it can. */
  readonly paced: boolean;
}

/** Reads, and hands every value to `take` as it got it. */
export type Contender = (reading: Reading, take: (value: string | number | null) => void) => Promise<void>;

/** The body of the request, as one writes it by hand. */
export function bodyOf({ start, end, customers }: Reading) {
  return {
    window_size: "DAY" as const,
    starting_on: `${start}T00:00:00Z`,
    ending_before: `${end}T00:00:00Z`,
    ...(customers && { customer_ids: [...customers] }),
  };
}
