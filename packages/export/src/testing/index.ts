/** What formats are tested with. Runs under vitest. */
export { describeFormat, type FormatFixture, type ReadRow } from "./describe-format.js";
