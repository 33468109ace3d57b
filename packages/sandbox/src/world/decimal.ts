import { BigNumber } from "bignumber.js";

/**
 * Exact decimals: additions and products keep every digit, and text never carries an exponent. A clone, because
 * settings of the library's own constructor would be shared with the application around us.
 *
 * Another library than the big.js of the facade, on purpose: the sandbox is what the facade's sums are checked against, and
 * a mistake of one library must not stand on both sides.
 */
export const Decimal = BigNumber.clone({ EXPONENTIAL_AT: 1e9 });

/** An exact decimal, of bignumber.js. */
export type Decimal = BigNumber;
