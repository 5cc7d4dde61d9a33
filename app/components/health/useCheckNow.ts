import { useState } from "react";

import type { Checks } from "~/history/health/health";

import { postJson } from "../postJson";
import { useFormat } from "../ShopFormatContext";
import { resultInWords } from "./checkWording";

type Answer = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Asks for a check against Shopify, and says what came of it.
 *
 * @param onAsked has the checks told as they are now
 */
export function useCheckNow(checks: Checks, onAsked: () => Promise<void>) {
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** The checks that were there when it was asked for; null: it was not. */
  const [before, setBefore] = useState<Checks | null>(null);

  const ask = async () => {
    setAsking(true);
    setProblem(null);
    setBefore(null);
    const answer = await postJson<Answer>("/app/data-health/check", {});
    setAsking(false);
    if (answer.ok) {
      setBefore(checks);
      await onAsked();
    } else setProblem(answer.message);
  };
  // Until they are told anew the checks are those from before.
  const result =
    before === null || before === checks
      ? null
      : resultInWords(checks, before.latest[0]?.id ?? null, format.count);
  return {
    running: asking || checks.underWay !== null || (before !== null && before === checks),
    problem,
    result,
    start: () => {
      void ask();
    },
  };
}
