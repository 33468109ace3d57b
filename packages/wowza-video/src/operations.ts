import type { Operations } from "@metermux/http";
import type { paths } from "./schema.js";

/** What the spec cannot say of each operation. The envelope's other key is `account`, or `accounts` in the guide. */
export const operations: Operations<paths> = {
  "GET /usage/account": {
    read: true,
    envelope: ["limits"],
    decimals: [
      "viewing_seconds",
      "avg_viewing_seconds",
      "viewing_bytes",
      "egress_seconds",
      "egress_seconds_additional_targets",
      "egress_bytes",
    ],
  },
};
