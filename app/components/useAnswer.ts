import { useEffect, useState } from "react";

import { postJson, type Refused } from "./postJson";

export interface Answered<Answer> {
  /** The newest answer, which stays while the next one is on its way; null: there was none yet. */
  readonly answer: Answer | Refused | null;
  /** It answers an earlier question than the one that stands. */
  readonly stale: boolean;
  /** Asks once more. */
  readonly again: () => void;
}

/**
 * The answer to what is on a page and changes as somebody types, asked for a little after the last change; an answer to an
 * older question is given up. Whatever goes wrong is an answer in words: see `postJson`.
 *
 * @param address where to post
 * @param question JSON text; null: nothing to ask
 * @param pause milliseconds without a change before it is asked
 */
export function useAnswer<Answer extends { readonly ok: boolean }>(
  address: string,
  question: string | null,
  pause: number,
): Answered<Answer> {
  const [tries, setTries] = useState(0);
  const [answered, setAnswered] = useState<{
    readonly question: string;
    readonly tries: number;
    readonly answer: Answer | Refused;
  } | null>(null);
  useEffect(() => {
    if (question === null) return;
    const giveUp = new AbortController();
    const ask = async () => {
      const answer = await postJson<Answer>(address, question, { signal: giveUp.signal });
      if (!giveUp.signal.aborted) setAnswered({ question, tries, answer });
    };
    const timer = setTimeout(() => void ask(), pause);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [address, question, pause, tries]);
  return {
    answer: answered?.answer ?? null,
    stale: question !== null && (answered?.question !== question || answered.tries !== tries),
    again: () => {
      setTries(tries + 1);
    },
  };
}
