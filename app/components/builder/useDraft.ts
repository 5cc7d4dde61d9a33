import { useEffect, useReducer, useRef, useState } from "react";

import type { Draft } from "~/segments/draft/draft";
import { changed, redone, undoable, type Undoable, undone } from "~/segments/draft/undo";

type Action =
  | { readonly kind: "change"; readonly change: (draft: Draft) => Draft; readonly what: string | null }
  | { readonly kind: "undo" }
  | { readonly kind: "redo" };

function reduce(state: Undoable<Draft>, action: Action): Undoable<Draft> {
  switch (action.kind) {
    case "change":
      return changed(state, action.change(state.present), action.what);
    case "undo":
      return undone(state);
    case "redo":
      return redone(state);
  }
}

/** The draft with its steps. Ctrl+Z and Ctrl+Shift+Z (⌘ on a Mac) work everywhere on the page, inputs included. */
export function useDraft(first: Draft) {
  const [state, dispatch] = useReducer(reduce, first, undoable<Draft>);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const isRedo = (key === "z" && event.shiftKey) || (key === "y" && !event.shiftKey);
      if (key !== "z" && !isRedo) return;
      event.preventDefault();
      dispatch({ kind: isRedo ? "redo" : "undo" });
    };
    document.addEventListener("keydown", press);
    return () => {
      document.removeEventListener("keydown", press);
    };
  }, []);
  return {
    draft: state.present,
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
    change: (change: (draft: Draft) => Draft, what: string | null) => {
      dispatch({ kind: "change", change, what });
    },
    undo: () => {
      dispatch({ kind: "undo" });
    },
    redo: () => {
      dispatch({ kind: "redo" });
    },
  };
}

/** Leads the focus into an element of the page once it is drawn. */
export function useFocusNext(): (elementId: string) => void {
  const [wanted, setWanted] = useState<{ readonly elementId: string } | null>(null);
  const done = useRef<typeof wanted>(null);
  useEffect(() => {
    if (wanted === null || done.current === wanted) return;
    done.current = wanted;
    focusWithin(wanted.elementId);
  }, [wanted]);
  return (elementId) => {
    setWanted({ elementId });
  };
}

const focusable =
  "input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea, button:not(:disabled)";

/** The value of a condition rather than its operator, where it has one. */
function focusWithin(elementId: string): void {
  const element = document.getElementById(elementId);
  if (element === null) return;
  const target =
    element.querySelector<HTMLElement>("input:not([type=hidden]):not([type=checkbox])") ??
    element.querySelector<HTMLElement>(focusable);
  target?.focus();
  element.scrollIntoView({ block: "nearest" });
}
