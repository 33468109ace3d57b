import type { UsageQuery, Window } from "@metermux/usage";
import { CommanderError } from "commander";
import { CommandLineError } from "../failure.js";
import type { Io } from "../io.js";
import { readRequest } from "./amberflo-request.js";
import { endOfRunning, readPeriod, readTime } from "./time-option.js";

/** The options of `metermux query` that say what is asked, as commander reads them. */
export interface QueryOptionValues {
  connection?: string[];
  /** Stands in place of all that follow but `maxRequests`. */
  request?: string;
  from?: string;
  to?: string;
  /** A whole period, in place of both. */
  for?: string;
  window?: Window;
  timeZone?: string;
  meter?: string[];
  measures?: NonNullable<UsageQuery["measures"]>;
  customer?: string[];
  groupBy?: string[];
  filter?: Record<string, readonly string[]>;
  maxRequests?: number;
  incomplete?: "include" | "exclude";
  raw?: boolean;
  keepGoing?: boolean;
}

/** Whom to ask, undefined for all that the environment configures, and what. */
export interface Question {
  connections: readonly string[] | undefined;
  query: UsageQuery;
}

/**
 * The facade's question behind the options, or behind the document that they name.
 *
 * @throws CommandLineError for a range that is not said, or a document that cannot be read; MetermuxError `invalid_input` or
 * `unsupported` for one that is not a document.
 */
export async function readQueryOptions(
  options: QueryOptionValues,
  io: Pick<Io, "stdin" | "signal" | "now">,
): Promise<Question> {
  const { connection, request, maxRequests, incomplete, raw, keepGoing } = options;
  if (request === undefined) return { connections: connection, query: toQuery(options, io) };
  const document = await readRequest(request, io);
  const query = { ...document, maxRequests, incomplete, raw, keepGoing, signal: io.signal };
  return { connections: connection ?? ["amberflo"], query };
}

/** The facade's question behind the options alone. @throws CommandLineError for a range that is not said. */
export function toQuery(options: QueryOptionValues, { signal, now }: Pick<Io, "signal" | "now">): UsageQuery {
  const { incomplete, raw, keepGoing } = options;
  return {
    meters: options.meter,
    measures: options.measures,
    customers: readCustomers(options.customer),
    ...readRange(options, now()),
    timeZone: options.timeZone,
    groupBy: options.groupBy,
    filter: options.filter,
    maxRequests: options.maxRequests,
    incomplete,
    raw,
    keepGoing,
    signal,
  };
}

function readRange(options: QueryOptionValues, now: number): Pick<UsageQuery, "start" | "end" | "window"> {
  const clock = { now, timeZone: options.timeZone ?? "UTC" };
  const period = options.for === undefined ? undefined : readPeriod(options.for, clock);
  const from = period?.from ?? options.from ?? missing("--from <time>");
  const window = options.window ?? missing("--window <length>");
  const to = period?.to ?? options.to;
  return {
    start: readTime(from, clock),
    end: to === undefined ? endOfRunning(window, clock) : readTime(to, clock),
    window,
  };
}

function readCustomers(customers: string[] | undefined): string[] | "total" | undefined {
  if (!customers?.includes("total")) return customers;
  if (customers.every((customer) => customer === "total")) return "total";
  throw new CommandLineError("--customer: total is all customers as one; leave the others out");
}

function missing(option: string): never {
  // As commander words it for options that it requires itself.
  throw new CommanderError(1, "commander.missingMandatoryOptionValue", `required option '${option}' not specified`);
}
