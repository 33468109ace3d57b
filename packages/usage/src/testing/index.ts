/** What adapters are tested with. Runs under vitest. */
export { describeProvider, type ProviderFixture } from "./describe-provider.js";
