import { InvalidArgumentError } from "commander";

/** Reads an option that may be repeated into a list. */
export function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** Reads an option KEY=VALUE that may be repeated into the values of each key. */
export function collectByKey(
  text: string,
  previous: Readonly<Record<string, readonly string[]>> = {},
): Record<string, readonly string[]> {
  const [, key, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError("Give a dimension and one value of it.");
  const known = Object.hasOwn(previous, key) ? (previous[key] ?? []) : [];
  return { ...previous, [key]: [...known, value] };
}

/** Reads an option that may be given once: which of two values is meant cannot be known. */
export function once(value: string, previous: string | undefined): string {
  if (previous !== undefined) throw new InvalidArgumentError("It can be given once.");
  return value;
}

/** Reads a whole number between two bounds. */
export function wholeNumber(lowest: number, highest: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || number < lowest || number > highest) {
      throw new InvalidArgumentError(`Give a whole number from ${lowest} to ${highest}.`);
    }
    return number;
  };
}

/** Reads names with commas between. */
export function list(value: string, previous: string[] | undefined): string[] {
  const names = once(value, previous?.join())
    .split(",")
    .map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("Give names with commas between.");
  return names;
}
