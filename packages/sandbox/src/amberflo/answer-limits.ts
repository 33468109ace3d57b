import { gzipSync } from "node:zlib";
import { isList, isObject, type Json, writeJson } from "../server/json.js";
import { Decimal } from "../world/decimal.js";
import { refuse } from "./rules.js";
import type { AmberfloVariants } from "./variants.js";

/**
 * Applies the rules `byte-cap` and `exact-numbers` to a usage answer.
 *
 * @throws Refusal `byte-cap`
 */
export function limited(answer: Json, { byteCap, numbers, overflow }: AmberfloVariants): Json {
  const written = numbers === "double" ? inDoubles(answer) : answer;
  const text = writeJson(written);
  // Compression is expensive, and an answer that fits uncompressed needs none.
  if (text.length > byteCap && gzipSync(text).length > byteCap) {
    throw refuse("byte-cap", `the answer is larger than ${byteCap} bytes`, overflow);
  }
  return written;
}

function inDoubles(value: Json): Json {
  if (Decimal.isBigNumber(value)) return value.toNumber();
  if (isList(value)) return value.map(inDoubles);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, member === undefined ? undefined : inDoubles(member)]),
  );
}
