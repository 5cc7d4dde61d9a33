import { useRevalidator } from "@remix-run/react";
import { useState } from "react";

import type { Checks } from "~/history/health/health";

import { postJson } from "../postJson";
import { useFormat } from "../ShopFormatContext";
import { resultInWords } from "./checkWording";

type Answer = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Asks for a check against Shopify, and says what came of it. */
export function useCheckNow(checks: Checks) {
  const format = useFormat();
  const { revalidate } = useRevalidator();
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
      revalidate();
    } else setProblem(answer.message);
  };
  // Until the page was loaded again it shows how it was before.
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
