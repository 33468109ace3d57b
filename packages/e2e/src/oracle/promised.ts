import type { ConnectionCapabilities } from "@metermux/usage";
import { calendarOf, type Question, windowsOf } from "./question.js";
import type { Subject, TrueMeter } from "./subject.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The meters that capabilities promise an answer for; a question of a shape that they do not speak of promises none. */
export function promisedMeters(
  question: Question,
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
    // One answer of the video account is about 90 days at most; its average does not add up beyond.
    if (query.window === "none" && kind === "average" && question.end - question.start > 90 * DAY) return false;
    const how = (utc ? answers : localAnswers)[query.window][kind];
    // Weeks of the vendor's own that start on another day are found out by asking.
    if (query.window === "week" && how === "native" && subject.weeksFrom === "sunday") return false;
    return how !== "refused";
  });
}

/** The largest of all customers is told where it is asked for by name, unless the vendor tells it itself. */
function unnamedExtreme({ query }: Question, { abilities }: Subject, kind: string): boolean {
  return abilities.extremesByName && (kind === "min" || kind === "max") && query.aggregation === undefined;
}

/** RolledUp windows that have begun: nothing is cut, and nothing lies in the future. */
function plainRange(question: Question, { now }: Subject): boolean {
  const { start, end, timeZone, query } = question;
  if (typeof windowsOf(question, now, end) === "string" || start > now) return false;
  const calendar = calendarOf(query.window, timeZone, now);
  if (calendar !== undefined) return calendar.isEdge(start);
  return start % HOUR === 0 && (end > now || end % HOUR === 0);
}

/** Whether the windows are UTC's, and whether they lie on its hours. */
function edgesAre({ query, timeZone, start, end }: Question, { now }: Subject) {
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

/** The account or session tells its own, and nobody is picked from it. */
function plainCustomers({ query }: Question, { whose }: Subject): boolean {
  return whose === "listed" || query.customers === undefined || query.customers === "total";
}

/** What the vendor groups and filters by natively. */
function canGroup({ groupBy, filter, query }: Question, { abilities }: Subject, meter: TrueMeter): boolean {
  const names = [...groupBy, ...Object.keys(filter)];
  return names.length === 0 || abilities.canGroup({ names, groupBy, total: query.customers === "total" }, meter);
}
