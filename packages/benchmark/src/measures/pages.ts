import { type ContenderName, contenderNames, contenders } from "../contenders/index.js";
import { atLeast, type Figure, type Measures } from "../report/figure.js";
import type { Sizes } from "../sizes.js";
import { ratiosOf, sampleOf } from "../statistics.js";
import { type Measurements, readAll, timesOf } from "./read-all.js";

/** Everyone reads large pages: 1M rows, 1,000 on a page. */
export async function largePages({ largePages: account, rounds }: Sizes): Promise<Measures> {
  const raw = await readAll(account, contenderNames, { rounds, warm: true });
  const size = `${(account.customers * account.meters * account.days).toLocaleString("en")} rows, pages of ${account.pageRows.toLocaleString("en")}`;
  return {
    figures: [
      ...times(size, raw),
      ratio(size, raw, "facade", "by-hand", 0.85),
      ratio(size, raw, "facade", "metronome-sdk", 0.95),
      ratio(size, raw, "facade-undici", "by-hand", 1),
      ratio(size, raw, "facade-undici", "metronome-sdk", 1.1),
      // Both over undici: what the facade itself costs.
      ratio(size, raw, "facade-undici", "undici", 0.75),
    ],
    raw,
  };
}

/** Everyone reads small pages: what a page costs beside its rows. */
export async function smallPages({ smallPages: account, rounds }: Sizes): Promise<Measures> {
  const raw = await readAll(account, contenderNames, { rounds, warm: true });
  const pages = (account.customers * account.meters * account.days) / account.pageRows;
  const size = `${pages.toLocaleString("en")} pages of ${account.pageRows} rows`;
  return {
    figures: [
      ...times(size, raw),
      ratio(size, raw, "facade", "metronome-sdk", 1),
      ratio(size, raw, "facade-undici", "by-hand", 1),
      ratio(size, raw, "facade-undici", "metronome-sdk", 1.4),
      ratio(size, raw, "facade-undici", "undici", 0.75),
    ],
    raw,
  };
}

function times(size: string, raw: Measurements<ContenderName>): Figure[] {
  return contenderNames.map((name) => {
    return { measure: `${size}: ${contenders[name].label}`, unit: "ms", sample: sampleOf(timesOf(raw[name])) };
  });
}

/** How many times as fast one is as the other. */
function ratio(
  size: string,
  raw: Measurements<ContenderName>,
  one: ContenderName,
  other: ContenderName,
  least: number,
): Figure {
  return {
    measure: `${size}: ${contenders[one].label} over ${contenders[other].label}`,
    unit: "times",
    sample: ratiosOf(timesOf(raw[other]), timesOf(raw[one])),
    goal: atLeast(least),
  };
}
