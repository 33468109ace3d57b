import type { PreparedPagesOptions } from "@metermux/sandbox";

/** A vendor's account to read, and how many days of it. */
export interface Account extends PreparedPagesOptions {
  readonly customers: number;
  readonly meters: number;
  readonly pageRows: number;
  readonly days: number;
}

/** How much is measured. */
export interface Sizes {
  readonly rounds: number;
  /** Read by everyone, with every value added up. */
  readonly proof: Account;
  readonly largePages: Account;
  readonly smallPages: Account;
  readonly paced: Account;
  /** How many customers of an account of 10,000 rows each. */
  readonly growth: readonly number[];
  /** How often what takes milliseconds is measured. */
  readonly shortRounds: number;
  readonly amberfloDays: number;
  readonly amberfloLatencyMs: number;
}

/** An account whose page is a meter's 1,000 days: 10,000 rows for each customer. */
export const account = (customers: number): Account => ({ customers, meters: 10, pageRows: 1000, days: 1000 });

/** What the README shows. */
export const full: Sizes = {
  rounds: 5,
  proof: { customers: 4, meters: 10, pageRows: 100, days: 300 },
  largePages: account(100),
  smallPages: { customers: 50, meters: 10, pageRows: 10, days: 100 },
  paced: { customers: 40, meters: 6, pageRows: 1000, days: 30, latencyMs: 300, rate: { perSecond: 8, burst: 8 } },
  growth: [1, 10, 100, 1000],
  shortRounds: 15,
  amberfloDays: 365,
  amberfloLatencyMs: 300,
};

/** Seconds instead of minutes: proves that everything runs, measures nothing. */
export const quick: Sizes = {
  rounds: 1,
  proof: { customers: 3, meters: 2, pageRows: 10, days: 25 },
  largePages: { customers: 3, meters: 2, pageRows: 1000, days: 1000 },
  smallPages: { customers: 3, meters: 2, pageRows: 10, days: 40 },
  paced: { customers: 4, meters: 2, pageRows: 1000, days: 30, latencyMs: 10, rate: false },
  growth: [1, 2],
  shortRounds: 1,
  amberfloDays: 10,
  amberfloLatencyMs: 10,
};
