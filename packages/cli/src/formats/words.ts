import type { MetermuxError, RefusalDetails } from "@metermux/usage";
import { commandLine } from "./shell-quote.js";

/** Fields of a query with other values; undefined for one to leave out. */
export type Change = Readonly<Record<string, unknown>>;

/** What whoever asks calls the fields of a query: options of the command line, or members of a document. */
export interface Words {
  /** The name of a field, such as `--filter region` for `filter.region`; undefined where it has none. */
  nameOf(field: string): string | undefined;
  /** What to give for a change; undefined where it cannot be given. */
  changeOf(change: Change): string | undefined;
}

/** The options behind the fields. */
const flags: Readonly<Record<string, string>> = {
  connections: "--connection",
  start: "--from",
  end: "--to",
  window: "--window",
  timeZone: "--time-zone",
  meters: "--meter",
  measures: "--measures",
  customers: "--customer",
  groupBy: "--group-by",
  filter: "--filter",
  maxRequests: "--max-requests",
  by: "--by",
  columns: "--columns",
  left: "--left",
  right: "--right",
  map: "--map",
  "tolerance.absolute": "--absolute",
  "tolerance.relative": "--relative",
};

/** Fields of which a member is named after the option's own value. */
const keyed = new Set(["filter"]);

/** The words of the command line. */
export const flagWords: Words = {
  nameOf(field) {
    const [first = "", ...key] = field.split(".");
    const flag = flagOf(field);
    return flag ?? (keyed.has(first) ? [flagOf(first), ...key].join(" ") : undefined);
  },
  changeOf(change) {
    const parts = Object.entries(change).map(([field, value]) => {
      const flag = flagOf(field);
      if (flag === undefined) return undefined;
      return isLeftOut(value) ? `leave out ${flag}` : commandLine(textsOf(value).flatMap((text) => [flag, text]));
    });
    return parts.includes(undefined) ? undefined : parts.join(" ");
  },
};

function flagOf(field: string): string | undefined {
  return Object.hasOwn(flags, field) ? flags[field] : undefined;
}

function isLeftOut(value: unknown): boolean {
  return value === undefined || value === null || textsOf(value).length === 0;
}

/** The values of an option, once each. */
function textsOf(value: unknown): string[] {
  if (value instanceof Date) return [value.toISOString()];
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, values]) => textsOf(values).map((text) => `${key}=${text}`));
}

/** What is said of an error: what happened, and what to do. */
export interface Said {
  line: string;
  /** Undefined where nothing is known to work. */
  advice: string | undefined;
}

/** An error of the library in such words, from its data: its message has the library's own names. */
export function inWords(error: MetermuxError, words: Words): Said {
  const { code, field, value, reason, vendor, message } = error;
  const advice = adviceOf(error, words);
  if (reason === undefined || field === undefined) return { line: message, advice };
  if (code === "unsupported") {
    const line = vendor === undefined ? reason : `${vendor}: ${reason}`;
    return { line: advice === undefined ? withName(line, field, words) : line, advice };
  }
  const why = value === undefined ? reason : `${value} cannot be used; ${reason}`;
  return { line: `${words.nameOf(field) ?? field}: ${why}`, advice };
}

/** Why something was left out, in such words, on one line. */
export function refusalInWords({ field, reason, suggestion }: RefusalDetails, words: Words): string {
  const advice = adviceOf({ suggestion }, words);
  return advice === undefined ? withName(reason, field, words) : `${reason}; try ${advice}`;
}

function withName(text: string, field: string | undefined, words: Words): string {
  const name = field === undefined ? undefined : words.nameOf(field);
  return name === undefined ? text : `${text} (${name})`;
}

function adviceOf({ suggestion }: Pick<RefusalDetails, "suggestion">, words: Words): string | undefined {
  const ways = suggestion?.changes.flatMap((change) => words.changeOf(change) ?? []) ?? [];
  return ways.length === 0 ? undefined : ways.join(", or ");
}
