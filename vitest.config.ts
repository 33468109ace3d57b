import { defineConfig } from "vitest/config";

// For work on several packages at once: `pnpm vitest`. CI runs each package by itself, through turbo.
export default defineConfig({ test: { projects: ["packages/*", "scripts"] } });
