import { useAppBridge } from "@shopify/app-bridge-react";
import { useState } from "react";

import { saveFile } from "../saveFile";

/**
 * Downloads a segment's members as a file. Fetched rather than opened, because the app's frame is only known by the session
 * token that App Bridge puts on its requests; and saved when it is there as a whole, so that nobody works with half of it.
 */
export function useMemberExport(segment: { readonly id: number; readonly name: string }) {
  const shopify = useAppBridge();
  const [running, setRunning] = useState(false);
  const start = async () => {
    setRunning(true);
    try {
      const response = await fetch(`/app/segments/${String(segment.id)}/export`);
      if (!response.ok) throw new Error(`The export was answered with ${String(response.status)}.`);
      saveFile(await response.blob(), `${fileName(segment.name)}.csv`);
      shopify.toast.show("Members exported");
    } catch {
      shopify.toast.show("The members could not be exported. Try again.", { isError: true });
    } finally {
      setRunning(false);
    }
  };
  return {
    running,
    start: () => {
      void start();
    },
  };
}

/** Without what some system does not allow in a name. */
function fileName(name: string): string {
  return name.replaceAll(/[\\/:*?"<>|]/g, "-").trim() || "segment";
}
