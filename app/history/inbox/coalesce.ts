import { setTimeout as sleep } from "node:timers/promises";

export interface Pace {
  /** How long after one turn of a key its next one comes at the earliest, in milliseconds. */
  readonly everyMs: number;
  /** How long after any turn that of another key comes at the earliest, in milliseconds. */
  readonly apartMs: number;
}

/**
 * Does something for a key in its turn: at once where nobody else had one just now, and for all calls that come before the next
 * turn once more then. One turn at a time, and always one that begins after the last call.
 *
 * @param act must not reject
 */
export function createCoalescer(
  act: (key: string) => Promise<void>,
  pace: () => Pace,
): (key: string) => void {
  /** Keys that wait for a turn or had one just now, and whether they were called for since it began. */
  const isCalledAgain = new Map<string, boolean>();
  let freeFrom: Promise<unknown> = Promise.resolve();

  function turnOf(key: string): Promise<void> {
    const turn = freeFrom.then(() => {
      isCalledAgain.set(key, false);
      return act(key);
    });
    freeFrom = turn.then(() => pause(pace().apartMs));
    return turn;
  }

  async function takeTurns(key: string): Promise<void> {
    isCalledAgain.set(key, true);
    while (isCalledAgain.get(key) === true) {
      await turnOf(key);
      await pause(pace().everyMs);
    }
    isCalledAgain.delete(key);
  }

  return (key) => {
    if (isCalledAgain.has(key)) isCalledAgain.set(key, true);
    else void takeTurns(key);
  };
}

/** Holds up no process that is about to end. */
const pause = (ms: number): Promise<void> => sleep(ms, undefined, { ref: false });
