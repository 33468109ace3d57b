import Big from "big.js";
import { canonicalDecimal } from "./decimal.js";
import type { Method } from "./row.js";

/** Decimals put together as they come, exactly. */
export interface Total {
  /** @throws Error for what is not a decimal. */
  add(decimal: string): void;
  /** The canonical decimal; null when nothing came. @throws RangeError for one of more than 1,000 digits. */
  value(): string | null;
}

/** A sum, a minimum or a maximum of decimals. */
export function createTotal(method: Method): Total {
  let total: Big | undefined;
  const better = (value: Big, than: Big) => (method === "min" ? value.lt(than) : value.gt(than));
  return {
    add(decimal) {
      const value = new Big(decimal);
      if (total === undefined) total = value;
      else if (method === "sum") total = total.plus(value);
      else if (better(value, total)) total = value;
    },
    value: () => (total === undefined ? null : canonicalDecimal(total.toFixed())),
  };
}
