import type { UsageRow } from "@metermux/usage";
import type { Span } from "./calendar.js";
import type { EventIndex } from "./events.js";
import type { Measure } from "./tally.js";
import type { Sent } from "./wire.js";

/** A vendor's meter, and what it is over the raw events. */
export interface TrueMeter {
  readonly id: string;
  /** As the vendor lists it; undefined where the vendor has no list. */
  readonly name: string | null | undefined;
  readonly unit: string | null;
  /** What the rows must say. */
  readonly aggregation: UsageRow["aggregation"];
  /** Whether a query that names no meter asks for it. */
  readonly asked: "when named" | "always";
  /** What usage can be grouped by: each alone, or all names of one together. */
  readonly groupKeys: readonly (readonly string[])[];
  readonly eventType: string;
  readonly measure: Measure;
  /** Only events whose property has this value. */
  readonly only?: readonly [property: string, value: string];
}

/** Whose usage a row tells: a customer, the account's own, or everybody's as one. */
export interface Party {
  readonly id: string | null;
  readonly name: string | null;
  /** The world's ids of those whose events it has. */
  readonly worldIds: readonly string[];
}

/** The group of a row: values of the dimensions asked for, null where an event lacks one. */
export type Groups = Readonly<Record<string, string | null>>;

/** One meter of one party. */
export interface Pair {
  readonly meter: TrueMeter;
  readonly party: Party;
}

/** A place where a row can be. */
export interface Cell extends Pair {
  readonly window: Span;
  readonly groups: Groups;
}

/** What a query asks of groups, and what went out for it. */
export interface Asked {
  readonly groupBy: readonly string[];
  readonly filter: Readonly<Record<string, readonly string[]>>;
  readonly sent: readonly Sent[];
}

/** Whether a row is there: it must be, must not be, or may be. */
export type Presence = "must" | "may" | "never";

/** What a vendor's rules say of the requests that it got, and of nothing else. */
export interface Rules {
  /** Groups that are listed beside those that have events in a window. */
  listed(pair: Pair): readonly Groups[];
  /** A cell without a match: whether there is a row, and its value. */
  empty(cell: Cell): { readonly presence: Presence; readonly value: string | null };
  /** A cell with a match; events without the dimension can be told of in the report instead. */
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

/** One connection as the vendor's facts and the sandbox's rules have it. */
export interface Subject {
  readonly connection: string;
  readonly vendor: string;
  readonly now: number;
  readonly events: EventIndex;
  readonly meters: readonly TrueMeter[];
  /** Every customer, or the one party of an account or session that tells its own usage only. */
  readonly parties: readonly Party[];
  readonly whose: "listed" | "own";
  /** Whether the vendor tells which meters and dimensions exist; else its answer decides. */
  readonly lists: boolean;
  /** The day on which the vendor's own weeks start; no source settles Amberflo's. */
  readonly weeksFrom: "monday" | "sunday";
  /** How long after its end a window can change, in milliseconds. */
  readonly late: number;
  readonly abilities: Abilities;
  rules(asked: Asked): Rules;
}
