import { useRevalidator } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useState } from "react";

import { postJson } from "../../postJson";
import type { SwitchAnswer } from "../list/useSwitch";

type Restored = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Brings back a ready-made segment that was deleted, or switches it on. */
export function useGalleryChange(name: string) {
  const shopify = useAppBridge();
  const { revalidate } = useRevalidator();
  const [running, setRunning] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);

  const start = async (change: () => Promise<string | null>, done: string) => {
    setRunning(true);
    setTrouble(null);
    const refusal = await change();
    setRunning(false);
    setTrouble(refusal);
    if (refusal === null) shopify.toast.show(done);
    revalidate();
  };
  return {
    running,
    trouble,
    restore: (readyMade: string) => {
      void start(async () => {
        const answer = await postJson<Restored>("/app/segments/ready-made/restore", { readyMade });
        return answer.ok ? null : answer.message;
      }, `${name} is in your list`);
    },
    switchOn: (id: number) => {
      void start(async () => {
        const answer = await postJson<SwitchAnswer>("/app/segments/switch", { ids: [id], active: true });
        return answer.ok ? (answer.refused[0]?.message ?? null) : answer.message;
      }, `${name} is switched on`);
    },
  };
}
