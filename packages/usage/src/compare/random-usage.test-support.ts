import fc from "fast-check";
import { hours, row } from "./rows.test-support.js";
import type { ComparableRow } from "./side.js";

/** Numbers of one trial: whole numbers from 0 to a limit that is not included, the same for one seed. */
export type Random = (limit: number) => number;

/** A generator of the kind called mulberry32: trials are many, and small. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}

/** The seeds of a run: fixed ones, and as many that are drawn anew each time. */
export function seedsOf(trials: number): number[] {
  const fixed = Array.from({ length: Math.ceil(trials / 2) }, (_, index) => index + 1);
  const drawn = fc.sample(fc.integer({ min: 1_000_000, max: 2_000_000_000 }), Math.floor(trials / 2));
  return [...fixed, ...drawn];
}

/** Trials of each property: few in every run, many where `METERMUX_HINT_TRIALS` says so. */
export const trials = Number(process.env.METERMUX_HINT_TRIALS ?? 40);

const isOpen = (hour: number) => hour % 24 >= 9 && hour % 24 < 18;

/** Usage by the hour, of kinds that stand in real bills. */
const kinds: readonly ((random: Random) => (hour: number) => number)[] = [
  // As much each hour.
  (random) => constant(1 + random(1000)),
  // As much each hour of business, and of two peaks.
  (random) => {
    const value = 1 + random(100);
    return (hour) => (isOpen(hour) ? value : 0);
  },
  (random) => {
    const [value, peak] = [1 + random(20), random(24)];
    return (hour) => (hour % 24 === peak ? value * 5 : value);
  },
  // Of business hours, and of small and large numbers.
  (random) => (hour) => (isOpen(hour) ? random(40) : 0),
  (random) => () => random(4),
  (random) => () => random(100_000),
  // Now and then.
  (random) => () => (random(20) === 0 ? 1 + random(3) : 0),
  // The same each day, and each week, with and without noise.
  (random) => {
    const day = Array.from({ length: 24 }, () => random(50));
    return (hour) => day[hour % 24] ?? 0;
  },
  (random) => (hour) => 100 + Math.round(50 * Math.sin((hour * Math.PI) / 12)) + random(3),
  (random) => (hour) => (Math.floor(hour / 24) % 7 > 4 ? 0 : 20 + random(10)),
  // Growing.
  () => (hour) => 10 + hour,
  // Nearly always one.
  (random) => () => (random(10) === 0 ? 2 : 1),
];

const constant = (value: number) => () => value;

/** The usage of a number of hours, of a kind that is drawn. */
export function drawUsage(random: Random, hours: number): number[] {
  const usage = kinds[random(kinds.length)]?.(random) ?? constant(1);
  return Array.from({ length: hours }, (_, hour) => usage(hour));
}

type Damage = (usage: readonly number[], random: Random) => number[];

const change = (usage: readonly number[], from: number, to: number, by: (value: number) => number) =>
  usage.map((value, hour) => (hour >= from && hour < to ? by(value) : value));

/** What happens to usage on its way that is neither a shifted clock nor another unit. */
const damages: readonly Damage[] = [
  // One event, and several, that are dropped or counted twice.
  (usage, random) => scatter(usage, random, 1),
  (usage, random) => scatter(usage, random, 1 + random(10)),
  // An outage, and one of a whole day.
  (usage, random) => {
    const from = random(usage.length);
    return change(usage, from, from + 1 + random(12), () => 0);
  },
  (usage, random) => changeDay(usage, random, () => 0),
  // A day that drifts, by a share, by a count, in each hour by itself, or that is counted twice.
  (usage, random) => {
    const percent = random(200);
    return changeDay(usage, random, (value) => Math.round((value * percent) / 100));
  },
  (usage, random) => changeDay(usage, random, (value) => value + 1),
  (usage, random) => changeDay(usage, random, (value) => (value === 0 ? 0 : random(2 * value + 1))),
  (usage, random) => changeDay(usage, random, (value) => value * 2),
  // The last hours are late, or the first are not there.
  (usage, random) => change(usage, usage.length - 1 - random(30), usage.length, () => 0),
  (usage, random) => change(usage, 0, 1 + random(24), () => 0),
  // Noise in some hours, and in all.
  (usage, random) => usage.map((value) => (random(10) === 0 ? Math.max(0, value + random(5) - 2) : value)),
  (usage, random) => usage.map((value) => Math.max(0, value + random(7) - 3)),
  (usage, random) => usage.map((value) => Math.round((value * (90 + random(21))) / 100)),
  // Hours whose events are counted an hour late, on some days.
  (usage, random) => {
    const from = random(usage.length - 1);
    return usage.map((value, hour) => (hour === from ? 0 : hour === from + 1 ? value + (usage[from] ?? 0) : value));
  },
];

/** Events that are dropped or counted twice. */
export function scatter(usage: readonly number[], random: Random, events: number): number[] {
  const changed = [...usage];
  for (let event = 0; event < events; event += 1) {
    const hour = random(usage.length);
    changed[hour] = Math.max(0, (changed[hour] ?? 0) + (random(2) === 0 ? 1 : -1));
  }
  return changed;
}

function changeDay(usage: readonly number[], random: Random, by: (value: number) => number): number[] {
  const day = random(Math.ceil(usage.length / 24));
  return change(usage, day * 24, day * 24 + 24, by);
}

/** Usage that one or two things happened to. */
export function drawDamage(usage: readonly number[], random: Random): number[] {
  const once = damages[random(damages.length)]?.(usage, random) ?? [...usage];
  return random(3) === 0 ? (damages[random(damages.length)]?.(once, random) ?? once) : once;
}

/** Rows by the hour; hours of 0 stand as 0, as no data, or not at all. */
export function hourRows(usage: readonly number[], customerId: string, zeros: number): ComparableRow[] {
  const values = usage.map((value) => (value === 0 && zeros > 0 ? null : String(value)));
  return hours(values, { customerId }).filter(({ value }) => zeros < 2 || value !== null);
}

/** Rows by the day, of the sums of a day's hours. */
export function dayRows(usage: readonly number[], customerId: string): ComparableRow[] {
  return Array.from({ length: usage.length / 24 }, (_, day) => {
    const sum = usage.slice(day * 24, day * 24 + 24).reduce((total, value) => total + value, 0);
    return dayRow(customerId, new Date(Date.UTC(2026, 2, 1 + day)), sum);
  });
}

/** The row of one day. */
export function dayRow(customerId: string, windowStart: Date, value: number): ComparableRow {
  return row({ customerId, windowStart, window: "day", value: String(value) });
}
