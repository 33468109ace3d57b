import type { SandboxOptions } from "@metermux/sandbox";
import { afterAll, beforeAll } from "vitest";
import { play, tell } from "./play.js";
import type { Habits } from "./random-query.js";
import { openScene, type Scene, type Vendor } from "./scene.js";

/** The number of queries for each vendor. */
export const queries = Number(process.env.ORACLE_QUERIES ?? 500);
/** The seed of the queries. */
export const seed = Number(process.env.ORACLE_SEED ?? 20_260_310);

/** The timeout of a test of so many queries on a busy machine, in milliseconds. */
export const patience = 60_000 + queries * 250;

type WorldOptions = SandboxOptions & { readonly now: string };

/**
 * Opens the scenes of a vendor before the tests of a file, and closes them after.
 *
 * @param more worlds, only for thousands of queries: each takes a second to generate.
 */
export function stage(vendor: Vendor, worlds: readonly WorldOptions[], more: readonly WorldOptions[] = []): Scene[] {
  const scenes: Scene[] = [];
  beforeAll(async () => {
    const all = queries > 1000 ? [...worlds, ...more] : worlds;
    scenes.push(...(await Promise.all(all.map((world) => openScene(vendor, world)))));
  });
  afterAll(async () => {
    for (const { sandbox } of scenes) await sandbox.close();
  });
  return scenes;
}

/** Runs random queries over the scenes, and prints the outcomes. */
export async function playOut(vendor: Vendor, scenes: readonly Scene[], habits: Habits) {
  const score = await play(scenes, habits, { queries, seed });
  process.stdout.write(tell(vendor, score, seed));
  return score;
}
