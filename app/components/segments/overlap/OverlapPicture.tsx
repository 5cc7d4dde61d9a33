import type { OverlapRegion } from "~/segments/sizes/overlap";

import { useFormat } from "../../ShopFormatContext";
import { type Circle, twoCircles } from "./circles";
import styles from "./Overlap.module.css";
import { slotNames } from "./overlapAddress";
import type { Overlap } from "./regions";

const box = { width: 320, height: 220 };
/** Room for the letters above the circles. */
const above = 24;

/** Circles of the segments: two true to scale, three for orientation. The table beside it says the numbers. */
export function OverlapPicture({ overlap }: { overlap: Overlap }) {
  return overlap.segments.length === 2 ? (
    <TwoCircles overlap={overlap} />
  ) : (
    <ThreeCircles overlap={overlap} />
  );
}

function TwoCircles({ overlap }: { overlap: Overlap }) {
  const [first, second] = overlap.segments;
  const both = overlap.regions.find(({ within }) => within.length === 2)?.customers ?? 0;
  const circles = twoCircles({ a: first?.members ?? 0, b: second?.members ?? 0, both }, box);
  const [a, b] = circles;
  // Each letter stands over the outer side of its circle, so that they do not meet where one lies in the other.
  const left = a.x - a.r <= b.x - b.r;
  return (
    <figure className={styles.picture}>
      <svg
        viewBox={`0 ${String(-above)} ${String(box.width)} ${String(box.height + above)}`}
        aria-hidden="true"
        focusable="false"
      >
        {circles.map((circle, place) => (
          <circle
            key={slotNames[place]}
            className={styles.circle}
            data-slot={slotNames[place]}
            cx={circle.x}
            cy={circle.y}
            r={circle.r}
          />
        ))}
        {circles.map((circle, place) => (
          <Letter
            key={slotNames[place]}
            letter={slotNames[place] ?? ""}
            at={rim(circle, (place === 0) === left ? -1 : 1)}
          />
        ))}
      </svg>
      <figcaption>The areas are true to the numbers.</figcaption>
    </figure>
  );
}

/** A point just outside a circle, up and to one side of it. */
function rim({ x, y, r }: Circle, side: -1 | 1): { x: number; y: number } {
  const wanted = x + side * (r * 0.62 + 8);
  return { x: Math.max(10, Math.min(box.width - 10, wanted)), y: y - r * 0.78 - 8 };
}

function Letter({ letter, at }: { letter: string; at: { x: number; y: number } }) {
  return (
    <text className={styles.letter} x={at.x} y={at.y}>
      {letter}
    </text>
  );
}

const radius = 78;
const threeCircles: readonly Circle[] = [
  { x: 118, y: 80, r: radius },
  { x: 202, y: 80, r: radius },
  { x: 160, y: 150, r: radius },
];
const letters = [
  { x: 44, y: 20 },
  { x: 276, y: 20 },
  { x: 246, y: 214 },
] as const;
/** Where the number of each part stands, by the letters of its segments. */
const numberPlaces: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  A: { x: 82, y: 68 },
  B: { x: 238, y: 68 },
  C: { x: 160, y: 196 },
  AB: { x: 160, y: 52 },
  AC: { x: 108, y: 128 },
  BC: { x: 212, y: 128 },
  ABC: { x: 160, y: 104 },
};

function ThreeCircles({ overlap }: { overlap: Overlap }) {
  const format = useFormat();
  const key = ({ within }: OverlapRegion) =>
    overlap.segments.flatMap(({ id }, place) => (within.includes(id) ? [slotNames[place]] : [])).join("");
  return (
    <figure className={styles.picture}>
      <svg viewBox={`0 0 ${String(box.width)} 232`} aria-hidden="true" focusable="false">
        {threeCircles.map(({ x, y, r }, place) => (
          <circle
            key={slotNames[place]}
            className={styles.circle}
            data-slot={slotNames[place]}
            cx={x}
            cy={y}
            r={r}
          />
        ))}
        {letters.map((at, place) => (
          <Letter key={slotNames[place]} letter={slotNames[place] ?? ""} at={at} />
        ))}
        {overlap.regions.map((region) => {
          const at = numberPlaces[key(region)];
          return at === undefined ? null : (
            <text key={key(region)} className={styles.number} x={at.x} y={at.y}>
              {format.compactCount(region.customers)}
            </text>
          );
        })}
      </svg>
      <figcaption>Drawn for orientation: the areas say nothing, the numbers do.</figcaption>
    </figure>
  );
}
