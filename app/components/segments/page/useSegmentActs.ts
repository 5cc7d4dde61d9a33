import { useNavigate, useRevalidator } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useState } from "react";

import type { SegmentUser } from "~/segments/refusals";

import { postJson } from "../../postJson";
import { type ActAnswer, doneWords, type SegmentAct } from "./acts";

/** Why something was not done; it stands on the page until something else is tried. */
export interface ActRefusal {
  readonly act: SegmentAct;
  readonly message: string;
  readonly users: readonly SegmentUser[];
}

/** Does to a segment what its page offers; then the page shows it as it is now, or leads back to the list. */
export function useSegmentActs(segmentId: number) {
  const shopify = useAppBridge();
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  const [running, setRunning] = useState<SegmentAct | null>(null);
  const [refusal, setRefusal] = useState<ActRefusal | null>(null);

  const perform = async (act: SegmentAct) => {
    setRunning(act);
    setRefusal(null);
    const answer: ActAnswer = await postJson<ActAnswer>(`/app/segments/${String(segmentId)}/act`, { act });
    setRunning(null);
    if (!answer.ok) {
      setRefusal({ act, message: answer.message, users: answer.users ?? [] });
      return;
    }
    shopify.toast.show(doneWords[act]);
    if (act === "delete") navigate("/app/segments");
    else revalidate();
  };
  return {
    running,
    refusal,
    start: (act: SegmentAct) => {
      void perform(act);
    },
    dismissRefusal: () => {
      setRefusal(null);
    },
  };
}
