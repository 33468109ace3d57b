import type { Operations } from "@metermux/http";
import type { paths } from "./schema.js";

/** What the spec cannot say of each operation. All of them read; the usage query does so by POST. */
export const operations: Operations<paths> = {
  "POST /v1/usage": { read: true, envelope: ["data[]", "next_page"], decimals: ["value", "groups.*"] },
  "GET /v1/billable-metrics": { read: true, envelope: ["data[]", "next_page"] },
  "GET /v1/customers": { read: true, envelope: ["data[]", "next_page"] },
};
