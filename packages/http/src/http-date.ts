const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const time = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})`;

/** The three forms of RFC 9110, 5.6.7: IMF-fixdate, the one of RFC 850, and the one of C's asctime. */
const forms = [
  new RegExp(String.raw`^[a-z]{3}, (?<day>\d{1,2}) (?<month>[a-z]{3}) (?<year>\d{4}) ${time} (?:gmt|utc)$`, "i"),
  new RegExp(String.raw`^[a-z]{6,9}, (?<day>\d{2})-(?<month>[a-z]{3})-(?<year>\d{2}) ${time} (?:gmt|utc)$`, "i"),
  new RegExp(String.raw`^[a-z]{3} (?<month>[a-z]{3}) {1,2}(?<day>\d{1,2}) ${time} (?<year>\d{4})$`, "i"),
];

/**
 * Reads a date of an HTTP header, in any of the three forms that RFC 9110 has a recipient accept. All of them are UTC.
 *
 * @param now milliseconds since the epoch: a year of two digits that would lie more than 50 years ahead is in the past.
 * @returns milliseconds since the epoch; undefined for anything else.
 */
export function parseHttpDate(text: string, now: number): number | undefined {
  const parts = forms.map((form) => form.exec(text.trim())?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return undefined;
  const { day = "", month = "", year = "", hour, minute, second } = parts;
  const monthIndex = months.indexOf(month.toLowerCase());
  const fullYear = year.length === 4 ? Number(year) : expandYear(Number(year), now);
  const date = Date.UTC(fullYear, monthIndex, Number(day));
  const isDay = monthIndex >= 0 && new Date(date).getUTCDate() === Number(day);
  // The 60th second is a leap second's.
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  return date + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
}

function expandYear(year: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const inThisCentury = thisYear - (thisYear % 100) + year;
  if (inThisCentury > thisYear + 50) return inThisCentury - 100;
  return inThisCentury <= thisYear - 50 ? inThisCentury + 100 : inThisCentury;
}
