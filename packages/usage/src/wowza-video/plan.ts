import { hour, type Resource, type ResourceFilter, resourceFilter } from "@metermux/wowza-video";
import { type Call, type Capabilities, type Meter, type Question, unsupported } from "../adapter/index.js";

/** What Wowza Video's `GET /usage/account` does natively. */
export const capabilities: Capabilities = {
  operations: [
    {
      operation: "GET /usage/account",
      windows: {},
      // An answer is one number for its range: every window is asked for by itself.
      anyRange: { maxDays: 90 },
      alignment: "hour",
      // By resource: a filter, and so a request, for each.
      groupBy: { maxKeys: 1 },
      filter: ["resource"],
      total: true,
    },
  ],
  customers: "self",
  listsMeters: true,
  rollsUpOverTime: ["sum"],
  // Delays of some hours are reported; a day is our choice.
  lateHours: 24,
  caveats: [
    {
      text: "whether the hour that begins at the end of a range counts in it is UNVERIFIED; it is read as not counting",
    },
  ],
};

const counters = {
  viewing_bytes: { name: "Viewing bytes", unit: "B", aggregation: "sum" },
  viewing_seconds: { name: "Viewing seconds", unit: "s", aggregation: "sum" },
  avg_viewing_seconds: { name: "Average viewing seconds", unit: "s", aggregation: "average" },
  egress_bytes: { name: "Egress bytes", unit: "B", aggregation: "sum" },
  egress_seconds: { name: "Egress seconds", unit: "s", aggregation: "sum" },
  egress_seconds_additional_targets: { name: "Egress seconds to additional targets", unit: "s", aggregation: "sum" },
} as const;

/** The name of a counter of the account. */
export type Counter = keyof typeof counters;

/** The account's counters: the vendor has no list of meters. */
export const meters: readonly (Meter & { id: Counter })[] = Object.entries(counters).map(([id, counter]) => ({
  ...counter,
  // The keys of the object above.
  id: id as Counter,
  dimensions: ["resource"],
  measures: "usage",
  archived: false,
}));

/** The query of one call; both bounds are always sent, so that no default of the vendor applies. */
export type AccountQuery = { from: string; to: string } & Partial<ResourceFilter>;

const resources: readonly Resource[] = ["transcoders", "vod_streams"];

/**
 * One call for each range: an answer has every counter, for one range. By resource, one for each range and resource: an
 * answer does not tell them apart, and a filter does.
 */
export function planCalls(question: Question): Call<AccountQuery>[] {
  const { operation, spans, groupBy } = question;
  const asked = question.filter.resource?.map(readResource);
  const filters = groupBy.includes("resource")
    ? [...new Set(asked ?? resources)].map((resource) => ({ query: resourceFilter(resource), resource: [resource] }))
    : [{ query: asked?.[0] === undefined ? {} : resourceFilter(asked[0], asked[1]), resource: asked }];
  return spans.flatMap(({ start, end }) =>
    filters.map(({ query, resource }) => {
      const request = { from: hour(new Date(start)), to: hour(new Date(end)), ...query };
      const filter = resource === undefined ? question.filter : { ...question.filter, resource };
      const part = { ...question, filter, start, end, spans: [{ start, end }] };
      return { operation, requests: 1, request, question: part };
    }),
  );
}

function readResource(value: string): Resource {
  if (value === "transcoders" || value === "vod_streams") return value;
  const why = `filter.resource takes no ${JSON.stringify(value)}`;
  throw unsupported("wowza-video", "filter", why, "use transcoders or vod_streams");
}
