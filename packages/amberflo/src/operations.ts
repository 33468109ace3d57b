import type { Operations } from "@metermux/http";
import type { paths } from "./schema.js";

// Whether the vendor itself or its gateway answers 504 is UNVERIFIED. The same request would take as long again.
const usage = { read: true, tooMuch: [413, 504], decimals: ["value", "groupValue"] } as const;

/** What the spec cannot say about each operation: usage is read by POST, and creating a session is not a read. */
export const operations: Operations<paths> = {
  "POST /usage": { ...usage, envelope: ["metadata", "clientMeters[]"] },
  "POST /usage/batch": { ...usage, envelope: "list" },
  "POST /usage/sparse": { ...usage, envelope: ["metadata", "clientMeters[]"] },
  "POST /usage/sparse/batch": { ...usage, envelope: "list" },
  "GET /usage/all": { ...usage, envelope: "list" },
  "POST /customer-portal/usage-batch": { ...usage, envelope: "list" },
  "POST /session": { read: false, envelope: ["url", "sessionToken"] },
  "GET /meters": { read: true, envelope: "list" },
  "GET /customers/paging": { read: true, envelope: ["items[]", "metadata"] },
};
