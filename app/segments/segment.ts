import type { Definition } from "./language/definition";

/** A segment as its shop keeps it. */
export interface Segment {
  readonly id: number;
  readonly name: string;
  /** What it is for, in words. */
  readonly description: string;
  /** The entry of the catalogue that it was made from; null: the merchant's own. */
  readonly readyMade: string | null;
  /** The numbers chosen for a ready-made one; null where its rule was changed by hand. */
  readonly settings: Readonly<Record<string, number>> | null;
  /** Null where this version of the app cannot read what is stored; `unreadable` says why and what to do. */
  readonly definition: Definition | null;
  readonly unreadable: string | null;
  /** Members are kept of active segments only. */
  readonly active: boolean;
  readonly createdAt: Date;
  /** Who of the shop's staff made it, by Shopify's user id; null: Quintile. */
  readonly createdBy: string | null;
  readonly updatedAt: Date;
  /** Who changed it last or switched it on or off, as `createdBy`. */
  readonly updatedBy: string | null;
  /** Of its name, description and rule, counted from 1. */
  readonly version: number;
}
