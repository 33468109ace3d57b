import { canonicalDecimal } from "../model/decimal.js";
import { formatInstant } from "../model/instant.js";
import { own } from "../model/own.js";
import { shown, unexpectedResponse } from "../model/refusal.js";
import type { PreparedConnection } from "../plan/prepare-connection.js";
import type { Step } from "../plan/steps.js";
import type { Measurement, Meter, Question } from "../provider.js";
import type { AnswerGuard } from "./check-answer.js";
import type { Place } from "./locate-window.js";
import type { RowParts } from "./to-row.js";

/** When a page arrived, in milliseconds since the epoch. */
export interface Arrival {
  /** By our clock. */
  at: number;
  /** The least that the vendor's clock showed then: windows that end later count as open. */
  reached: number;
}

/**
 * Reads the measurements of a step in the words of the query; undefined for one outside the range.
 *
 * @param place finds the window that a measurement belongs to.
 * @param guard holds it to its question.
 * @returns a function that throws MetermuxError `unexpected_response` for what `place` and `guard` refuse, and for a value
 * that is not a decimal.
 */
export function measurementReader(
  { provider: { vendor }, names }: PreparedConnection,
  { meters, route }: Step,
  place: (measurement: Measurement, question: Question) => Place | undefined,
  guard: Pick<AnswerGuard, "checkMeasurement">,
): (measurement: Measurement, question: Question, arrival: Arrival) => RowParts | undefined {
  const byId = new Map(meters.map((meter) => [meter.id, meter]));
  const dimensions = names.query.groupBy;
  const renamed = names.groupBy.map((name, index) => [name, dimensions[index] ?? name] as const);
  const asTheyCome =
    route.groupBy.length === renamed.length && renamed.every(([name, dimension]) => name === dimension);
  return (measurement, question, arrival) => {
    const { meterId, customerId, truncated = false } = measurement;
    const found = place(measurement, question);
    guard.checkMeasurement(measurement, question);
    if (found === undefined) return undefined;
    const meter = byId.get(meterId);
    // The meters of a call are among those of its step.
    if (meter === undefined) throw unexpectedResponse(vendor, `a row came for meter ${meterId} of another step`);
    const groups =
      asTheyCome && hasAll(measurement.groups, dimensions)
        ? measurement.groups
        : Object.fromEntries(renamed.map(([name, dimension]) => [name, own(measurement.groups, dimension) ?? null]));
    const value = readValue(measurement, vendor);
    const { span, clipped } = found;
    const whose = route.overCustomers ? null : customerId;
    const source = measurement;
    const { at = arrival.at } = measurement;
    const firstAt = arrival.reached + at - arrival.at;
    const unit = unitOf(measurement, meter, vendor);
    return { meter, customerId: whose, span, value, unit, groups, clipped, truncated, source, firstAt, lastAt: at };
  };
}

/**
 * Reads what is left of a total as a value of the group without the dimensions; undefined where nothing was grouped, or
 * there is nothing to read.
 */
export function restReader(
  { provider: { vendor }, names }: PreparedConnection,
  { meters, route }: Step,
): (remainder: Measurement, place: Place, arrival: Arrival) => RowParts | undefined {
  const groups = Object.freeze(Object.fromEntries(names.groupBy.map((name) => [name, null])));
  return (remainder, { span, clipped }, { at, reached }) => {
    const meter = meters.find(({ id }) => id === remainder.meterId);
    const value = readValue(remainder, vendor);
    if (meter === undefined || value === null || names.groupBy.length === 0) return undefined;
    const { customerId, truncated = false } = remainder;
    const whose = route.overCustomers ? null : customerId;
    const source = remainder;
    const unit = unitOf(remainder, meter, vendor);
    const times = { firstAt: reached, lastAt: at };
    return { meter, customerId: whose, span, value, unit, groups, clipped, truncated, source, ...times };
  };
}

/** @throws MetermuxError `unexpected_response` for a cost without a currency. */
function unitOf({ unit: own, start }: Measurement, meter: Meter, vendor: string): string | null {
  const unit = own ?? meter.unit;
  if (meter.measures === "usage" || (unit !== null && /^[A-Z]{3}$/.test(unit))) return unit;
  const where = `meter ${meter.id}, ${formatInstant(start)}`;
  throw unexpectedResponse(
    vendor,
    `${shown(unit)} came as the currency of ${where}, which must be ISO 4217, upper case`,
  );
}

function hasAll(groups: Measurement["groups"], names: readonly string[]): boolean {
  return names.every((name) => Object.hasOwn(groups, name));
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
