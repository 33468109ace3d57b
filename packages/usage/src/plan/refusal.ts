/** Why a meter cannot answer a question. */
export interface Refusal {
  refused: true;
  /** The field of the query that stands in the way. */
  field: string;
  /** Continues "meter x". */
  why: string;
}

/** What comes of a step of planning. */
export type Outcome<Value extends object> = (Value & { refused?: never }) | Refusal;

/** A refusal by the field that stands in the way. */
export function refuse(field: string, why: string): Refusal {
  return { refused: true, field, why };
}

/** Whether a step of planning ended in a refusal. */
export function isRefusal(outcome: { refused?: true }): outcome is Refusal {
  return outcome.refused === true;
}
