import { defineConfig } from "vitest/config";

const { ORACLE_QUERIES = "10000", ORACLE_SEED = String(Date.now() % 2 ** 31) } = process.env;

/** The random queries of `npm test`, many more of them and others each time. */
export default defineConfig({
  test: { include: ["src/oracle-*.test.ts"], env: { ORACLE_QUERIES, ORACLE_SEED }, hookTimeout: 60_000 },
});
