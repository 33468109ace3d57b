import { expect, test } from "vitest";
import { parseHttpDate } from "./http-date.js";

const now = Date.UTC(2026, 2, 1);

test.each([
  ["Sun, 06 Nov 1994 08:49:37 GMT", Date.UTC(1994, 10, 6, 8, 49, 37)],
  ["Sunday, 06-Nov-94 08:49:37 GMT", Date.UTC(1994, 10, 6, 8, 49, 37)],
  ["Sun Nov  6 08:49:37 1994", Date.UTC(1994, 10, 6, 8, 49, 37)],
  ["Wed Nov 16 08:49:37 1994", Date.UTC(1994, 10, 16, 8, 49, 37)],
  ["Sunday, 01-Mar-26 00:00:30 GMT", now + 30_000],
  ["Friday, 01-Mar-75 00:00:00 GMT", Date.UTC(2075, 2, 1)],
  ["Tuesday, 01-Mar-77 00:00:00 GMT", Date.UTC(1977, 2, 1)],
  ["Sat, 31 Dec 2016 23:59:60 GMT", Date.UTC(2017, 0, 1)],
  ["sun, 1 mar 2026 00:00:30 gmt", now + 30_000],
])("%j is read as UTC", (text, expected) => {
  expect(parseHttpDate(text, now)).toBe(expected);
});

test("a year of two digits is read from the end of a century too", () => {
  expect(parseHttpDate("Friday, 01-Jan-10 00:00:00 GMT", Date.UTC(2099, 0, 1))).toBe(Date.UTC(2110, 0, 1));
});

test.each([
  "",
  "soon",
  "2026-03-01",
  "2026-03-01T00:00:00Z",
  "Sun, 30 Feb 2026 00:00:30 GMT",
  "Sun, 99 Mar 2026 00:00:30 GMT",
  "Sun, 01 Foo 2026 00:00:30 GMT",
  "Sun, 01 Mar 2026 24:00:00 GMT",
  "Sun, 01 Mar 2026 00:60:00 GMT",
  "Sun, 01 Mar 2026 00:00:30",
  "Sun, 01 Mar 2026 00:00:30 PST",
  "Sun Mar  1 00:00:30 2026 GMT",
])("%j is no HTTP date", (text) => {
  expect(parseHttpDate(text, now)).toBeUndefined();
});
