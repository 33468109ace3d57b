import { MetermuxError } from "@metermux/http";
import { everybody, type FakeWorld, measure } from "./fake-world.test-support.js";
import type { Span } from "./model/calendar.js";
import { hour } from "./model/calendar.js";
import type { Aggregation } from "./model/query.js";
import type {
  Call,
  Capabilities,
  MeasurementPage,
  Meter,
  OperationCapabilities,
  Provider,
  Question,
} from "./provider.js";

/** An operation that answers hours, days and whole ranges. */
export function operationOf(change: Partial<OperationCapabilities> = {}): OperationCapabilities {
  return {
    operation: "POST /usage",
    windows: { hour: "any", day: "any", none: "any" },
    alignment: "hour",
    groupBy: { maxKeys: 2 },
    filter: "dimensions",
    total: true,
    ...change,
  };
}

/** Capabilities of one such operation. */
export function capabilitiesOf(
  operation: Partial<OperationCapabilities> = {},
  change: Partial<Capabilities> = {},
): Capabilities {
  return {
    operations: [operationOf(operation)],
    customers: "listed",
    listsMeters: true,
    rollsUpOverTime: ["sum", "count", "min", "max"],
    lateHours: 24,
    caveats: [],
    ...change,
  };
}

/** A meter of some kind. */
export function meterOf(id: string, aggregation: Aggregation = "sum", change: Partial<Meter> = {}): Meter {
  return {
    id,
    name: null,
    aggregation,
    unit: null,
    measures: "usage",
    dimensions: ["region", "tier"],
    archived: false,
    ...change,
  };
}

/** What a fake is made of. */
export interface FakeOptions extends FakeWorld {
  vendor?: string;
  capabilities?: Capabilities;
  meters?: readonly Meter[];
  rate?: Provider["rate"];
  skewMs?: number;
  customersPerCall?: number;
  /** Default all in one. */
  metersPerCall?: number;
  /** Changes a call that was planned. */
  callFor?: (call: Call<Question>) => Call<Question>;
  measurementsPerPage?: number;
  /** Longer ranges are asked for in several calls, one after the other. */
  hoursPerCall?: number;
  /** A call of more hours than this, times its meters, is too much. */
  maxHours?: number;
  /** Answers in its own way. */
  ask?: (call: Call<Question>, signal: AbortSignal, beforeNextPage: () => void) => AsyncIterable<MeasurementPage>;
}

/** A provider that records what it was asked. */
export interface FakeProvider extends Provider<Question> {
  asked: Call<Question>[];
  /** Pages handed out so far. */
  pages: number;
  /** How often its lists were read. */
  listed: { meters: number; customers: number };
}

/** A vendor of plain functions: no HTTP, and a value that can be computed by hand for every question. */
export function fakeProvider(options: FakeOptions = {}): FakeProvider {
  const { capabilities = capabilitiesOf(), meters = [meterOf("m")] } = options;
  const customers = everybody(options);
  const perPage = options.measurementsPerPage ?? Number.POSITIVE_INFINITY;
  const perCall = options.customersPerCall ?? Number.POSITIVE_INFINITY;

  async function* answer(call: Call<Question>): AsyncGenerator<MeasurementPage> {
    const { start, end, meters: some } = call.question;
    if (((end - start) / hour) * some.length > (options.maxHours ?? Number.POSITIVE_INFINITY)) {
      throw new MetermuxError("too much", { code: "vendor_failure", status: 504, splittable: true });
    }
    const measurements = measure(call.question, options);
    for (let first = 0; first === 0 || first < measurements.length; first += perPage) {
      yield { measurements: measurements.slice(first, first + perPage), remainders: [] };
    }
  }

  const fake: FakeProvider = {
    vendor: options.vendor ?? "fake",
    capabilities,
    rate: options.rate ?? false,
    asked: [],
    pages: 0,
    listed: { meters: 0, customers: 0 },
    skewMs: () => options.skewMs,
    async meters() {
      fake.listed.meters += 1;
      return meters;
    },
    async customers() {
      fake.listed.customers += 1;
      return customers;
    },
    plan(question) {
      const groups = question.scope === "total" ? [question.customers] : chunks(question.customers, perCall);
      const spans = question.spans.length > 0 ? question.spans : stretches(question, options.hoursPerCall);
      return chunks(question.meters, options.metersPerCall ?? Number.POSITIVE_INFINITY).flatMap((own) =>
        groups.flatMap((some) =>
          spans.map(({ start, end }) => {
            const part = { ...question, start, end, meters: own, customers: some };
            const call = { operation: question.operation, request: part, requests: 1, question: part };
            return options.callFor?.(call) ?? call;
          }),
        ),
      );
    },
    async *ask(call, signal, beforeNextPage) {
      fake.asked.push(call);
      for await (const page of options.ask?.(call, signal, beforeNextPage) ?? answer(call)) {
        signal.throwIfAborted();
        fake.pages += 1;
        yield page;
      }
    },
  };
  return fake;
}

function stretches({ start, end }: Span, hours = Number.POSITIVE_INFINITY): readonly Span[] {
  const middle = start + hours * hour;
  return middle >= end ? [{ start, end }] : [{ start, end: middle }, ...stretches({ start: middle, end }, hours)];
}

function chunks<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  if (items.length <= size) return [items];
  return [items.slice(0, size), ...chunks(items.slice(size), size)];
}

/** A question about everything that a fake has, over a range. */
export function questionOf(change: Partial<Question> & Span): Question {
  return {
    operation: "POST /usage",
    meters: [meterOf("m")],
    customers: [{ id: "c", name: null }],
    scope: "named",
    window: "hour",
    timeZone: "UTC",
    spans: [],
    groupBy: [],
    filter: {},
    ...change,
  };
}

/** Everything that an iteration hands out. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
