import fc from "fast-check";
import { type Examination, examine } from "./examine.js";
import { type DrawnQuery, drawQuery, type Habits, queryFrom } from "./random-query.js";
import type { Scene, Vendor } from "./scene.js";

/** The count of each outcome. */
export interface Score {
  readonly queries: number;
  readonly answered: number;
  readonly rows: number;
  readonly promised: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Runs random queries. Throws the first wrong one, shrunk, with its seed; otherwise returns the counts of the outcomes. */
export async function play(
  scenes: readonly Scene[],
  habits: Habits,
  { queries, seed }: { queries: number; seed: number },
): Promise<Score> {
  const verdicts: Examination[] = [];
  const question = drawQuery(scenes.length, habits);
  await fc.assert(
    fc.asyncProperty(question, async (drawn) => {
      const scene = sceneOf(scenes, drawn);
      const query = queryFrom(drawn, scene.subject);
      const verdict = await afterTimeouts(scene, drawn.tooLarge, () => examine(scene, query));
      verdicts.push(verdict);
      if (verdict.problems.length > 0) throw new Error(report(scene, query, verdict.problems));
    }),
    { numRuns: queries, seed, endOnFailure: false, interruptAfterTimeLimit: 3_000_000, markInterruptAsFailure: true },
  );
  return scoreOf(verdicts);
}

/** Under 504s to a vendor that ends a question of too much by them, so that its halves are asked for. */
async function afterTimeouts<Result>({ sandbox, subject }: Scene, times: number, play: () => Promise<Result>) {
  const { endsTooMuch: operation } = subject.abilities;
  if (operation === undefined || times === 0) return play();
  sandbox.inject({ fault: "status-504", operation, times });
  try {
    return await play();
  } finally {
    sandbox.clearFaults();
  }
}

/** The details to print for a wrong query. */
function report({ title }: Scene, query: object, problems: readonly string[]): string {
  const shown = problems.slice(0, 8).join("\n  ");
  return `${title}\n${JSON.stringify(query)}\n  ${shown}${problems.length > 8 ? `\n  and ${problems.length - 8} more` : ""}`;
}

function sceneOf(scenes: readonly Scene[], { scene }: DrawnQuery): Scene {
  const found = scenes[scene];
  if (found === undefined) throw new RangeError(`there is no scene ${scene}`);
  return found;
}

function scoreOf(verdicts: readonly Examination[]): Score {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of verdicts) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    queries: verdicts.length,
    answered: outcomes.answered ?? 0,
    rows: verdicts.reduce((sum, { rows }) => sum + rows, 0),
    promised: verdicts.filter(({ promised }) => promised).length,
    outcomes,
  };
}

/** The score as readable text. */
export function tell(vendor: Vendor, { queries, answered, rows, promised, outcomes }: Score, seed: number): string {
  const share = ((100 * answered) / queries).toFixed(1);
  const refused = Object.entries(outcomes)
    .filter(([outcome]) => outcome !== "answered")
    .sort(([, left], [, right]) => right - left)
    .map(([outcome, count]) => `${outcome} ${count}`);
  return [
    `${vendor}: ${queries} queries, ${answered} answered (${share} %) with ${rows} rows, all as in the events, seed ${seed}`,
    `  capabilities had promised ${promised} of them; refused: ${refused.join(", ")}`,
    "",
  ].join("\n");
}
