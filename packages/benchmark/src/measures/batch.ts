import { fileURLToPath } from "node:url";
import { createAmberflo, unwrap } from "@metermux/amberflo";
import { startSandbox } from "@metermux/sandbox";
import type { AmberfloTask } from "../amberflo-child.js";
import { startReplay } from "../replay.js";
import { atLeast, type Measures } from "../report/figure.js";
import { runNode } from "../run.js";
import type { Sizes } from "../sizes.js";
import { ratiosOf } from "../statistics.js";

const child = fileURLToPath(new URL("../amberflo-child.js", import.meta.url));
const DAY_IN_SECONDS = 86_400;
const METERS = 6;

/** Several meters of Amberflo: one batch against one call after the other. */
export async function batch({ rounds, amberfloDays, amberfloLatencyMs }: Sizes): Promise<Measures> {
  const sandbox = await startSandbox({ now: "2026-03-10T12:00:00Z" });
  try {
    const end = Date.UTC(2026, 2, 10) / 1000;
    const connection = sandbox.connections.amberflo;
    const known = await unwrap(createAmberflo(connection).GET("/meters"));
    const meters = known.slice(0, METERS).map(({ meterApiName }) => meterApiName);
    const replay = await startReplay(connection.baseUrl, amberfloLatencyMs);
    const time = async (way: AmberfloTask["way"]): Promise<number> => {
      const task: AmberfloTask = {
        connection: { ...connection, baseUrl: replay.origin },
        meters,
        start: end - amberfloDays * DAY_IN_SECONDS,
        end,
        way,
      };
      return Number(await runNode([child, JSON.stringify(task)]));
    };
    // What the sandbox takes to add up a year is not the vendor's latency: each is asked once before.
    await time("batch");
    await time("one by one");
    const raw = { batch: [] as number[], oneByOne: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      raw.batch.push(await time("batch"));
      raw.oneByOne.push(await time("one by one"));
    }
    const measure = `Amberflo, ${METERS} meters x ${amberfloDays} days at ${amberfloLatencyMs} ms: batch over one call after the other`;
    await replay.close();
    return { figures: [{ measure, unit: "times", sample: ratiosOf(raw.oneByOne, raw.batch), goal: atLeast(3) }], raw };
  } finally {
    await sandbox.close();
  }
}
