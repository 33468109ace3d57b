import type { ConnectionCapabilities } from "@metermux/usage";
import { calendarOf, type OracleQuery, windowsOf } from "./oracle-query.js";
import type { Subject, TrueMeter } from "./subject.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The meters whose answer the capabilities promise; none for a query that the capabilities do not describe. */
export function promisedMeters(
  question: OracleQuery,
  subject: Subject,
  { answers, localAnswers, total }: ConnectionCapabilities,
) {
  const { query, unknown, meters } = question;
  if (unknown.length > 0 || !plainRange(question, subject) || !plainCustomers(question, subject)) return [];
  const { utc, wholeHours } = edgesAre(question, subject);
  if (!wholeHours) return [];
  return meters.filter((meter) => {
    const { aggregation: kind } = meter;
    if (query.aggregation !== undefined && query.aggregation !== kind) return false;
    if (query.customers === "total" && (!total[kind] || unnamedExtreme(question, subject, kind))) return false;
    if (!canGroup(question, subject, meter)) return false;
    // One answer of the video account covers at most 90 days; its average cannot be rolled up beyond.
    if (query.window === "none" && kind === "average" && question.end - question.start > 90 * DAY) return false;
    const how = (utc ? answers : localAnswers)[query.window][kind];
    // The capabilities do not say that the vendor's own weeks start on another day.
    if (query.window === "week" && how === "native" && subject.weeksFrom === "sunday") return false;
    return how !== "refused";
  });
}

/** The max over all customers is answered when the meter is named, unless the vendor answers it natively. */
function unnamedExtreme({ query }: OracleQuery, { abilities }: Subject, kind: string): boolean {
  return abilities.extremesByName && (kind === "min" || kind === "max") && query.aggregation === undefined;
}

/** Complete windows that have started: none is cut or in the future. */
function plainRange(question: OracleQuery, { now }: Subject): boolean {
  const { start, end, timeZone, query } = question;
  if (typeof windowsOf(question, now, end) === "string" || start > now) return false;
  const calendar = calendarOf(query.window, timeZone, now);
  if (calendar !== undefined) return calendar.isEdge(start);
  return start % HOUR === 0 && (end > now || end % HOUR === 0);
}

/** Whether the windows are UTC windows, and whether they start on its hours. */
function edgesAre({ query, timeZone, start, end }: OracleQuery, { now }: Subject) {
  if (query.window === "none") {
    return { utc: start % DAY === 0 && (end > now || end % DAY === 0), wholeHours: start % HOUR === 0 };
  }
  const all = calendarOf(query.window, timeZone, now);
  const last = Math.max(end, all?.at(now).end ?? end);
  const edges = all?.edges.filter((edge) => edge >= start && edge <= last) ?? [];
  const inUtc = calendarOf(query.window, "UTC", now);
  return {
    utc: edges.every((edge) => inUtc?.isEdge(edge)),
    wholeHours: edges.every((edge) => edge % HOUR === 0),
  };
}

/** The account or session reports only its own usage, and no customer can be selected. */
function plainCustomers({ query }: OracleQuery, { whose }: Subject): boolean {
  return whose === "listed" || query.customers === undefined || query.customers === "total";
}

/** What the vendor groups and filters by natively. */
function canGroup({ groupBy, filter, query }: OracleQuery, { abilities }: Subject, meter: TrueMeter): boolean {
  const names = [...groupBy, ...Object.keys(filter)];
  return names.length === 0 || abilities.canGroup({ names, groupBy, total: query.customers === "total" }, meter);
}
