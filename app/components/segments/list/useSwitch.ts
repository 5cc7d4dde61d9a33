import { useRevalidator } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useState } from "react";

import { plural } from "../../format";
import { postJson } from "../../postJson";

/** What came of switching segments on or off, where there is something to say. */
export interface SwitchTrouble {
  /** Those that stay as they are, and why. */
  readonly refused: readonly { readonly id: number; readonly message: string }[];
  /** What stands in the way of all of them. */
  readonly message: string | null;
}

/** What `/app/segments/switch` answers. */
export type SwitchAnswer =
  | ({ readonly ok: true; readonly switched: readonly number[] } & Pick<SwitchTrouble, "refused">)
  | { readonly ok: false; readonly message: string };

/** Switches segments on or off. */
export function useSwitch() {
  const shopify = useAppBridge();
  const { revalidate } = useRevalidator();
  const [running, setRunning] = useState<"on" | "off" | null>(null);
  const [trouble, setTrouble] = useState<SwitchTrouble | null>(null);

  /** Resolves to those that are switched. */
  const start = async (ids: readonly number[], active: boolean): Promise<readonly number[]> => {
    setRunning(active ? "on" : "off");
    setTrouble(null);
    const answer = await postJson<SwitchAnswer>("/app/segments/switch", { ids, active });
    setRunning(null);
    revalidate();
    if (!answer.ok) {
      setTrouble({ refused: [], message: answer.message });
      return [];
    }
    const { switched, refused } = answer;
    if (refused.length > 0) setTrouble({ refused, message: null });
    if (switched.length > 0) {
      const many = `${String(switched.length)} ${plural(switched.length, "segment")}`;
      shopify.toast.show(`${many} switched ${active ? "on" : "off"}`);
    }
    return switched;
  };
  return {
    running,
    trouble,
    start,
    forget: () => {
      setTrouble(null);
    },
  };
}
