import type { Measured } from "../child.js";
import type { ContenderName } from "../contenders/index.js";
import { run } from "../run.js";
import type { Account } from "../sizes.js";
import { rotated } from "../statistics.js";
import { withAccount } from "../with-account.js";

export type Measurements<Name extends ContenderName> = Readonly<Record<Name, readonly Measured[]>>;

/** Lets contenders read all of an account, each in a process of its own, in another order each round. */
export function readAll<Name extends ContenderName>(
  account: Account,
  names: readonly Name[],
  { rounds, warm }: { readonly rounds: number; readonly warm: boolean },
): Promise<Measurements<Name>> {
  return withAccount(account, async ({ reading, warmUp, truth }) => {
    const measured = new Map<Name, Measured[]>(names.map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const contender of rotated(names, round)) {
        measured.get(contender)?.push(await run({ contender, reading, ...(warm && { warmUp }) }, truth.rows));
      }
    }
    // Every name is a key.
    return Object.fromEntries(measured) as Record<Name, Measured[]>;
  });
}

export const timesOf = (measured: readonly Measured[]): number[] => measured.map(({ ms }) => ms);
export const peaksOf = (measured: readonly Measured[]): number[] => measured.map(({ peakMiB }) => peakMiB);
