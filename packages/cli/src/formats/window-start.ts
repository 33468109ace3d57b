import { TZDate } from "@date-fns/tz";

/** The heading of a column of instants in a zone. */
export function startHeading(timeZone: string): string {
  return `Window start (${timeZone})`;
}

/**
 * Where a window starts, by the clocks of a zone: the date alone for windows of days and longer that start at midnight,
 * else the time with its offset, so that the hours of a clock change stay apart.
 *
 * @param start an instant as text, as rows have it.
 */
export function formatStart(window: string | undefined, start: string, timeZone: string): string {
  const local = new TZDate(start, timeZone).toISOString();
  if (window !== "hour" && /T00:00:00\.000/.test(local)) return local.slice(0, 10);
  return local.replace(/(:00)?\.000(?=Z|[+-])/, "").replace("+00:00", "Z");
}
