import { day } from "./model/calendar.js";
import type { Provider } from "./provider.js";

// Clocks without a time server are off by minutes. Where the vendor does not tell its time, no more than this is doubted.
const doubtMs = 10 * 60_000;

// A `Date` is true to a second, and older by as long as the answer was under way: a skew that small says nothing.
const toldTooCoarselyMs = 5000;

// Clocks that differ by less are the same for a range.
const sameMs = 60_000;

// A facade's clock that is further from what the vendor says was set by hand: then only the skew of the connection counts.
const maxApartMs = 3 * day;

/** How far the vendor's clock is ahead of the facade's, in milliseconds; undefined where the vendor does not tell its time. */
function skewOf(provider: Pick<Provider, "vendorNow" | "skewMs">, now: number): number | undefined {
  const told = provider.vendorNow?.();
  const apart = told === undefined ? undefined : told - now;
  const skew = apart !== undefined && Math.abs(apart) <= maxApartMs ? apart : provider.skewMs();
  return skew !== undefined && Math.abs(skew) < toldTooCoarselyMs ? 0 : skew;
}

/**
 * The least that a vendor's clock shows at an instant of ours: windows that end later count as open. Where the vendor does
 * not tell its time, ten minutes are in doubt.
 *
 * @param at the instant, by our clock. @param now the time by our clock, now.
 */
export function leastVendorTime(provider: Pick<Provider, "vendorNow" | "skewMs">, at: number, now: number): number {
  return at + (skewOf(provider, now) ?? -doubtMs);
}

/** The time that a range is laid by: the vendor's where it is known to be another than ours, else ours. */
export function rangeTime(provider: Pick<Provider, "vendorNow" | "skewMs">, now: number): number {
  const skew = skewOf(provider, now) ?? 0;
  return Math.abs(skew) < sameMs ? now : now + skew;
}
