import { fileURLToPath } from "node:url";
import { atMost, type Measures } from "../report/figure.js";
import { runNode } from "../run.js";
import { account, type Sizes } from "../sizes.js";
import { sampleOf } from "../statistics.js";
import { readAll } from "./read-all.js";

const child = fileURLToPath(new URL("../import-child.js", import.meta.url));

/** The first row of a process that has just begun, without its imports. */
export async function firstRow({ shortRounds: rounds }: Sizes): Promise<Measures> {
  const raw = await readAll(account(1), ["facade", "by-hand"], { rounds, warm: false });
  const byHand = raw["by-hand"].map(({ firstRowMs }) => firstRowMs);
  const facade = raw.facade.map(({ firstRowMs }) => firstRowMs);
  const later = sampleOf(facade.map((ms, round) => ms - (byHand[round] ?? Number.NaN)));
  return {
    figures: [
      { measure: "first row, cold: hand-written fetch", unit: "ms", sample: sampleOf(byHand) },
      { measure: "first row, cold: facade, names looked up", unit: "ms", sample: sampleOf(facade) },
      { measure: "first row, cold: how much later the facade's comes", unit: "ms", sample: later, goal: atMost(10) },
    ],
    raw: { facade, byHand },
  };
}

/** Loading the facade with one adapter. */
export async function imports({ shortRounds: rounds }: Sizes): Promise<Measures> {
  const raw = { facade: [] as number[], sdk: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    raw.facade.push(Number(await runNode([child, "@metermux/usage", "@metermux/usage/metronome"])));
    raw.sdk.push(Number(await runNode([child, "@metronome/sdk"])));
  }
  return {
    figures: [
      { measure: "import of the facade with one adapter", unit: "ms", sample: sampleOf(raw.facade), goal: atMost(20) },
      { measure: "import of @metronome/sdk", unit: "ms", sample: sampleOf(raw.sdk) },
    ],
    raw,
  };
}
