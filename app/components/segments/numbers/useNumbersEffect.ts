import { useEffect, useState } from "react";

import type { Definition } from "~/segments/language/definition";
import type { PreviewAnswer } from "~/segments/preview/preview";

import { postJson } from "../../postJson";

/** Milliseconds: long enough to finish a number, short enough to feel live. */
const pause = 300;

interface Counted {
  /** The question, as it was asked. */
  readonly of: string;
  readonly answer: PreviewAnswer<"count">;
}

/**
 * What a segment would come to by another rule, asked for a little after the last key; an answer to an older question is
 * dropped.
 *
 * @param definition null: nothing to ask
 */
export function useNumbersEffect(segmentId: number, definition: Definition | null) {
  const [counted, setCounted] = useState<Counted | null>(null);
  const [attempt, setAttempt] = useState(0);
  const body = definition === null ? null : JSON.stringify({ definition, segmentId });
  const question = body === null ? null : `${String(attempt)} ${body}`;
  useEffect(() => {
    if (body === null || question === null) return;
    const stop = new AbortController();
    const ask = async () => {
      const answer = await postJson<PreviewAnswer<"count">>("/app/segments/preview/count", body, {
        signal: stop.signal,
      });
      if (!stop.signal.aborted) setCounted({ of: question, answer });
    };
    const timer = setTimeout(() => {
      void ask();
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [body, question]);
  return {
    answer: counted?.answer ?? null,
    counting: question !== null && counted?.of !== question,
    again: () => {
      setAttempt(attempt + 1);
    },
  };
}
