import type { Share } from "../lookup/share.js";
import { canonicalDecimal } from "../model/decimal.js";
import { formatInstant } from "../model/instant.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { Step } from "../plan/steps.js";
import type { Measurement, Question } from "../provider.js";
import type { Place } from "./place.js";
import type { RowParts } from "./to-row.js";

/**
 * Reads the measurements of a step in the words of the query; undefined for one outside the range.
 *
 * @param place finds the window that a measurement belongs to.
 * @returns a function that throws MetermuxError `unexpected_response` for a meter or customer that was not asked for, a
 * value that is not a decimal, or a place that is none.
 */
export function measurementReader(
  { provider: { vendor }, names }: Share,
  { meters, route }: Step,
  place: (measurement: Measurement, question: Question) => Place | undefined,
): (measurement: Measurement, question: Question, at: number) => RowParts | undefined {
  const byId = new Map(meters.map((meter) => [meter.id, meter]));
  const dimensions = names.query.groupBy;
  const renamed = names.groupBy.map((name, index) => [name, dimensions[index] ?? name] as const);
  const asTheyCome =
    route.groupBy.length === renamed.length && renamed.every(([name, dimension]) => name === dimension);
  const checkCustomer = customerCheck(vendor);
  return (measurement, question, at) => {
    const { meterId, customerId, truncated = false } = measurement;
    const meter = byId.get(meterId);
    if (meter === undefined) {
      throw unexpectedResponse(vendor, `a row came for meter ${meterId}, which was not asked for`);
    }
    checkCustomer(measurement, question);
    const found = place(measurement, question);
    if (found === undefined) return undefined;
    const groups = asTheyCome
      ? measurement.groups
      : Object.fromEntries(renamed.map(([name, dimension]) => [name, measurement.groups[dimension] ?? null]));
    const value = readValue(measurement, vendor);
    const { span, clipped } = found;
    const whose = route.overCustomers ? null : customerId;
    const source = measurement;
    return { meter, customerId: whose, span, value, groups, clipped, truncated, source, firstAt: at, lastAt: at };
  };
}

/** Refuses rows of customers that were not asked for. Where everybody is meant, some may not be listed yet. */
function customerCheck(vendor: string): (measurement: Measurement, question: Question) => void {
  let asked: Question | undefined;
  let ids: ReadonlySet<string> = new Set();
  return ({ customerId, start }, question) => {
    if (question.scope !== "named" || customerId === null) return;
    // The pages of a question come one after the other.
    if (asked !== question) {
      asked = question;
      ids = new Set(question.customers.map(({ id }) => id));
    }
    if (ids.has(customerId)) return;
    const about = `customer ${customerId}, ${formatInstant(start)}`;
    throw unexpectedResponse(vendor, `a row came for ${about}, who was not asked for`);
  };
}

function readValue({ value, meterId, customerId, start }: Measurement, vendor: string): string | null {
  if (value === null) return null;
  try {
    return canonicalDecimal(value);
  } catch (cause) {
    const where = `meter ${meterId}, customer ${customerId}, ${formatInstant(start)}`;
    throw unexpectedResponse(vendor, `${cause instanceof Error ? cause.message : cause} as the value of ${where}`);
  }
}
