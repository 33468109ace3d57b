import type { Measured } from "../child.js";
import { contenders } from "../contenders/index.js";
import { atMost, type Figure, type Measures } from "../report/figure.js";
import { type Point, renderPlot } from "../report/plot.js";
import { run } from "../run.js";
import { account, type Sizes } from "../sizes.js";
import { ratiosOf, sampleOf } from "../statistics.js";
import { withAccount } from "../with-account.js";
import { peaksOf, readAll } from "./read-all.js";

const ROWS = 10_000;

/** Time and memory from 10,000 rows on; and whether a small heap is enough. */
export async function growth({ growth: counts, rounds, largePages }: Sizes): Promise<Measures & { plot: string }> {
  const facade = new Map<number, readonly Measured[]>();
  const byHand = new Map<number, readonly Measured[]>();
  for (const customers of counts) {
    const names = ["facade", "by-hand"] as const;
    const measured = await readAll(account(customers), names, { rounds, warm: true });
    facade.set(customers * ROWS, measured.facade);
    byHand.set(customers * ROWS, measured["by-hand"]);
  }
  const [few = 0, many = 0] = counts.slice(-2).map((customers) => customers * ROWS);
  const peaks = (line: typeof facade, rows: number) => peaksOf(line.get(rows) ?? []);
  const ratio = (measure: string, above: number[], below: number[], goal: number): Figure => {
    return { measure, unit: "times", sample: ratiosOf(above, below), goal: atMost(goal) };
  };
  const label = (rows: number) => `${rows.toLocaleString("en")} rows`;
  return {
    figures: [
      ratio(
        `peak memory of the facade: ${label(many)} over ${label(few)}`,
        peaks(facade, many),
        peaks(facade, few),
        1.1,
      ),
      ratio(
        `peak memory, ${label(many)}: facade over ${contenders["by-hand"].label}`,
        peaks(facade, many),
        peaks(byHand, many),
        1.15,
      ),
      await smallHeap(largePages),
    ],
    raw: { facade: [...facade], byHand: [...byHand] },
    plot: renderPlot({ facade: line(facade), "by hand": line(byHand) }),
  };
}

function line(measured: ReadonlyMap<number, readonly Measured[]>): Point[] {
  return [...measured].map(([rows, each]) => ({
    rows,
    perRow: (sampleOf(each.map(({ ms }) => ms)).median * 1000) / rows,
    peak: sampleOf(peaksOf(each)).median,
  }));
}

function smallHeap(size: Sizes["largePages"]): Promise<Figure> {
  return withAccount(size, async ({ reading, truth }) => {
    const { peakMiB } = await run({ contender: "facade", reading }, truth.rows, ["--max-old-space-size=64"]);
    const measure = `${truth.rows.toLocaleString("en")} rows under --max-old-space-size=64: passes, with a peak of`;
    return { measure, unit: "MiB", sample: sampleOf([peakMiB]) };
  });
}
