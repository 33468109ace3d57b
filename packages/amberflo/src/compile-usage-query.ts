import { MetermuxError } from "@metermux/http";
import type { components } from "./schema.js";

type FlatQuery = components["schemas"]["UsageQueryRequest"];

/** Builds the nested body from a flat document. Every field of the document is in it. */
export interface CompiledUsageQuery extends Omit<components["schemas"]["UsageQuery"], "filter" | "timeRange"> {
  aggregation: FlatQuery["aggregation"];
  timeGroupingInterval: FlatQuery["timeGroupingInterval"];
  timeRange: { startTimeInSeconds: number; endTimeInSeconds: number };
  filter?: Record<string, string[]>;
}

type Field = (value: unknown) => string | undefined;

const isText = (value: unknown) => typeof value === "string" && value !== "";
const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText);
const isInt32 = (value: unknown) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
const isMap = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
const oneOf = (...names: string[]): Field => {
  return (value) =>
    isText(value) && names.includes(String(value).toUpperCase()) ? undefined : `one of ${names.join(", ")}`;
};
const text: Field = (value) => (isText(value) ? undefined : "text");
const texts: Field = (value) => (isTexts(value) ? undefined : "a list of text, not empty");
const seconds: Field = (value) => (isInt32(value) ? undefined : "whole seconds since 1970 UTC");
const map: Field = (value) =>
  isMap(value) && Object.values(value as object).every(isTexts) ? undefined : "lists of text by dimension";

/** The fields of the published document, and the check of each. */
const fields: Readonly<Record<string, { required: boolean; expected: Field }>> = {
  meterApiName: { required: true, expected: text },
  startTimeInSeconds: { required: true, expected: seconds },
  endTimeInSeconds: { required: true, expected: seconds },
  aggregation: { required: true, expected: oneOf("SUM", "MAX", "COUNT") },
  timeGroupingInterval: { required: true, expected: oneOf("HOUR", "DAY", "WEEK", "MONTH") },
  groupBy: { required: false, expected: texts },
  customerFilter: { required: false, expected: texts },
  filter: { required: false, expected: map },
};

/**
 * Turns the published flat `UsageQueryRequest` document into the nested body that the API accepts.
 *
 * The flat form is never sent: the API would most likely ignore `customerFilter` and answer with all customers' usage
 * (inferred, UNVERIFIED). A field that the document does not define is refused too.
 *
 * @throws MetermuxError `invalid_input` naming the field that is missing, unknown, of a wrong type, of an unknown enum
 * value, or in conflict with another.
 */
export function compileUsageQuery(document: unknown): CompiledUsageQuery {
  if (!isMap(document)) throw refuse("document", "must be a JSON object");
  const given = document as Record<string, unknown>;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name))
      throw refuse(name, `is unknown; the fields are ${Object.keys(fields).join(", ")}`);
  }
  for (const [name, { required, expected }] of Object.entries(fields)) {
    const value = given[name];
    if (value === undefined && required) throw refuse(name, "is missing");
    const problem = value === undefined ? undefined : expected(value);
    if (problem !== undefined) throw refuse(name, `is ${JSON.stringify(value)}; it must be ${problem}`);
  }
  // Every field was checked above against the type.
  const { startTimeInSeconds, endTimeInSeconds, customerFilter, filter, ...rest } = given as unknown as FlatQuery;
  if (endTimeInSeconds <= startTimeInSeconds) throw refuse("endTimeInSeconds", "must be after startTimeInSeconds");
  if (customerFilter && filter?.customerId)
    throw refuse("customerFilter", "and filter.customerId are both given; keep one");
  return {
    ...rest,
    timeRange: { startTimeInSeconds, endTimeInSeconds },
    ...((customerFilter || filter) && { filter: { ...filter, ...(customerFilter && { customerId: customerFilter }) } }),
  };
}

function refuse(field: string, problem: string): MetermuxError {
  const message = `amberflo: UsageQueryRequest.${field} ${problem}`;
  return new MetermuxError(message, { code: "invalid_input", vendor: "amberflo", field });
}
