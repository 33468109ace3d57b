const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** The form of C's asctime, which RFC 9110, 5.6.7 has a recipient accept; it is read as an IMF-fixdate. */
const asctime = /^([a-z]{3}) ([a-z]{3}) {1,2}(\d{1,2}) (\S+) (\d{4})$/i;

/** The other two: IMF-fixdate, and the form of RFC 850. */
const form =
  /^(?:[a-z]{3}, (\d{1,2}) ([a-z]{3}) (\d{4})|[a-z]{6,9}, (\d\d)-([a-z]{3})-(\d\d)) (\d\d):(\d\d):(\d\d) (?:gmt|utc)$/i;

/**
 * Reads a date of an HTTP header, in any of the three forms that RFC 9110 has a recipient accept. All of them are UTC.
 *
 * @param now milliseconds since the epoch: a year of two digits that would lie more than 50 years ahead is in the past.
 * @returns milliseconds since the epoch; undefined for anything else.
 */
export function parseHttpDate(text: string, now: number): number | undefined {
  const parts = form.exec(text.trim().replace(asctime, "$1, $3 $2 $5 $4 gmt"));
  if (parts === null) return undefined;
  const [day, month = "", year = "", ...time] = parts.slice(1).filter((part) => part !== undefined);
  const [hour = 0, minute = 0, second = 0] = time.map(Number);
  const monthIndex = months.indexOf(month.toLowerCase());
  const fullYear = year.length === 4 ? Number(year) : expandYear(Number(year), now);
  const date = Date.UTC(fullYear, monthIndex, Number(day));
  const isDay = monthIndex >= 0 && new Date(date).getUTCDate() === Number(day);
  // The 60th second is a leap second's.
  if (!isDay || hour > 23 || minute > 59 || second > 60) return undefined;
  return date + ((hour * 60 + minute) * 60 + second) * 1000;
}

function expandYear(year: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const inThisCentury = thisYear - (thisYear % 100) + year;
  if (inThisCentury > thisYear + 50) return inThisCentury - 100;
  return inThisCentury <= thisYear - 50 ? inThisCentury + 100 : inThisCentury;
}
