import { isMetermuxError, type UsageQuery } from "@metermux/usage";
import { CommandLineError } from "../failure.js";
import { flagWords, inWords, type Words } from "../formats/words.js";
import type { Io } from "../io.js";
import { nameOf, readDocument } from "./read-file.js";

/**
 * Reads Amberflo's published flat `UsageQueryRequest` document as a question of the facade.
 *
 * @param path of a file; `-` is stdin.
 * @throws CommandLineError when it cannot be read or is not JSON; MetermuxError `invalid_input` or `unsupported` for a
 * document that is not one, naming the field.
 */
export async function readRequest(path: string, io: Pick<Io, "stdin" | "signal">): Promise<UsageQuery> {
  const file = { option: "--request", path };
  const document = parse(nameOf(file), await readDocument(file, io));
  const { readUsageRequest } = await import("@metermux/usage/amberflo");
  return readUsageRequest(document);
}

function parse(name: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    // The rest of the message quotes the content, which can be a file of credentials given by mistake.
    const [where = ""] = / at position \d+$/.exec(error instanceof Error ? error.message : "") ?? [];
    throw new CommandLineError(`--request: ${name} is not JSON${where && `, ${where.trim()}`}`);
  }
}

/** The fields of the document behind the facade's. */
const fields: Readonly<Record<string, string>> = {
  start: "startTimeInSeconds",
  end: "endTimeInSeconds",
  window: "timeGroupingInterval",
  meters: "meterApiName",
  customers: "customerFilter",
  groupBy: "groupBy",
  filter: "filter",
  aggregation: "aggregation",
};

/** The members of the document behind the fields; how many requests may go out is an option. */
const requestWords: Words = {
  nameOf: (field) => (Object.hasOwn(fields, field) ? `UsageQueryRequest.${fields[field]}` : flagWords.nameOf(field)),
  changeOf(change) {
    const parts = Object.entries(change).map(([field, value]) => {
      if (!Object.hasOwn(fields, field)) return flagWords.changeOf({ [field]: value });
      const name = fields[field];
      return value === undefined || value === null
        ? `leave out ${name}`
        : `${name} ${JSON.stringify(asWritten(field, value))}`;
    });
    return parts.includes(undefined) ? undefined : parts.join(" ");
  },
};

/** A value as the document has it. */
function asWritten(field: string, value: unknown): unknown {
  if (field === "start" || field === "end") return Date.parse(String(value)) / 1000;
  if (field === "meters" && Array.isArray(value)) return value[0];
  return field === "window" || field === "aggregation" ? String(value).toUpperCase() : value;
}

/** An error that names a field of the facade, in the words of the document that was given. */
export function nameRequestFields(error: unknown): unknown {
  if (!isMetermuxError(error) || error.field === undefined || error.reason === undefined) return error;
  const { line, advice } = inWords(error, requestWords);
  return new CommandLineError(line, { advice, cause: error });
}
