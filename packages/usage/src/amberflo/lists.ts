import type { components } from "@metermux/amberflo";
import {
  type Aggregation,
  type Customer,
  incompleteResult,
  listField,
  type Meter,
  objectField,
  optionalText,
  textField,
  unexpectedResponse,
  wholeField,
} from "../adapter/index.js";

/** A page of customers as the spec promises it. What comes is checked. */
export type CustomerPage = components["schemas"]["CustomerPage"];

/**
 * The meters of a list.
 *
 * @throws MetermuxError `unexpected_response` for a field that is missing or of another type, or a meter that comes twice.
 */
export function readMeters(list: unknown): Meter[] {
  const meters = listField("amberflo", list, () => "the list of meters").map(readMeter);
  refuseTwice(meters, "meter");
  return meters;
}

function readMeter(element: unknown): Meter {
  const meter = objectField("amberflo", element, () => "an element of the list of meters");
  const id = textField("amberflo", meter.meterApiName, () => "meterApiName of a meter");
  const text = (name: string) => optionalText("amberflo", meter[name], () => `${name} of meter ${id}`);
  const dimensions = listField("amberflo", meter.dimensions ?? [], () => `dimensions of meter ${id}`);
  return {
    id,
    name: text("label"),
    measures: "usage",
    aggregation: readAggregation({
      meterType: text("meterType"),
      measurementType: text("measurementType"),
      isLongLasting: meter.longLasting === true,
      shownBy: text("viewGroupingFunction"),
    }),
    unit: typeof meter.unitOfUsage === "string" ? meter.unitOfUsage : null, // A page documents a boolean.
    // The vendor's own client never asks by these.
    dimensions: dimensions
      .map((name) => textField("amberflo", name, () => `a dimension of meter ${id}`))
      .filter((name) => !name.startsWith("aflo.")),
    archived: text("lockingStatus") === "deprecated",
  };
}

const functions: ReadonlyMap<string, Aggregation> = new Map([
  ["avg", "average"],
  ["max", "max"],
  ["min", "min"],
  ["sum", "sum"],
]);

interface Kind {
  meterType: string | null;
  measurementType: string | null;
  isLongLasting: boolean;
  shownBy: string | null;
}

/**
 * The kind of a meter is its type and how its events measure, not the aggregation it echoes: users are unique, though they
 * are asked for by sum. Total amounts and long-lasting levels are asked for by their maximum, by the vendor's UI kit.
 */
function readAggregation({ meterType, measurementType, isLongLasting, shownBy }: Kind): Aggregation {
  if (meterType === "active_users" || meterType === "unique_count") return "unique";
  if (measurementType === "total_amount" || (measurementType === "incremental" && isLongLasting)) return "max";
  if (meterType === "sum_of_all_usage") return "sum";
  if (meterType !== "event_duration" && measurementType !== "event_duration") return "unknown";
  return functions.get(shownBy?.toLowerCase() ?? "") ?? "unknown";
}

/** Where a page of customers stands in its list. */
export interface Place {
  page: number;
  pages: number;
}

/**
 * Where a page stands in its list.
 *
 * @throws MetermuxError `unexpected_response` for another page than the one that was asked for, or none.
 */
export function placeOf({ metadata }: CustomerPage, asked: number): Place {
  const of = "of the list of customers";
  const { page, totalFilteredPages } = objectField("amberflo", metadata, () => `metadata ${of}`);
  const pages = wholeField("amberflo", totalFilteredPages, () => `metadata.totalFilteredPages ${of}`);
  const number = wholeField("amberflo", page, () => `metadata.page ${of}`);
  if (number !== asked) throw unexpectedResponse("amberflo", `page ${number} ${of} came for page ${asked}`);
  return { page: number, pages };
}

/**
 * The customers of all pages.
 *
 * @throws MetermuxError `incomplete_result` where the list says that there are more or fewer of them than came, or one came
 * twice: it changed during the walk; `unexpected_response` for a field that is missing or of another type.
 */
export function readCustomers(pages: readonly CustomerPage[]): Customer[] {
  const of = "of the list of customers";
  const customers = pages.flatMap(({ items }) => listField("amberflo", items, () => `items ${of}`).map(readCustomer));
  refuseTwice(customers, "customer");
  for (const { metadata } of pages) {
    const counts = objectField("amberflo", metadata, () => `metadata ${of}`);
    // Nothing is searched for, so that all of them match.
    for (const name of ["filteredRowCount", "totalRowCount"]) {
      const count = counts[name];
      if (count === undefined || count === null) continue;
      const told = wholeField("amberflo", count, () => `metadata.${name} ${of}`);
      if (told !== customers.length)
        throw incomplete(`the list says ${name} ${told} and has ${customers.length} customers`);
    }
  }
  return customers;
}

function readCustomer(element: unknown): Customer {
  const customer = objectField("amberflo", element, () => "an element of the list of customers");
  const id = textField("amberflo", customer.customerId, () => "customerId of a customer");
  return { id, name: optionalText("amberflo", customer.customerName, () => `customerName of customer ${id}`) };
}

function refuseTwice(items: readonly { id: string }[], kind: "meter" | "customer"): void {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id)) throw incomplete(`${kind} ${id} came twice in the list of ${kind}s`);
    seen.add(id);
  }
}

function incomplete(problem: string): Error {
  return incompleteResult("amberflo", `${problem}; it may have changed while it was read: ask again`);
}
