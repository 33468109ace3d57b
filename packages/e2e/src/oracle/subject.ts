import type { UsageRow } from "@metermux/usage";
import type { Span } from "./calendar.js";
import type { EventIndex } from "./events.js";
import type { Measure } from "./tally.js";
import type { Sent } from "./wire.js";

/** A vendor's meter and its aggregation over the raw events. */
export interface TrueMeter {
  readonly id: string;
  /** As the vendor lists it; undefined where the vendor has no list. */
  readonly name: string | null | undefined;
  readonly unit: string | null;
  /** The aggregation that the rows must have. */
  readonly aggregation: UsageRow["aggregation"];
  /** Whether a query without named meters includes it. */
  readonly asked: "when named" | "always";
  /** The keys that usage can be grouped by; all dimensions of a compound key together. */
  readonly groupKeys: readonly (readonly string[])[];
  readonly eventType: string;
  readonly measure: Measure;
  /** Only events whose property has this value. */
  readonly only?: readonly [property: string, value: string];
}

/** The party of a row: a customer, the account itself, or all customers together. */
export interface Party {
  readonly id: string | null;
  readonly name: string | null;
  /** The world's ids of its customers. */
  readonly worldIds: readonly string[];
}

/** The group of a row: values of the dimensions asked for, null where an event lacks one. */
export type Groups = Readonly<Record<string, string | null>>;

/** One meter of one party. */
export interface Pair {
  readonly meter: TrueMeter;
  readonly party: Party;
}

/** A possible row. */
export interface Cell extends Pair {
  readonly window: Span;
  readonly groups: Groups;
}

/** The grouping of a query, and the requests that were sent for it. */
export interface Asked {
  readonly groupBy: readonly string[];
  readonly filter: Readonly<Record<string, readonly string[]>>;
  readonly sent: readonly Sent[];
}

/** Whether a row must, must not or may exist. */
export type Presence = "must" | "may" | "never";

/** The expectations of a vendor's rules for the received requests. */
export interface Rules {
  /** Groups that are listed in addition to those with events in a window. */
  listed(pair: Pair): readonly Groups[];
  /** A cell without a match: whether there is a row, and its value. */
  empty(cell: Cell): { readonly presence: Presence; readonly value: string | null };
  /** A cell with a match; events without the dimension may be reported as a remainder instead. */
  filled(cell: Cell): Presence;
  /** Whether the vendor cut the list of groups short. */
  truncated(cell: Pair & { readonly window: Span }): boolean;
}

/** What a question needs of a vendor, counted. */
export interface Need {
  /** How many windows it has, at least 1. */
  readonly windows: number;
  /** Whether they are weeks or months. */
  readonly longer: boolean;
  readonly meters: readonly TrueMeter[];
  /** How many customers it is about. */
  readonly customers: number;
}

/** The dimensions that a question groups and filters by. */
export interface Grouping {
  /** Of both. */
  readonly names: readonly string[];
  readonly groupBy: readonly string[];
  /** Whether all customers are asked for as one. */
  readonly total: boolean;
}

/** What a vendor does natively, by the table of what each does. */
export interface Abilities {
  /** Fewer requests cannot do. */
  minRequests(need: Need): number;
  /** Whether it groups and filters a meter by these dimensions, of which there is one at least. */
  canGroup(grouping: Grouping, meter: TrueMeter): boolean;
  /** Whether a total of minima or maxima is answered only where the query names the aggregation. */
  readonly extremesByName: boolean;
  /** The operation that ends a question of too much by a 504, so that its halves are asked for; undefined where none does. */
  readonly endsTooMuch?: string | undefined;
}

/** One connection by the vendor's facts and the sandbox's rules. */
export interface Subject {
  readonly connection: string;
  readonly vendor: string;
  readonly now: number;
  readonly events: EventIndex;
  readonly meters: readonly TrueMeter[];
  /** Every customer, or the single party of an account or session that reports only its own usage. */
  readonly parties: readonly Party[];
  readonly whose: "listed" | "own";
  /** Whether the vendor lists its meters and dimensions; otherwise its answer decides. */
  readonly lists: boolean;
  /** The day on which the vendor's own weeks start; no source settles Amberflo's. */
  readonly weeksFrom: "monday" | "sunday";
  /** How long after its end a window can change, in milliseconds. */
  readonly late: number;
  readonly abilities: Abilities;
  rules(asked: Asked): Rules;
}
