import type { World } from "@metermux/sandbox";
import { createUsage } from "@metermux/usage";
import { wowzaVideo } from "@metermux/usage/wowza-video";
import type { EventIndex } from "./events.js";
import { type OpenSubject, quick } from "./open-subject.js";
import type { Subject, TrueMeter } from "./subject.js";
import type { Measure } from "./tally.js";
import { recordWire } from "./wire.js";

type Counter = Pick<TrueMeter, "eventType" | "measure" | "only" | "unit" | "aggregation">;

const bytes = { measure: { kind: "sum", property: "bytes" }, unit: "B", aggregation: "sum" } as const;
const seconds = { measure: { kind: "sum", property: "seconds" }, unit: "s", aggregation: "sum" } as const;
// Rule `average`.
const perViewer: Measure = { kind: "average", property: "seconds", per: "viewer" };

/** Rules `viewing`, `average` and `egress-targets`. */
const counters: Readonly<Record<string, Counter>> = {
  viewing_bytes: { eventType: "video_view", ...bytes },
  viewing_seconds: { eventType: "video_view", ...seconds },
  avg_viewing_seconds: { eventType: "video_view", measure: perViewer, unit: "s", aggregation: "average" },
  egress_bytes: { eventType: "video_egress", ...bytes, only: ["target", "primary"] },
  egress_seconds: { eventType: "video_egress", ...seconds, only: ["target", "primary"] },
  egress_seconds_additional_targets: { eventType: "video_egress", ...seconds, only: ["target", "additional"] },
};

/** The video account, asked through the facade. */
export const openVideo: OpenSubject = async ({ connections, world }, { clock, events }) => {
  const { "wowza-video": video } = connections;
  const wire = recordWire(video.baseUrl);
  const usage = createUsage({ video: wowzaVideo({ ...video, ...quick, fetch: wire.fetch }) }, { clock });
  return { subject: wowzaVideoSubject(world, events, video.customerId), usage, wire };
};

/** The video account of one customer of a world. Every counter is present for every range: rule `no-usage`. */
export function wowzaVideoSubject(world: World, events: EventIndex, customerId: string): Subject {
  const meters = Object.entries(counters).map(([id, counter]): TrueMeter => {
    return { id, name: undefined, asked: "always", groupKeys: [["resource"]], ...counter };
  });
  return {
    connection: "video",
    vendor: "wowza-video",
    now: world.now,
    events,
    meters,
    parties: [{ id: null, name: null, worldIds: [customerId] }],
    whose: "own",
    lists: true,
    weeksFrom: "monday",
    // Users report delays of hours; a day is the adapter's choice.
    late: 86_400_000,
    abilities: {
      // An answer is one number for its range.
      minRequests: ({ windows }) => windows,
      canGroup: ({ names }) => names.every((name) => name === "resource"),
      extremesByName: false,
    },
    rules: ({ groupBy, filter }) => ({
      listed: () =>
        groupBy.length === 0
          ? []
          : (filter.resource ?? ["transcoders", "vod_streams"]).map((resource) => ({ resource })),
      empty: () => ({ presence: "must", value: "0" }),
      filled: () => "must",
      truncated: () => false,
    }),
  };
}
