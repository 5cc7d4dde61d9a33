/** What came of asking for the version of the shop's data. */
export type Heard =
  | { readonly kind: "version"; readonly version: string }
  /** No answer, or one that says nothing. */
  | { readonly kind: "failed" }
  /** Asking again is of no use: nobody is signed in here any more, or nobody answers such questions. */
  | { readonly kind: "over" };

export interface Watch {
  /** The document: asked only while it is visible. */
  readonly page: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;
  readonly ask: (signal: AbortSignal) => Promise<Heard>;
  readonly onVersion: (version: string) => void;
}

const everyMs = 2_000;
const slowestMs = 60_000;

/**
 * Asks for the version every two seconds while the page is visible, at once when it is shown again, and less often the more
 * answers failed.
 *
 * @returns ends it
 */
export function watchVersion({ page, ask, onVersion }: Watch): () => void {
  const ending = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let failures = 0;

  const end = () => {
    ending.abort();
    clearTimeout(timer);
    page.removeEventListener("visibilitychange", look);
  };
  const later = () => {
    timer = setTimeout(look, Math.min(slowestMs, everyMs * 2 ** failures));
  };
  const hear = (heard: Heard) => {
    asking = false;
    if (ending.signal.aborted) return;
    if (heard.kind === "over") {
      end();
      return;
    }
    failures = heard.kind === "failed" ? failures + 1 : 0;
    if (heard.kind === "version") onVersion(heard.version);
    later();
  };
  function look(): void {
    clearTimeout(timer);
    // Once it is shown again, that is the next look; a question that is out brings one about by itself.
    if (asking || page.visibilityState !== "visible") return;
    asking = true;
    void ask(ending.signal).then(hear);
  }

  page.addEventListener("visibilitychange", look);
  later();
  return end;
}
