import { minute } from "./model/alignment.js";
import { hour, type Span } from "./model/calendar.js";
import { windowsOf } from "./model/range.js";
import { createTotal } from "./model/total.js";
import type { Customer, Measurement, Meter, Question } from "./provider.js";

/** One hour's usage: a decimal, or null for none that is told. */
export type HourOfUsage = (about: {
  meterId: string;
  customerId: string;
  start: number;
  groups: Readonly<Record<string, string>>;
}) => string | null;

/** What there is to measure. */
export interface FakeWorld {
  customers?: readonly Customer[];
  /** Default "1" for everything. */
  usage?: HourOfUsage;
  /** The values of every dimension. */
  dimensions?: Readonly<Record<string, readonly string[]>>;
}

/** The customers of a world. */
export function everybody({ customers = [{ id: "c", name: null }] }: FakeWorld): readonly Customer[] {
  return customers;
}

/** Every measurement that answers a question, put together from hours. */
export function measure(question: Question, world: FakeWorld): Measurement[] {
  const { window, scope } = question;
  const spans = window === "none" ? [question] : windowsOf(question, window, question.timeZone);
  return question.meters.flatMap((meter) =>
    spans.flatMap(({ start, end }) =>
      combinations(question.groupBy, question, world).flatMap((groups): Measurement[] => {
        const about = { start, end, meterId: meter.id, groups };
        const hours = (customerIds: string[]) => putTogether(meter, { ...about, customerIds }, question, world);
        const ids = question.customers.map(({ id }) => id);
        return scope === "total"
          ? [{ ...about, customerId: null, value: hours(everybody(world).map(({ id }) => id)) }]
          : ids.map((customerId) => ({ ...about, customerId, value: hours([customerId]) }));
      }),
    ),
  );
}

/** The hours of UTC whose usage lies in a range: that of each hour comes 20 minutes after its start, all at once. */
export function* hoursOf({ start, end }: Span): Generator<number, void, undefined> {
  const after = 20 * minute;
  for (let at = Math.ceil((start - after) / hour) * hour; at + after < end; at += hour) yield at;
}

function putTogether(
  meter: Meter,
  about: Span & { customerIds: readonly string[]; groups: Readonly<Record<string, string>> },
  question: Pick<Question, "filter">,
  world: FakeWorld,
): string | null {
  const { usage = () => "1", dimensions = {} } = world;
  const total = createTotal(meter.aggregation === "min" || meter.aggregation === "max" ? meter.aggregation : "sum");
  const rest = combinations(Object.keys(dimensions), question, world).filter((each) =>
    Object.entries(about.groups).every(([name, value]) => each[name] === value),
  );
  for (const customerId of about.customerIds) {
    for (const groups of rest) {
      for (const start of hoursOf(about)) {
        const value = usage({ meterId: meter.id, customerId, start, groups });
        if (value !== null) total.add(value);
      }
    }
  }
  return total.value();
}

/** Every set of values of some dimensions that a filter admits. */
function combinations(
  names: readonly string[],
  { filter }: Pick<Question, "filter">,
  { dimensions = {} }: FakeWorld,
): Record<string, string>[] {
  return names.reduce<Record<string, string>[]>(
    (sets, name) =>
      sets.flatMap((set) =>
        (dimensions[name] ?? [])
          .filter((value) => filter[name]?.includes(value) ?? true)
          .map((value) => ({ ...set, [name]: value })),
      ),
    [{}],
  );
}
