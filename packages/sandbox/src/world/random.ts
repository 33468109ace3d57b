import { createHash } from "node:crypto";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A seeded random generator. It uses only integer arithmetic, so every Node version draws the same. */
export interface Random {
  /** An integer from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  /** True in `numerator` of `denominator` draws. */
  chance(numerator: number, denominator: number): boolean;
  /** One of the choices. */
  pick<Choice>(choices: readonly [Choice, ...Choice[]]): Choice;
}

type Part = string | number;

/** A 32-bit hash (FNV-1a with a final mix) of the parts, in order. */
export function hash32(...parts: Part[]): number {
  const text = parts.join("\u0000");
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A generator seeded only by the parts, so that the draws of one cell of the world do not change those of another. */
export function randomFor(...parts: Part[]): Random {
  const generator = xoroshiro128plus(hash32(...parts));
  const integer = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    integer,
    chance: (numerator, denominator) => integer(1, denominator) <= numerator,
    pick: (choices) => choices[integer(0, choices.length - 1)] ?? choices[0],
  };
}

/** A UUID derived only from the parts (version 8, custom bits). */
export function uuidFor(...parts: Part[]): string {
  const hex = createHash("sha256").update(parts.join("\u0000")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
