import { contenderNames, contenders } from "../contenders/index.js";
import { atLeast, type Figure, type Measures } from "../report/figure.js";
import type { Sizes } from "../sizes.js";
import { ratiosOf, sampleOf } from "../statistics.js";
import { readAll, timesOf } from "./read-all.js";

/** Everyone reads large pages: 1M rows, 1,000 on a page. */
export async function largePages({ largePages: account, rounds }: Sizes): Promise<Measures> {
  const raw = await readAll(account, contenderNames, { rounds, warm: true });
  /** How many times as fast. */
  const over = (one: keyof typeof raw, other: keyof typeof raw) => ratiosOf(timesOf(raw[other]), timesOf(raw[one]));
  const size = `${(account.customers * account.meters * account.days).toLocaleString("en")} rows, pages of ${account.pageRows.toLocaleString("en")}`;
  const ratio = (one: keyof typeof raw, other: keyof typeof raw, least: number): Figure => ({
    measure: `${size}: ${contenders[one].label} over ${contenders[other].label}`,
    unit: "times",
    sample: over(one, other),
    goal: atLeast(least),
  });
  const times = contenderNames.map((name): Figure => {
    return { measure: `${size}: ${contenders[name].label}`, unit: "ms", sample: sampleOf(timesOf(raw[name])) };
  });
  return {
    figures: [
      ...times,
      ratio("facade", "by-hand", 0.85),
      ratio("facade", "metronome-sdk", 0.95),
      ratio("facade", "undici", 0.75),
    ],
    raw,
  };
}

/** Everyone reads small pages: what a page costs beside its rows. */
export async function smallPages({ smallPages: account, rounds }: Sizes): Promise<Measures> {
  const raw = await readAll(account, contenderNames, { rounds, warm: true });
  const pages = (account.customers * account.meters * account.days) / account.pageRows;
  const size = `${pages.toLocaleString("en")} pages of ${account.pageRows} rows`;
  const times = contenderNames.map((name): Figure => {
    return { measure: `${size}: ${contenders[name].label}`, unit: "ms", sample: sampleOf(timesOf(raw[name])) };
  });
  const overSdk: Figure = {
    measure: `${size}: ${contenders.facade.label} over ${contenders["metronome-sdk"].label}`,
    unit: "times",
    sample: ratiosOf(timesOf(raw["metronome-sdk"]), timesOf(raw.facade)),
    goal: atLeast(1),
  };
  return { figures: [...times, overSdk], raw };
}
