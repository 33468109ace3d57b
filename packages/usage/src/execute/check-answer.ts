import { formatInstant } from "../model/instant.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { Step } from "../plan/steps.js";
import type { Measurement, Provider, Question } from "../provider.js";
import { createRowRegistry } from "./repeated-rows.js";

/** Holds an answer to its question. Each check throws MetermuxError `unexpected_response`. */
export interface AnswerGuard {
  /** Refuses a measurement of a meter or customer that was not asked for, of a group outside the filter, or that came before. */
  checkMeasurement(measurement: Measurement, question: Question): void;
  /** Refuses a remainder of a meter or customer that was not asked for, or that came before. */
  checkRemainder(remainder: Measurement, question: Question): void;
  /** The calls about some meters and customers are over: no other call is about them. */
  endOfSubjects(): void;
}

/** A guard for the answers of one step. */
export function guardAnswers({ vendor, capabilities }: Provider, step: Step): AnswerGuard {
  const checkMeter = meterCheck(vendor);
  const checkCustomer = customerCheck(vendor, capabilities.customers === "self");
  const checkGroups = groupsCheck(vendor);
  let seen = createRowRegistry();
  let seenRemainders = createRowRegistry();
  // Those who are not listed yet can come in the answer to any call.
  const seenUnlisted = createRowRegistry();
  const listed = new Set<string | null>(step.question.customers.map(({ id }) => id));
  return {
    checkMeasurement(measurement, question) {
      checkMeter(measurement, question);
      const isAsked = checkCustomer(measurement, question, listed);
      checkGroups(measurement, question);
      const isNew = (isAsked ? seen : seenUnlisted).add(measurement, question);
      if (!isNew) throw unexpectedResponse(vendor, `a row came twice: ${about(measurement)}`);
    },
    checkRemainder(remainder, question) {
      checkMeter(remainder, question);
      // The rest of a total can be nobody's.
      if (remainder.customerId !== null) checkCustomer(remainder, question, listed);
      const isNew = seenRemainders.add(remainder, question);
      if (!isNew) throw unexpectedResponse(vendor, `the rest of a total came twice: ${about(remainder)}`);
    },
    endOfSubjects() {
      seen = createRowRegistry();
      seenRemainders = createRowRegistry();
    },
  };
}

function meterCheck(vendor: string): (measurement: Measurement, question: Question) => void {
  let asked: Question | undefined;
  let ids: ReadonlySet<string> = new Set();
  let last: string | undefined;
  return ({ meterId }, question) => {
    // The pages of a question come one after the other, and rows of a meter do.
    if (asked !== question) {
      asked = question;
      ids = new Set(question.meters.map(({ id }) => id));
      last = undefined;
    }
    if (meterId === last) return;
    if (!ids.has(meterId)) {
      throw unexpectedResponse(vendor, `a row came for meter ${meterId}, which was not asked for`);
    }
    last = meterId;
  };
}

/**
 * @param isOwn the vendor reports one customer's usage, or the account's, and nobody else's.
 * @returns whether the customer was asked for by its id: where every customer is meant, some may not be listed yet.
 */
function customerCheck(
  vendor: string,
  isOwn: boolean,
): (measurement: Measurement, question: Question, listed: ReadonlySet<string | null>) => boolean {
  let asked: Question | undefined;
  let ids: ReadonlySet<string> = new Set();
  let last: { id: string | null; isAsked: boolean } | undefined;
  let self: string | undefined;
  const isAskedFor = (id: string | null, { scope }: Question, listed: ReadonlySet<string | null>) => {
    if (scope === "total") return id === null ? true : undefined;
    if (isOwn) {
      if (id === null) return true;
      self ??= id;
      return self === id ? true : undefined;
    }
    if (id !== null && ids.has(id)) return true;
    // Another call asks for it, or nobody is meant.
    return scope === "named" || id === null || listed.has(id) ? undefined : false;
  };
  return (measurement, question, listed) => {
    const { customerId } = measurement;
    if (asked !== question) {
      asked = question;
      ids = new Set(question.customers.map(({ id }) => id));
      last = undefined;
    }
    if (last?.id === customerId) return last.isAsked;
    const isAsked = isAskedFor(customerId, question, listed);
    if (isAsked === undefined) {
      const who = `customer ${customerId}, ${formatInstant(measurement.start)}`;
      throw unexpectedResponse(vendor, `a row came for ${who}, who was not asked for`);
    }
    last = { id: customerId, isAsked };
    return isAsked;
  };
}

/** A group outside the filter, or by a dimension that was not asked for, is another question's. */
function groupsCheck(vendor: string): (measurement: Measurement, question: Question) => void {
  let checked: Measurement["groups"] | undefined;
  return (measurement, question) => {
    const { groups } = measurement;
    const { groupBy, filter } = question;
    // Ungrouped rows share one object.
    if (groupBy.length === 0 && groups === checked) return;
    for (const name of Object.keys(groups)) {
      const value = groups[name] ?? null;
      const wanted = Object.hasOwn(filter, name) ? filter[name] : undefined;
      const isWanted = groupBy.includes(name) && (wanted === undefined || (value !== null && wanted.includes(value)));
      if (isWanted) continue;
      const group = `${name} ${value === null ? "absent" : JSON.stringify(value)}`;
      throw unexpectedResponse(
        vendor,
        `a row came for the group ${group}, which was not asked for: ${about(measurement)}`,
      );
    }
    if (groupBy.length === 0) checked = groups;
  };
}

function about({ meterId, customerId, start }: Measurement): string {
  return `meter ${meterId}, customer ${customerId}, ${formatInstant(start)}`;
}
