import { MetermuxError } from "@metermux/http";
import type { Span } from "../model/calendar.js";
import { formatInstant } from "../model/instant.js";
import { splitRange } from "../plan/split-range.js";
import type { Step } from "../plan/steps.js";
import type { Provider, Question } from "../provider.js";

/** What was asked, of whom. */
interface Asked {
  step: Step;
  provider: Provider;
  /** The windows of the query, in order. */
  windows: readonly Span[];
}

/**
 * The halves of a question that was too much.
 *
 * @param tooLarge the vendor's word for it, which stands as the cause.
 * @throws MetermuxError `unsupported` where what cannot be cut is still too much.
 */
export function splitQuestion(question: Question, asked: Asked, tooLarge: unknown): readonly Question[] {
  const { step, provider } = asked;
  const halves = splitRange(question, step.operation, cuts(question, asked));
  if (halves === undefined) throw noLess(provider.vendor, question, tooLarge);
  return halves;
}

/**
 * The windows that a range may be cut between; undefined where any of the vendor's will do. Halves of one window have to
 * be put together, which kinds that do not add up cannot be, nor groups: what one half shows as a group without the
 * dimension, the other can show as the rest of a total.
 */
function cuts({ window, groupBy, meters }: Question, { step, provider, windows }: Asked): readonly Span[] | undefined {
  const isGrouped = groupBy.length > 0;
  if (window !== "none") return isGrouped && step.route.overTime ? windows : undefined;
  const kinds = provider.capabilities.rollsUpOverTime;
  return isGrouped || meters.some(({ aggregation }) => !kinds.includes(aggregation)) ? windows : undefined;
}

function noLess(vendor: string, { meters, groupBy, start, end }: Question, cause: unknown): Error {
  const range = `${formatInstant(start)} to ${formatInstant(end)}`;
  const why = `${range} of meter ${meters.map(({ id }) => id).join(", ")} is more than it answers at once`;
  const instead = (ungrouped: string) =>
    `${why}; ask for a shorter range or window, name some customers${groupBy.length > 0 ? ungrouped : ""}, or filter`;
  const reason = instead(", ask without groups");
  const message = `${vendor}: ${instead(", leave groupBy out")}`;
  return new MetermuxError(message, { ...{ code: "unsupported", vendor, field: "window" }, reason, cause });
}
