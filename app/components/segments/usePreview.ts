import type { PreviewAnswer, PreviewPart, PreviewRequest, Previews } from "~/segments/preview/preview";

import { useAnswer } from "../useAnswer";

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
 * What a rule would come to, asked for a little after its last change: see `useAnswer`.
 *
 * @param request null: nothing to ask
 * @param pause milliseconds without a change before it is asked for
 */
export function usePreview<Part extends PreviewPart>(
  part: Part,
  request: PreviewRequest | null,
  pause: number,
): Preview<Part> {
  const { answer, stale, again } = useAnswer<PreviewAnswer<Part>>(
    `/app/segments/preview/${part}`,
    request === null ? null : JSON.stringify(request),
    pause,
  );
  return {
    // An older number beside the reason why there is none would pass for an answer.
    preview: request !== null && answer?.ok === true ? answer.preview : null,
    stale,
    problem: request !== null && !stale && answer?.ok === false ? answer.message : null,
    retry: again,
  };
}
