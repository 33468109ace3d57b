import { TZDate } from "@date-fns/tz";
import type { Window } from "@metermux/usage";
import { CommandLineError } from "../failure.js";

/** What times of the command line are read by. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now: number;
  timeZone: string;
}

/**
 * A time of `--from` or `--to` as the library takes it: a month, `-7d`, `-24h`, `today`, `yesterday` and `this-month` are
 * the start of that unit in the zone; anything else stays as it is, and is checked where the query is.
 */
export function readTime(text: string, clock: Clock): string {
  const [, month] = /^(\d{4}-\d{2})$/.exec(text) ?? [];
  if (month !== undefined) return `${month}-01`;
  const [, count, unit] = /^-(\d{1,5})([hd])$/.exec(text) ?? [];
  if (count !== undefined && unit === "h") return startOfHour(clock.now - Number(count) * hour, clock.timeZone);
  if (count !== undefined) return dateOf(clock, { days: -Number(count) });
  return named(text, clock)?.from ?? text;
}

/**
 * The range of `--for`: a day, a month, or a name of one.
 *
 * @throws CommandLineError for anything else.
 */
export function readPeriod(text: string, clock: Clock): { from: string; to: string } {
  const period = named(text, clock) ?? written(text);
  if (period !== undefined) return period;
  const forms = "2026-03, 2026-03-01, today, yesterday, this-month or last-month";
  throw new CommandLineError(`--for: ${JSON.stringify(text)} cannot be used; give a month or a day, such as ${forms}`);
}

/** The end of the running window, so that no window is cut: of the hour where the range is one. */
export function endOfRunning(window: Window, clock: Clock): string {
  if (window === "hour" || window === "none") {
    return startOfHour(clock.now + hour, window === "none" ? "UTC" : clock.timeZone);
  }
  if (window === "month") return dateOf(clock, { months: 1, date: 1 });
  if (window === "day") return dateOf(clock, { days: 1 });
  const weekday = local(clock).getUTCDay();
  return dateOf(clock, { days: weekday === 0 ? 1 : 8 - weekday });
}

const hour = 3_600_000;

function named(text: string, clock: Clock): { from: string; to: string } | undefined {
  const days = (first: number) => ({ from: dateOf(clock, { days: first }), to: dateOf(clock, { days: first + 1 }) });
  const months = (first: number) => ({
    from: dateOf(clock, { months: first, date: 1 }),
    to: dateOf(clock, { months: first + 1, date: 1 }),
  });
  if (text === "today") return days(0);
  if (text === "yesterday") return days(-1);
  if (text === "this-month") return months(0);
  return text === "last-month" ? months(-1) : undefined;
}

function written(text: string): { from: string; to: string } | undefined {
  const [, year = "", month = "", date] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text) ?? [];
  const first = new Date(`${year}-${month}-${date ?? "01"}T00:00:00Z`);
  // 30 February would roll over into March.
  if (Number.isNaN(first.getTime()) || !first.toISOString().startsWith(text)) return undefined;
  const next = new Date(first);
  if (date === undefined) next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCDate(next.getUTCDate() + 1);
  return { from: isoDate(first), to: isoDate(next) };
}

/** A date of the zone's calendar, counted from today. */
function dateOf(
  clock: Clock,
  { days = 0, months = 0, date }: { days?: number; months?: number; date?: number },
): string {
  const today = local(clock);
  const dayOfMonth = date ?? today.getUTCDate() + days;
  return isoDate(new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, dayOfMonth)));
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** What the clocks of the zone show, as if it were UTC; UTC's where there is no such zone, which the query refuses. */
function local({ now, timeZone }: Clock): Date {
  const zoned = new TZDate(now, timeZone);
  // As in 2026-03-10T15:15:00.000+05:45.
  return Number.isNaN(zoned.getTime()) ? new Date(now) : new Date(`${zoned.toISOString().slice(0, 23)}Z`);
}

/** The start of an hour of the zone's clocks, some of which are not whole hours from UTC. */
function startOfHour(time: number, timeZone: string): string {
  const date = local({ now: time, timeZone });
  const past = (date.getUTCMinutes() * 60 + date.getUTCSeconds()) * 1000 + date.getUTCMilliseconds();
  return new Date(time - past).toISOString();
}
