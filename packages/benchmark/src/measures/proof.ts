import { contenderNames } from "../contenders/index.js";
import { run } from "../run.js";
import type { Sizes } from "../sizes.js";
import { withAccount } from "../with-account.js";

/**
 * That everyone reads the same: every value added up. Who keeps digits must come to the known sum, who reads doubles to
 * the sum that those who keep digits come to once each value is a double.
 *
 * @returns the exact sum
 * @throws Error naming the contender that does not
 */
export function prove({ proof }: Sizes): Promise<string> {
  return withAccount(proof, async ({ reading, truth }) => {
    const sums = new Map<string, string>();
    for (const contender of contenderNames) {
      const { sum, sumOfDoubles = "" } = await run({ contender, reading, sum: true }, truth.rows);
      const exact = /^(facade|client)/.test(contender);
      if (exact && sum !== truth.sum) throw new Error(`${contender} added up ${sum}, there is ${truth.sum}`);
      sums.set(contender, sumOfDoubles);
    }
    const [expected] = sums.values();
    for (const [contender, sum] of sums) {
      if (sum !== expected) throw new Error(`${contender} added up ${sum} as doubles, others ${expected}`);
    }
    return truth.sum;
  });
}
