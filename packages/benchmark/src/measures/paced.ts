import { atLeast, type Measures } from "../report/figure.js";
import { run } from "../run.js";
import type { Sizes } from "../sizes.js";
import { sampleOf } from "../statistics.js";
import { withAccount } from "../with-account.js";

/** A whole pull at the vendor's rate, once: the facade against the vendor's own client. */
export async function paced({ paced: account }: Sizes): Promise<Measures> {
  const pull = (contender: "facade" | "metronome-sdk") =>
    withAccount(account, async ({ reading, truth, counts }) => {
      const measured = await run({ contender, reading: { ...reading, paced: true } }, truth.rows);
      return { ...measured, ...(await counts()) };
    });
  const facade = await pull("facade");
  const sdk = await pull("metronome-sdk");
  if (facade.rateLimited > 0) throw new Error(`the facade was refused for its rate ${facade.rateLimited} times`);
  const { perSecond, burst } = account.rate || { perSecond: Number.POSITIVE_INFINITY, burst: 0 };
  const latencySeconds = (account.latencyMs ?? 0) / 1000;
  const ideal = Math.max(0, facade.requests - burst) / perSecond + latencySeconds;
  const what = `${account.customers} customers x ${account.meters} meters at ${perSecond} requests/s, ${account.latencyMs} ms latency`;
  return {
    figures: [
      {
        measure: `${what}: facade, ${facade.requests} requests, none refused`,
        unit: "s",
        sample: sampleOf([facade.ms / 1000]),
      },
      {
        measure: `${what}: ideal time over the facade's`,
        unit: "share",
        sample: sampleOf([ideal / (facade.ms / 1000)]),
        goal: atLeast(0.95),
      },
      {
        measure: `${what}: facade over @metronome/sdk`,
        unit: "times",
        sample: sampleOf([sdk.ms / facade.ms]),
        goal: atLeast(2.2),
      },
    ],
    raw: { facade, sdk, ideal },
  };
}
