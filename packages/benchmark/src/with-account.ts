import { type PreparedCounts, type PreparedTruth, preparedTruth, spawnPreparedPages } from "@metermux/sandbox";
import type { Reading } from "./contenders/contender.js";
import type { Account } from "./sizes.js";

/** An account that is served, and what reading all of it comes to. */
export interface Served {
  readonly reading: Reading;
  readonly warmUp: Reading;
  readonly truth: PreparedTruth;
  counts(): Promise<PreparedCounts>;
}

const FIRST_DAY = Date.UTC(2020, 0, 1);
const DAY = 86_400_000;

/** Serves an account from a process of its own while `work` runs. */
export async function withAccount<Result>(
  { days, ...options }: Account,
  work: (served: Served) => Promise<Result>,
): Promise<Result> {
  const dayOf = (number: number): string => new Date(FIRST_DAY + number * DAY).toISOString().slice(0, 10);
  const [start, end] = [dayOf(0), dayOf(days)];
  const truth = preparedTruth(options, {
    window_size: "DAY",
    starting_on: `${start}T00:00:00Z`,
    ending_before: `${end}T00:00:00Z`,
  });
  const pages = await spawnPreparedPages(options);
  try {
    const reading = { connection: pages.connection, start, end, paced: false };
    const warmUp = { ...reading, customers: truth.customers.slice(0, 3) };
    return await work({ reading, warmUp, truth, counts: pages.counts });
  } finally {
    await pages.close();
  }
}
