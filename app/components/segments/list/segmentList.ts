import { topics } from "~/segments/catalogue/readyMade";
import type { SegmentKind, SegmentSummary } from "~/segments/overview/overview";

import type { SortBy } from "../../customers/SortField";

/** Which segments the list begins from, before they are searched and filtered. */
export const views = ["all", "active", "off", "own", "ready_made"] as const;
export type View = (typeof views)[number];

const inView: Readonly<Record<View, (segment: SegmentSummary) => boolean>> = {
  all: () => true,
  active: ({ active }) => active,
  off: ({ active }) => !active,
  own: ({ readyMade }) => readyMade === null,
  ready_made: ({ readyMade }) => readyMade !== null,
};

export const viewWords: Readonly<Record<View, string>> = {
  all: "All",
  active: "Active",
  off: "Off",
  own: "Yours",
  ready_made: "Ready-made",
};

export const kindWords: Readonly<Record<SegmentKind, string>> = { own: "Your own", ...topics };
export const kinds = Object.keys(kindWords) as readonly SegmentKind[];

export const listSorts = ["changed", "name", "members"] as const;
export type ListSort = (typeof listSorts)[number];

export interface ListState {
  readonly view: View;
  readonly search: string;
  /** None: every kind. */
  readonly kinds: readonly SegmentKind[];
  readonly sort: ListSort;
  readonly direction: SortBy<ListSort>["direction"];
}

/** How each sort begins when it is chosen. */
export const firstDirection: Readonly<Record<ListSort, ListState["direction"]>> = {
  changed: "descending",
  name: "ascending",
  members: "descending",
};

/** Characters of a search. */
export const longestSearch = 200;

/** What an address says of the list; what it says wrong is read as the default. */
export function readListState(address: URLSearchParams): ListState {
  const oneOf = <Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === address.get(name));
  const search = address.get("search") ?? "";
  const named = address.get("kind")?.split(",") ?? [];
  const sort = oneOf("sort", listSorts) ?? "changed";
  return {
    view: oneOf("view", views) ?? "all",
    search: search.length > longestSearch ? "" : search,
    kinds: kinds.filter((kind) => named.includes(kind)),
    sort,
    direction: oneOf("direction", ["ascending", "descending"]) ?? firstDirection[sort],
  };
}

/** The parameters of an address that say a state; null: the default, which is not said. */
export function addressOf(state: ListState): Readonly<Record<string, string | null>> {
  const { view, search, sort, direction } = state;
  return {
    view: view === "all" ? null : view,
    search: search === "" ? null : search,
    kind: state.kinds.length === 0 ? null : state.kinds.join(","),
    sort: sort === "changed" ? null : sort,
    direction: direction === firstDirection[sort] ? null : direction,
  };
}

/** A segment with the sentence of its rule; null where the rule cannot be read. */
export interface ListedSegment {
  readonly segment: SegmentSummary;
  readonly rule: string | null;
}

/** Those that a state asks for, in its order. */
export function listed(segments: readonly ListedSegment[], state: ListState): ListedSegment[] {
  const wanted = state.search.trim().toLowerCase();
  return segments
    .filter(
      ({ segment, rule }) =>
        inView[state.view](segment) &&
        (state.kinds.length === 0 || state.kinds.includes(segment.topic)) &&
        [segment.name, segment.description, rule ?? ""].some((text) => text.toLowerCase().includes(wanted)),
    )
    .sort((a, b) => compare[state.sort](a.segment, b.segment, state.direction === "ascending" ? 1 : -1));
}

/** How many segments each view has. */
export function viewTotals(segments: readonly SegmentSummary[]): Readonly<Record<View, number>> {
  const total = (view: View) => segments.filter(inView[view]).length;
  return {
    all: total("all"),
    active: total("active"),
    off: total("off"),
    own: total("own"),
    ready_made: total("ready_made"),
  };
}

const byName = new Intl.Collator("en", { numeric: true });

/** `way`: 1 ascending, -1 descending. Equal ones stay in the order of the overview. */
const compare: Readonly<Record<ListSort, (a: SegmentSummary, b: SegmentSummary, way: 1 | -1) => number>> = {
  name: (a, b, way) => way * byName.compare(a.name, b.name),
  changed: (a, b, way) => way * (Date.parse(a.updatedAt) - Date.parse(b.updatedAt)),
  // Those that have no number come last, whichever way.
  members: (a, b, way) =>
    a.count === null || b.count === null
      ? Number(a.count === null) - Number(b.count === null)
      : way * (a.count.members - b.count.members),
};
