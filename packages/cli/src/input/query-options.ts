import type { UsageQuery, Window } from "@metermux/usage";
import { CommanderError } from "commander";
import { CommandLineError } from "../failure.js";
import type { Io } from "../io.js";
import { readRequest } from "./amberflo-request.js";

/** The options of `metermux query` that say what is asked, as commander reads them. */
export interface QueryOptionValues {
  connection?: string[];
  /** Stands in place of all that follow but `maxRequests`. */
  request?: string;
  from?: string;
  to?: string;
  window?: Window;
  timeZone?: string;
  meter?: string[];
  customer?: string[];
  groupBy?: string[];
  filter?: Record<string, readonly string[]>;
  maxRequests?: number;
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
  io: Pick<Io, "stdin" | "signal">,
): Promise<Question> {
  const { connection, request, maxRequests } = options;
  if (request === undefined) return { connections: connection, query: toQuery(options, io.signal) };
  const query = { ...(await readRequest(request, io)), maxRequests, signal: io.signal };
  return { connections: connection ?? ["amberflo"], query };
}

/** The facade's question behind the options alone. @throws CommandLineError for a range that is not said. */
export function toQuery(options: QueryOptionValues, signal: AbortSignal): UsageQuery {
  return {
    meters: options.meter,
    customers: readCustomers(options.customer),
    start: options.from ?? missing("--from <time>"),
    end: options.to ?? missing("--to <time>"),
    window: options.window ?? missing("--window <length>"),
    timeZone: options.timeZone,
    groupBy: options.groupBy,
    filter: options.filter,
    maxRequests: options.maxRequests,
    signal,
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
