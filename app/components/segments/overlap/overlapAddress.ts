import type { SegmentSummary } from "~/segments/overview/overview";
import { readSegmentId } from "~/segments/overview/segmentId";
import { overlapLimits } from "~/segments/sizes/overlap";

export const slotNames = ["A", "B", "C"] as const;

/** One of the segments to compare. */
export interface Slot {
  /** Null: none is chosen. */
  readonly id: number | null;
  /** Why what the address names cannot be compared. */
  readonly problem: string | null;
  /** It is no segment of the shop's. */
  readonly missing: boolean;
}

export interface Slots {
  /** Always three. */
  readonly slots: readonly Slot[];
  /** The address names more. */
  readonly tooMany: boolean;
  /** It names one that is no segment of the shop's. */
  readonly missing: boolean;
}

/** The segments that an address names (`12,7`, an empty place for none), as far as they can be compared. */
export function readSlots(
  ids: string | null,
  segments: readonly Pick<SegmentSummary, "id" | "name" | "active">[],
): Slots {
  const named = (ids ?? "").split(",", overlapLimits.most + 1);
  const taken = new Set<number>();
  const slots = Array.from({ length: overlapLimits.most }, (_, place): Slot => {
    const text = (named[place] ?? "").trim();
    if (text === "") return { id: null, problem: null, missing: false };
    const id = readSegmentId(text);
    const segment = segments.find((other) => other.id === id);
    if (segment === undefined)
      return { ...refuse("The address names no segment of yours here. Choose one."), missing: true };
    if (!segment.active) {
      return refuse(
        `“${segment.name}” is switched off, so nobody is in it. Switch it on, or choose another.`,
      );
    }
    if (taken.has(segment.id)) return refuse(`“${segment.name}” is chosen already. Choose another one.`);
    taken.add(segment.id);
    return { id: segment.id, problem: null, missing: false };
  });
  return {
    slots,
    tooMany: named.slice(overlapLimits.most).some((text) => text.trim() !== ""),
    missing: slots.some(({ missing }) => missing),
  };
}

function refuse(problem: string): Slot {
  return { id: null, problem, missing: false };
}

/** The address of slots after one of them was changed. */
export function addressOfSlots(slots: readonly Slot[], place: number, id: number | null): string {
  return slots
    .map((slot, index) => String((index === place ? id : slot.id) ?? ""))
    .join(",")
    .replace(/,+$/, "");
}
