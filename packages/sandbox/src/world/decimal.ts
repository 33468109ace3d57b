import { BigNumber } from "bignumber.js";

/**
 * Exact decimals: additions and products keep every digit, and text never carries an exponent. A clone, because
 * settings of the library's own constructor would be shared with the application.
 *
 * On purpose not the facade's big.js: the facade's sums are checked against the sandbox, and an error of one library must
 * not be on both sides.
 */
export const Decimal = BigNumber.clone({ EXPONENTIAL_AT: 1e9 });

/** An exact decimal, of bignumber.js. */
export type Decimal = BigNumber;
