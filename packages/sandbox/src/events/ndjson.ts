import { Decimal } from "../world/decimal.js";
import type { Line } from "./line.js";
import { linesOf } from "./lines.js";

/** A number with more digits is refused. */
const MAX_DIGITS = 1000;

/** Lines of JSON. Empty lines are skipped. Properties become text; null is absent. */
export async function* readNdjson(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Line> {
  const { parse } = await import("lossless-json");
  for await (const { number, text } of linesOf(pieces)) {
    if (text.trim() === "") continue;
    let value: unknown;
    try {
      // JSON.parse would turn the numbers into doubles.
      value = parse(text, undefined, (digits) => new Decimal(digits));
    } catch (error) {
      throw new RangeError(`line ${number}: not JSON (${error instanceof Error ? error.message : error})`);
    }
    yield { number, event: plain(value, number) };
  }
}

const instants = ["timestamp", "receivedAt"];

/** An event with instants as numbers again and properties as text. Numbers in other fields keep their digits for the error. */
function plain(value: unknown, line: number): unknown {
  if (Decimal.isBigNumber(value)) return value.toNumber();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    if (member === null) return [];
    if (name === "properties" && typeof member === "object") return [[name, propertiesOf(member, line)]];
    return [[name, Decimal.isBigNumber(member) && instants.includes(name) ? member.toNumber() : member]];
  });
  return Object.fromEntries(members);
}

function propertiesOf(properties: object, line: number): unknown {
  if (Array.isArray(properties) || Decimal.isBigNumber(properties)) return properties;
  const members = Object.entries(properties).flatMap(([name, value]): [string, unknown][] => {
    if (value === null) return [];
    if (typeof value === "boolean") return [[name, String(value)]];
    if (!Decimal.isBigNumber(value)) return [[name, value]];
    const digits = Math.abs(value.e ?? 0) + (value.c?.length ?? 0) * 14;
    if (digits > MAX_DIGITS + 14) {
      throw new RangeError(`line ${line}: properties.${name} has more than ${MAX_DIGITS} digits`);
    }
    return [[name, value.toFixed()]];
  });
  return Object.fromEntries(members);
}
