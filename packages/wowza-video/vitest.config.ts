import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The files of a worker share its modules: no test changes what another one imports.
    isolate: false,
    // Wide: two cores may be shared with everything else.
    testTimeout: 30_000,
    reporters: ["default", ["json", { outputFile: ".reports/vitest.json" }]],
  },
});
