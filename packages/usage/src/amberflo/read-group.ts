import { objectField, optionalText, type Question, unexpectedResponse } from "../adapter/index.js";

/** Whose usage a connection reads: an account's, by customer, or that of the one customer of a portal session. */
export type Reach = "account" | "session";

/** Which part of a meter's usage a group of a report is. */
export interface GroupKey {
  /** Null for all customers as one, for the customer of a session that is not named, and for nobody's usage. */
  customerId: string | null;
  /** Every dimension that was grouped by; null where the events lack it. */
  groups: Record<string, string | null>;
}

/** What the groups of a report are checked against; built once for a report. */
export interface Asked {
  meterId: string;
  question: Question;
  /** The customers that were named; undefined where everybody is meant, or all as one. */
  customers: ReadonlySet<string> | undefined;
  filter: readonly (readonly [string, ReadonlySet<string | null>])[];
}

/** What a report on one meter was asked for. */
export function askedOf(meterId: string, question: Question): Asked {
  const { scope, customers, groupBy, filter } = question;
  return {
    meterId,
    question,
    customers: scope === "named" ? new Set(customers.map(({ id }) => id)) : undefined,
    // What is filtered by and not grouped by does not stand in an answer.
    filter: Object.entries(filter)
      .filter(([name]) => groupBy.includes(name))
      .map(([name, values]) => [name, new Set<string | null>(values)] as const),
  };
}

/**
 * Reads the `groupInfo` of a group: an own key is a dimension that the events have.
 *
 * @throws MetermuxError `unexpected_response` for a customer, a dimension or a value that was not asked for.
 */
export function readGroupKey(group: unknown, asked: Asked): GroupKey {
  const { meterId, question, customers, filter } = asked;
  const of = `of meter ${meterId}`;
  const about = () => `group.groupInfo ${of}`;
  const { groupInfo } = objectField("amberflo", group, () => `group ${of}`);
  const info = objectField("amberflo", groupInfo, about);
  const read = (name: string) => (Object.hasOwn(info, name) ? optionalText("amberflo", info[name], about) : null);
  const unasked = Object.keys(info).find((name) => name !== "customerId" && !question.groupBy.includes(name));
  if (unasked !== undefined) throw refuse(`a group ${of} is told by ${unasked}, which was not grouped by`);
  const customerId = read("customerId");
  if (question.scope === "total" && customerId !== null) {
    throw refuse(`a group ${of} is of customer ${customerId}, and all customers as one were asked for`);
  }
  if (customers !== undefined && (customerId === null || !customers.has(customerId))) {
    throw refuse(`a group ${of} is of customer ${customerId ?? "nobody"}, who was not asked for`);
  }
  const groups = Object.fromEntries(question.groupBy.map((name) => [name, read(name)]));
  for (const [name, values] of filter) {
    const value = groups[name] ?? null;
    if (!values.has(value))
      throw refuse(`a group ${of} has ${name} ${JSON.stringify(value)}, which the filter leaves out`);
  }
  return { customerId, groups };
}

function refuse(what: string): Error {
  return unexpectedResponse("amberflo", what);
}
