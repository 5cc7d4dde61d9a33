import type { Action } from "../messages";

const keys = new WeakMap<Element, string>();
let lastKey = 0;

/** A name for an element that stays the same as long as the element lives. */
export function keyOf(element: Element): string {
  let key = keys.get(element);
  if (key === undefined) {
    lastKey += 1;
    key = String(lastKey);
    keys.set(element, key);
  }
  return key;
}

/** True for `loading`, `loading=""` and `loading="true"`: React 18 writes booleans on custom attributes as text. */
export function flag(element: Element | null, name: string): boolean {
  const value = element?.getAttribute(name) ?? null;
  return value !== null && value !== "false";
}

export function labelOf(element: Element): string {
  return (element.textContent || (element.getAttribute("label") ?? "")).trim();
}

export function actionOf(element: Element): Action {
  return {
    key: keyOf(element),
    label: labelOf(element),
    disabled: flag(element, "disabled"),
    loading: flag(element, "loading"),
    critical: element.getAttribute("tone") === "critical",
  };
}

/** Calls `changed` now and after every change at or under the element, once per task. Returns how to stop. */
export function watch(element: Element, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(element, { childList: true, subtree: true, attributes: true, characterData: true });
  changed();
  return () => {
    observer.disconnect();
  };
}
