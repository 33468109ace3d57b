import type { UsageEvent } from "../world/event.js";
import { hash32 } from "../world/random.js";
import { type Account, alphanumericId } from "./account.js";
import { refuse } from "./rules.js";

/** The kinds of things in an account, named as in the paths. */
export type Kind = "transcoders" | "stream_targets" | "real_time_streams" | "vod_streams";

export interface Thing {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  /** From 0, in the order of their creation. */
  readonly index: number;
}

/** Rule `things`. */
const kinds: Readonly<Record<Kind, { readonly count: number; readonly name: string }>> = {
  transcoders: { count: 5, name: "Transcoder" },
  stream_targets: { count: 12, name: "Stream target" },
  real_time_streams: { count: 3, name: "Real-time stream" },
  vod_streams: { count: 8, name: "VOD stream" },
};

/** All things of a kind, by id: rules `things` and `all-listed`. */
export function thingsOf(account: Account, kind: Kind): Thing[] {
  const { count, name } = kinds[kind];
  const things = Array.from({ length: count }, (_, index) => ({
    id: alphanumericId(account.world, account.id, kind, index),
    name: `${name} ${index + 1}`,
    archived: index % 3 === 2,
    index,
  }));
  return things.sort((left, right) => (left.id < right.id ? -1 : 1));
}

/**
 * One thing of a kind.
 *
 * @throws Refusal `unknown-record`.
 */
export function findThing(account: Account, kind: Kind, id: string | undefined): Thing {
  const things = thingsOf(account, kind);
  const thing = things.find((candidate) => candidate.id === id);
  const [first] = things;
  // Rule lenient.
  if (thing === undefined && account.variants.lenient && first !== undefined) return { ...first, id: id ?? "" };
  if (thing === undefined) throw refuse("unknown-record", `There is no ${kinds[kind].name} '${id}'`, 404);
  return thing;
}

/** The events of one thing: rule `assignment`. */
export function eventsOf(kind: Kind, thing: Thing, events: readonly UsageEvent[]): UsageEvent[] {
  return events.filter(({ id }) => hash32(kind, id) % kinds[kind].count === thing.index);
}
