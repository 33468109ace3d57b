import type { Operations } from "@metermux/http";
import type { paths } from "./schema.js";

/** What the spec cannot say about each operation. All of them read; queries and the search do so by POST. */
export const operations: Operations<paths> = {
  "POST /v1/usage": { read: true, envelope: ["data[]", "next_page"], decimals: ["value", "groups.*"] },
  "POST /v1/usage/groups": { read: true, envelope: ["data[]", "next_page"], decimals: ["value"] },
  "POST /v1/events/search": { read: true, envelope: "list" },
  "GET /v1/billable-metrics": { read: true, envelope: ["data[]", "next_page"] },
  "GET /v1/billable-metrics/{billable_metric_id}": { read: true, envelope: ["data"] },
  "GET /v1/customers": { read: true, envelope: ["data[]", "next_page"] },
  "GET /v1/customers/{customer_id}": { read: true, envelope: ["data"] },
  "GET /v1/customers/{customer_id}/billable-metrics": { read: true, envelope: ["data[]", "next_page"] },
};
