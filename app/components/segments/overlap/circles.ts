export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/**
 * Two circles whose areas, and the area that they share, are true to the numbers: side by side on one line, the first at
 * the left, fitted into a box of this size.
 */
export function twoCircles(
  sizes: { readonly a: number; readonly b: number; readonly both: number },
  box: { readonly width: number; readonly height: number },
): readonly [Circle, Circle] {
  const a = Math.sqrt(sizes.a / Math.PI);
  const b = Math.sqrt(sizes.b / Math.PI);
  const apart = distance(a, b, sizes.both);
  const left = Math.min(-a, apart - b);
  const right = Math.max(a, apart + b);
  const widest = Math.max(a, b);
  const scale = widest === 0 ? 0 : Math.min(box.width / (right - left), box.height / (2 * widest));
  const middle = (left + right) / 2;
  const place = (at: number, radius: number): Circle => ({
    x: box.width / 2 + (at - middle) * scale,
    y: box.height / 2,
    r: radius * scale,
  });
  return [place(0, a), place(apart, b)];
}

/** Between the middles of two circles that share this area; a little apart where they share none. */
function distance(a: number, b: number, shared: number): number {
  const touching = a + b;
  if (shared <= 0) return touching * 1.06;
  const inside = Math.abs(a - b);
  // The area they share shrinks as they move apart.
  let near = inside;
  let far = touching;
  for (let step = 0; step < 60; step += 1) {
    const middle = (near + far) / 2;
    if (sharedArea(a, b, middle) > shared) near = middle;
    else far = middle;
  }
  return (near + far) / 2;
}

/** The area that two circles share whose middles are this far apart. */
export function sharedArea(a: number, b: number, apart: number): number {
  if (apart >= a + b) return 0;
  if (apart <= Math.abs(a - b)) return Math.PI * Math.min(a, b) ** 2;
  const segment = (radius: number, toChord: number) =>
    radius ** 2 * Math.acos(clamp(toChord / radius)) -
    toChord * Math.sqrt(Math.max(0, radius ** 2 - toChord ** 2));
  const chord = (apart ** 2 + a ** 2 - b ** 2) / (2 * apart);
  return segment(a, chord) + segment(b, apart - chord);
}

const clamp = (cosine: number): number => Math.max(-1, Math.min(1, cosine));
