import { defineConfig } from "vitest/config";

export default defineConfig({
  // Wide: two cores may be shared with everything else.
  test: { testTimeout: 30_000, reporters: ["default", ["json", { outputFile: ".reports/vitest.json" }]] },
});
