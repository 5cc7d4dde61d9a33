/** How values of a definition are written for a reader: the page passes the shop's currency and locale and known names. */
export interface Words {
  /** Minor units of the shop's currency, to the last digit. */
  readonly money: (minor: number) => string;
  /** To the last digit. */
  readonly number: (value: number) => string;
  /** A day, `YYYY-MM-DD`. */
  readonly date: (day: string) => string;
  /** The name of an ISO 3166-1 code of two letters. */
  readonly country: (code: string) => string;
  // Names of records by their ids; undefined where the store has no such record (any more).
  readonly product: (id: string) => string | undefined;
  readonly variant: (id: string) => string | undefined;
  readonly collection: (id: string) => string | undefined;
  readonly segment: (id: number) => string | undefined;
}
