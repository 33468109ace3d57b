import { Decimal } from "../world/decimal.js";
import { randomFor } from "../world/random.js";

/**
 * The value of a meter in the window that starts at an instant, the same for every customer. Most are whole numbers of a
 * few digits, as counts are; among the others are zeros, byte counts, twelve decimal places, corrections below zero and
 * more digits than a double holds.
 */
export function preparedValue(seed: number, meter: string, start: number): Decimal {
  const random = randomFor(seed, "prepared", meter, start);
  const digits = (count: number): string => String(random.integer(0, 10 ** count - 1)).padStart(count, "0");
  const kind = random.integer(1, 16);
  if (kind === 1) return new Decimal(0);
  if (kind === 2) return new Decimal(`${random.integer(1, 9)}${digits(8)}${digits(8)}${digits(4)}`);
  if (kind === 3) return new Decimal(`-${digits(3)}.${digits(6)}`);
  if (kind === 4) return new Decimal(`${random.integer(1, 9)}${digits(8)}${digits(5)}`);
  if (kind <= 8) return new Decimal(`${digits(4)}.${digits(6)}${digits(6)}`);
  return new Decimal(random.integer(1, 10 ** random.integer(1, 7)));
}
