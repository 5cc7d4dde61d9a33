import { useRevalidator } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useState } from "react";

import { saveFile } from "../saveFile";

/** Downloads everything that is kept of whom a request is about: fetched and saved whole, as with `useMemberExport`. */
export function useDisclosure(requestId: string) {
  const shopify = useAppBridge();
  const { revalidate } = useRevalidator();
  const [running, setRunning] = useState(false);
  const start = async () => {
    setRunning(true);
    try {
      const response = await fetch(`/app/privacy/${requestId}/file`, { method: "POST" });
      if (!response.ok) throw new Error(`The file was answered with ${String(response.status)}.`);
      saveFile(await response.blob(), `customer-data-${requestId.slice(0, 8)}.json`);
      shopify.toast.show("File downloaded");
      revalidate();
    } catch {
      shopify.toast.show("The file could not be downloaded. Try again.", { isError: true });
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
