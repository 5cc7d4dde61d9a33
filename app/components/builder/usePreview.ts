import { useEffect, useState } from "react";

import type { PreviewAnswer, PreviewPart, PreviewRequest, Previews } from "~/segments/preview/preview";

import { postJson } from "../postJson";

export interface Preview<Part extends PreviewPart> {
  /** The newest answer, which stays while the next one is on its way. */
  readonly preview: Previews[Part] | null;
  /** It answers an earlier question than the one that stands. */
  readonly stale: boolean;
  /** Why there is no answer to the question that stands. */
  readonly problem: string | null;
  /** Asks once more. */
  readonly retry: () => void;
}

/**
 * What a rule would come to, asked for a little after its last change; an answer to an older rule is given up.
 *
 * @param request null: nothing to ask
 * @param pause milliseconds without a change before it is asked for
 */
export function usePreview<Part extends PreviewPart>(
  part: Part,
  request: PreviewRequest | null,
  pause: number,
): Preview<Part> {
  const question = request === null ? null : JSON.stringify(request);
  const [answered, setAnswered] = useState<{
    readonly question: string;
    readonly preview: Previews[Part] | null;
    readonly problem: string | null;
  } | null>(null);

  const [tries, setTries] = useState(0);

  useEffect(() => {
    if (question === null) return;
    const giveUp = new AbortController();
    const ask = async () => {
      const answer = await postJson<PreviewAnswer<Part>>(`/app/segments/preview/${part}`, question, {
        signal: giveUp.signal,
      });
      if (giveUp.signal.aborted) return;
      setAnswered(
        answer.ok
          ? { question, preview: answer.preview, problem: null }
          : // An older number beside the reason would pass for an answer.
            { question, preview: null, problem: answer.message },
      );
    };
    const timer = setTimeout(() => void ask(), pause);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [part, question, pause, tries]);

  const isCurrent = answered !== null && answered.question === question;
  return {
    preview: question === null ? null : (answered?.preview ?? null),
    stale: question !== null && !isCurrent,
    problem: isCurrent ? answered.problem : null,
    retry: () => {
      setTries(tries + 1);
    },
  };
}
