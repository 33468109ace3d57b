import { label, ofMeasures, pickMeters } from "../catalog/pick.js";
import type { NormalizedQuery } from "../model/normalize.js";
import type { Range } from "../model/range.js";
import { unsupported } from "../model/refusal.js";
import type { SkippedMeter } from "../model/report.js";
import type { Customer, Meter, Provider } from "../provider.js";
import { needsOf } from "./needs.js";
import { fieldText } from "./query-change.js";
import { isRefusal, type Outcome, type Refusal, refuse } from "./refusal.js";
import { type Route, route } from "./route.js";
import type { Suggester } from "./suggester.js";

/** A meter and how it answers. */
export interface RoutedMeter {
  meter: Meter;
  route: Route;
}

/** What meters are chosen for. */
export interface Choice {
  query: NormalizedQuery;
  range: Range;
  provider: Pick<Provider, "vendor" | "capabilities"> & Partial<Pick<Provider, "plan">>;
  /** Those that the query can be about. */
  customers: readonly Customer[];
  now: number;
}

/**
 * The meters a query asks for; all that can answer when it names none. Each with how it answers.
 *
 * @throws MetermuxError `invalid_input` for a meter that does not exist; `unsupported` for a named meter that cannot
 * answer, or when no meter can.
 */
export async function selectMeters(
  known: readonly Meter[],
  choice: Choice,
): Promise<{ chosen: readonly RoutedMeter[]; skipped: Omit<SkippedMeter, "connection">[] }> {
  const { query } = choice;
  const chosen: RoutedMeter[] = [];
  const refused: { meter: Meter; refusal: Refusal }[] = [];
  const named = query.meters !== undefined;
  await refuseNoneOfMeasures(known, choice);
  for (const meter of pickMeters(known, query)) {
    const outcome = !named && meter.archived ? archived : answer(meter, choice);
    if (isRefusal(outcome)) refused.push({ meter, refusal: outcome });
    else chosen.push({ meter, route: outcome });
  }
  if (refused.length === 0) return { chosen, skipped: [] };
  // Whoever is refused nothing loads nothing that looks for another way.
  const { createSuggester } = await import("./suggester.js");
  const suggester = createSuggester(pickMeters(known, query), known, choice);
  const [first] = refused;
  if (named && first !== undefined) {
    const { meter, refusal } = first;
    throw refusalError(choice, suggester, refuse(refusal.field, `meter ${label(meter)} ${refusal.why}`));
  }
  const last = refused.filter(({ refusal }) => refusal !== archived).at(-1)?.refusal;
  if (chosen.length === 0 && last !== undefined) {
    throw refusalError(choice, suggester, refuse(last.field, `no meter can answer; the last of them ${last.why}`));
  }
  return { chosen, skipped: refused.map(({ meter, refusal }) => skip(meter, refusal, suggester)) };
}

/** Refuses a query that names no meters where all that there are measure something else: no rows would look like no usage. */
async function refuseNoneOfMeasures(known: readonly Meter[], choice: Choice): Promise<void> {
  const { meters, measures } = choice.query;
  if (meters !== undefined || known.length === 0 || ofMeasures(known, measures).length > 0) return;
  const { createSuggester } = await import("./suggester.js");
  throw refusalError(choice, createSuggester([], known, choice), refuse("measures", `it has no meters of ${measures}`));
}

/** The refusal of a whole query, with what works in its place. */
function refusalError({ query, provider }: Choice, suggester: Suggester, { field, why }: Refusal): Error {
  return unsupported(provider.vendor, field, why, suggester.forQuery(field), fieldText(query, field));
}

function skip(meter: Meter, refusal: Refusal, suggester: Suggester): Omit<SkippedMeter, "connection"> {
  const { id, name } = meter;
  const { field, why } = refusal;
  const isArchived = refusal === archived;
  if (isArchived && !suggester.isAnsweredByName(meter)) {
    return { meterId: id, meterName: name, reason: `it ${why}`, refusal: { field, reason: `it ${why}` } };
  }
  const { changes, text } = isArchived
    ? { changes: [{ meters: [id] }], text: "name it to ask for it" }
    : suggester.forMeter(meter, field);
  const suggestion = changes.length === 0 ? undefined : { changes, text };
  return {
    ...{ meterId: id, meterName: name, reason: `it ${why}; ${text}` },
    refusal: { field, reason: `it ${why}`, suggestion },
  };
}

/** How a meter answers, or why it does not. */
function answer(meter: Meter, { query, range, provider, now }: Choice): Outcome<Route> {
  return route(meter, needsOf(query, range, now), provider.capabilities);
}

const archived: Refusal = refuse("meters", "is archived");
