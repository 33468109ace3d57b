import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { UsageEvent } from "../world/event.js";
import type { Account } from "./account.js";
import { egressOf, viewingOf } from "./counters.js";
import { numberedPage } from "./pages.js";
import { limitsOf, type Range, readRange } from "./range.js";
import { ofResource } from "./resources.js";
import { eventsOf, findThing, type Thing, thingsOf } from "./things.js";
import { trendOf } from "./trend.js";

const configurations = [
  { transcoder_type: "transcoded", billing_mode: "pay_as_you_go" },
  { transcoder_type: "passthrough", billing_mode: "twentyfour_seven" },
] as const;

/** GET /usage/transcoders: rules `transcoder-usage` and `numbered-pages`. */
export function listTranscoders(account: Account, { query }: Call): Json {
  const range = readRange(query, account);
  const egress = eventsIn(account, "video_egress", range);
  const { rows, pagination } = numberedPage(thingsOf(account, "transcoders"), query);
  return { transcoders: rows.map((transcoder) => describe(transcoder, egress)), pagination, limits: limitsOf(range) };
}

/** GET /usage/transcoders/summary: rule `configurations`. */
export function summarizeTranscoders(account: Account, { query }: Call): Json {
  const range = readRange(query, account);
  const egress = eventsIn(account, "video_egress", range);
  const transcoders = thingsOf(account, "transcoders");
  const totals = (events: readonly UsageEvent[]): { readonly [name: string]: Json } => {
    const { egress_bytes, egress_seconds } = egressOf(events);
    return { egress_bytes, egress_seconds };
  };
  const parts = configurations.map((configuration) => {
    const own = transcoders.filter((transcoder) => configurationOf(transcoder) === configuration);
    return { ...configuration, ...totals(own.flatMap((transcoder) => eventsOf("transcoders", transcoder, egress))) };
  });
  return { summary: { ...totals(egress), configurations: parts }, limits: limitsOf(range) };
}

/** GET /usage/transcoders/{id}: rules `transcoder-usage` and `one`. */
export function readTranscoder(account: Account, { params, query }: Call): Json {
  const { now } = account.world;
  const range = readRange(query, account);
  const transcoder = findThing(account, "transcoders", params.id);
  const views = eventsOf("transcoders", transcoder, eventsIn(account, "video_view", range));
  return {
    transcoder: {
      ...describe(transcoder, eventsIn(account, "video_egress", range)),
      ...viewingOf(views),
      trend: query.include === "trend" ? trendOf(views, range, now) : undefined,
    },
    limits: limitsOf(range),
  };
}

function describe(transcoder: Thing, egress: readonly UsageEvent[]) {
  const { id, name, archived } = transcoder;
  return {
    id,
    name,
    archived,
    ...configurationOf(transcoder),
    ...egressOf(eventsOf("transcoders", transcoder, egress)),
  };
}

function configurationOf({ index }: Thing): (typeof configurations)[number] {
  return index % 2 === 0 ? configurations[0] : configurations[1];
}

function eventsIn(account: Account, type: string, range: Range): UsageEvent[] {
  return ofResource(account.events(type, range), "transcoders");
}
