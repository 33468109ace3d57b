import type { components } from "@metermux/amberflo";
import {
  incompleteResult,
  type MeasurementPage,
  objectField,
  optionalText,
  type Question,
  unexpectedResponse,
} from "../adapter/index.js";
import { type AmberfloQuery, queryOf } from "./plan.js";
import type { Reach } from "./read-group.js";
import { readReport } from "./read-report.js";

/** One report of a batch, as the spec promises it. What comes is checked. */
export type Report = components["schemas"]["UsageReport"];

/**
 * What the reports of a batch say, in the facade's terms. They are matched by the meter that each one echoes. Pure.
 *
 * @throws MetermuxError `unexpected_response` for a meter without a report, a report that nobody asked for, and anything
 * in a report that is not about its question.
 */
export function readReports(
  reports: readonly unknown[],
  question: Question,
  asked: readonly string[],
  reach: Reach = "account",
): MeasurementPage {
  const byMeter = new Map<string, Record<string, unknown>>();
  for (const each of reports) {
    const report = objectField("amberflo", each, () => "a report");
    const metadata = objectField("amberflo", report.metadata, () => "metadata of a report");
    const meterId = optionalText("amberflo", metadata.meterApiName, () => "metadata.meterApiName of a report");
    if (meterId === null) throw refuse("metadata.meterApiName of a report is missing from the answer");
    if (byMeter.has(meterId)) throw refuse(`two reports came for meter ${meterId}`);
    byMeter.set(meterId, report);
  }
  const pages = asked.map((meterId) => {
    const report = byMeter.get(meterId);
    const meter = question.meters.find(({ id }) => id === meterId);
    if (report === undefined || meter === undefined) throw refuse(`no report came for meter ${meterId}`);
    const query = queryOf(meter, question);
    checkEcho(report, query);
    return readReport(report, query, question, reach);
  });
  if (byMeter.size !== asked.length) {
    throw refuse(`${byMeter.size} reports came for ${asked.length} meters`);
  }
  if (reach === "session") checkOneCustomer(pages);
  const measurements = pages.flatMap((page) => page.measurements);
  const remainders = pages.flatMap((page) => page.remainders);
  return { measurements, remainders };
}

/** What a report says of its question, where it does: an answer to another question is none. */
function checkEcho({ metadata }: Record<string, unknown>, query: AmberfloQuery): void {
  // An object, as its meter was read from it.
  const echo = metadata as Record<string, unknown>;
  const meter = `the answer for meter ${query.meterApiName}`;
  for (const name of ["aggregation", "timeGroupingInterval"] as const) {
    const said = echo[name];
    if (typeof said === "string" && said !== "" && said.toLowerCase() !== query[name]?.toLowerCase()) {
      throw refuse(`${meter} is by ${name} ${said}, and ${query[name]} was asked for`);
    }
  }
  const { limit } = typeof echo.take === "object" && echo.take !== null ? (echo.take as { limit?: unknown }) : {};
  if (Number(limit) > 0) {
    throw incompleteResult(
      "amberflo",
      `${meter} is of some of its groups alone: it echoes "take", which was not asked for`,
    );
  }
}

/** A session is of one customer, named or not. */
function checkOneCustomer(pages: readonly MeasurementPage[]): void {
  const ids = new Set(pages.flatMap(({ measurements }) => measurements.map(({ customerId }) => customerId)));
  if (ids.size > 1) throw refuse(`a portal session answered for ${ids.size} customers, and it has one`);
}

function refuse(what: string): Error {
  return unexpectedResponse("amberflo", what);
}
