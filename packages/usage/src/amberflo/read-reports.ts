import type { components } from "@metermux/amberflo";
import { MetermuxError } from "@metermux/http";
import { windowEnd } from "../model/calendar.js";
import { formatInstant } from "../model/instant.js";
import { unexpectedResponse, unsupported } from "../model/refusal.js";
import type { Measurement, MeasurementPage, Question } from "../provider.js";

/** One report of a batch. */
export type Report = components["schemas"]["UsageReport"];
// Rows (groups times buckets) that a query gets at most, as the vendor's page on limits says.
const mostRows = 100_000;

type Group = Report["clientMeters"][number];

/**
 * What the reports of a batch say, in the facade's terms. They are matched by the meter that each one echoes. Pure.
 *
 * @throws MetermuxError `unexpected_response` for a meter without a report, or a report that nobody asked for.
 */
export function readReports(reports: readonly Report[], question: Question, asked: readonly string[]): MeasurementPage {
  const byMeter = new Map(reports.map((report) => [report.metadata.meterApiName, report]));
  const missing = asked.find((name) => !byMeter.has(name));
  if (missing !== undefined) throw unexpectedResponse("amberflo", `no report came for meter ${missing}`);
  if (reports.length !== asked.length) {
    throw unexpectedResponse("amberflo", `${reports.length} reports came for ${asked.length} meters`);
  }
  const pages = asked.flatMap((name) => {
    const report = byMeter.get(name);
    return report === undefined ? [] : [readReport(name, report, question)];
  });
  return {
    measurements: pages.flatMap(({ measurements }) => measurements),
    remainders: pages.flatMap(({ remainders }) => remainders),
  };
}

function readReport(meterId: string, report: Report, question: Question): MeasurementPage {
  const first = report.secondsSinceEpochIntervals?.[0];
  if (first !== undefined && first * 1000 !== question.start) throw otherCalendar(meterId, first * 1000, question);
  refuseCapped(meterId, report);
  const customerOf = ({ group }: Group) => group.groupInfo.customerId ?? null;
  const lacksAll = ({ group }: Group) =>
    question.groupBy.length > 0 && question.groupBy.every((key) => group.groupInfo[key] === undefined);
  const groupsOf = new Map<string | null, number>();
  for (const group of report.clientMeters) groupsOf.set(customerOf(group), (groupsOf.get(customerOf(group)) ?? 0) + 1);
  const measurements: Measurement[] = [];
  const remainders: Measurement[] = [];
  for (const group of report.clientMeters) {
    const customerId = customerOf(group);
    // Alone, a group without the dimension is its customer's events that lack it. Beside others it may repeat their
    // total, so it is told and not added. A group without a customer is nobody's row.
    const besideOthers = lacksAll(group) && (groupsOf.get(customerId) ?? 0) > 1;
    const nobodys = question.scope !== "total" && customerId === null;
    const groups = Object.fromEntries(question.groupBy.map((key) => [key, group.group.groupInfo[key] ?? null]));
    const values = readValues(group, question).map((value) => ({ meterId, customerId, groups, ...value }));
    (besideOthers || nobodys ? remainders : measurements).push(...values);
  }
  return { measurements, remainders: remainders.filter(({ value }) => Number(value) !== 0) };
}

/** A report of as many rows as the vendor gives at most may lack some: how it says so is UNVERIFIED. */
function refuseCapped(meterId: string, { clientMeters }: Report): void {
  const rows = clientMeters.reduce((sum, { values }) => sum + values.length, 0);
  if (rows < mostRows) return;
  const message = `amberflo: ${rows} rows came for meter ${meterId}, which is as many as it gives; some may be missing`;
  throw new MetermuxError(message, { code: "incomplete_result", vendor: "amberflo", askForLess: true });
}

/** A group's buckets, or for window `none` its value over the range. */
function readValues(group: Group, question: Question): Pick<Measurement, "start" | "end" | "value" | "raw">[] {
  const { start, end, window, raw = false } = question;
  if (window === "none") return [{ start, end, value: group.groupValue, ...(raw && { raw: group }) }];
  return group.values.map((bucket) => {
    const from = bucket.secondsSinceEpochUtc * 1000;
    const measured = { start: from, end: windowEnd(from, window, "UTC"), value: bucket.value };
    return raw ? { ...measured, raw: bucket } : measured;
  });
}

/** No source says which day the vendor's weeks begin with, nor whether its months are the calendar's. */
function otherCalendar(meterId: string, start: number, { window }: Question): Error {
  const what = `the answer for meter ${meterId} begins at ${formatInstant(start)}`;
  if (window !== "week" && window !== "month") {
    return unexpectedResponse("amberflo", `${what}, not where it was asked to`);
  }
  return unsupported("amberflo", "window", `${what}: its ${window}s are not those asked for`, "ask for window day");
}
