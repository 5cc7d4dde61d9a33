import type { GroupPlace } from "~/customers/groups";

/** Tiles by id, each with its place on the map: column 1 is the left one, row 1 the top one. */
export type Tiles<Id extends string> = Readonly<Record<Id, { readonly place: GroupPlace }>>;

export type Direction = "left" | "right" | "up" | "down";

/** The direction of an arrow key, or null for any other key. */
export function directionOf(key: string): Direction | null {
  switch (key) {
    case "ArrowLeft":
      return "left";
    case "ArrowRight":
      return "right";
    case "ArrowUp":
      return "up";
    case "ArrowDown":
      return "down";
    default:
      return null;
  }
}

/**
 * The tile that an arrow key leads to: the nearest one in that direction that shares a row (or column) with the
 * present tile, the topmost (or leftmost) of several. Null at the edge.
 */
export function neighbour<Id extends string>(tiles: Tiles<Id>, from: Id, direction: Direction): Id | null {
  const here = box(tiles[from].place);
  const sideways = direction === "left" || direction === "right";
  const candidates = (Object.keys(tiles) as Id[])
    .filter((id) => id !== from)
    .map((id) => ({ id, ...box(tiles[id].place) }))
    .filter((there) =>
      sideways
        ? overlap(here.top, here.bottom, there.top, there.bottom)
        : overlap(here.left, here.right, there.left, there.right),
    )
    .map((there) => ({
      id: there.id,
      distance: {
        left: here.left - there.right,
        right: there.left - here.right,
        up: here.top - there.bottom,
        down: there.top - here.bottom,
      }[direction],
      across: sideways ? there.top : there.left,
    }))
    .filter((candidate) => candidate.distance >= 0)
    .sort((a, b) => a.distance - b.distance || a.across - b.across);
  return candidates[0]?.id ?? null;
}

/** Reading order: row by row from the top, each from the left. */
export function readingOrder<Id extends string>(tiles: Tiles<Id>): Id[] {
  return (Object.keys(tiles) as Id[]).sort(
    (a, b) => tiles[a].place.row - tiles[b].place.row || tiles[a].place.column - tiles[b].place.column,
  );
}

function box({ column, row, columnSpan, rowSpan }: GroupPlace) {
  return { left: column, right: column + columnSpan, top: row, bottom: row + rowSpan };
}

function overlap(fromA: number, toA: number, fromB: number, toB: number): boolean {
  return fromA < toB && fromB < toA;
}
