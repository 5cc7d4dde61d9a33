import { limits } from "./definition";

const tooManyNodes = `The rule has more than ${String(limits.nodes)} conditions and groups. Take some out, or move a part into another segment.`;
const tooDeep = `The rule has groups in groups more than ${String(limits.depth)} deep. Move the inner ones out, or into another segment.`;
const tooLong = "The rule is too long to be read. Shorten its lists of values.";

interface Place {
  readonly value: unknown;
  /** Groups around it. */
  readonly depth: number;
}

/**
 * What is too large about a definition that nobody has looked at yet, as a sentence; null where nothing is. Walks without
 * recursion and stops at the first limit, so that no input takes long or exhausts the stack.
 */
export function tooLarge(definition: unknown): string | null {
  const open: Place[] = [{ value: definition, depth: 0 }];
  let entries = 0;
  let nodes = 1;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, depth } = place;
    if (typeof value !== "object" || value === null) continue;
    const parts = Object.entries(value);
    entries += parts.length;
    if (entries > limits.entries) return tooLong;
    for (const [key, part] of parts as readonly (readonly [string, unknown])[]) {
      const items = key === "items" && Array.isArray(part) ? part.length : 0;
      nodes += items;
      if (nodes > limits.nodes) return tooManyNodes;
      if (items > 0 && depth === limits.depth) return tooDeep;
      open.push({ value: part, depth: items > 0 ? depth + 1 : depth });
    }
  }
  return null;
}
