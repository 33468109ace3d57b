import { BigNumber } from "bignumber.js";

/**
 * Exact decimals: additions and products keep every digit, and text never carries an exponent. A clone, because
 * settings of the library's own constructor would be shared with the application around us.
 */
export const Decimal = BigNumber.clone({ EXPONENTIAL_AT: 1e9 });

/** An exact decimal, of bignumber.js. */
export type Decimal = BigNumber;
