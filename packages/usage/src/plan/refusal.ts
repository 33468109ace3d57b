/** Why a meter cannot answer a question, and the nearest that works. */
export interface Refusal {
  /** The field of the query that stands in the way. */
  field: string;
  /** Continues "meter x". */
  why: string;
  nearest: string;
}

/** Whether a step of planning ended in a refusal. */
export function isRefusal(outcome: object): outcome is Refusal {
  return "why" in outcome;
}

/** Names for a message; the first five of many. */
export function list(items: readonly string[]): string {
  if (items.length === 0) return "none";
  const shown = items.slice(0, 5).join(", ");
  return items.length > 5 ? `${shown} and ${items.length - 5} more` : shown;
}
