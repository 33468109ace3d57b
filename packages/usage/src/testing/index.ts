/** What adapters are tested with. Runs under vitest. */
export { describeProvider } from "./describe-provider.js";
export type { ProviderFixture } from "./scene.js";
