/** A value with those it had before, and those that were taken back. */
export interface Undoable<Value> {
  readonly past: readonly Value[];
  readonly present: Value;
  readonly future: readonly Value[];
  /** What the last change was made to, so that typing a word is one step. */
  readonly touched: string | null;
}

/** More steps than anybody takes back one by one. */
const kept = 200;

export function undoable<Value>(present: Value): Undoable<Value> {
  return { past: [], present, future: [], touched: null };
}

/** @param what one input that is being typed into, whose changes are one step; null: a step of its own */
export function changed<Value>(state: Undoable<Value>, present: Value, what: string | null): Undoable<Value> {
  if (present === state.present) return state;
  const goesOn = what !== null && what === state.touched;
  const past = goesOn ? state.past : [...state.past, state.present].slice(-kept);
  return { past, present, future: [], touched: what };
}

export function undone<Value>(state: Undoable<Value>): Undoable<Value> {
  const before = state.past.at(-1);
  if (before === undefined) return state;
  return {
    past: state.past.slice(0, -1),
    present: before,
    future: [state.present, ...state.future],
    touched: null,
  };
}

export function redone<Value>(state: Undoable<Value>): Undoable<Value> {
  const [next, ...future] = state.future;
  if (next === undefined) return state;
  return { past: [...state.past, state.present], present: next, future, touched: null };
}
