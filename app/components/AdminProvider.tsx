import { AppProvider } from "@shopify/shopify-app-remix/react";
import type { ReactNode } from "react";

/**
 * Polaris, and the app's links routed by Remix. App Bridge's script and the key that it needs are in the document's head
 * (root.tsx); told that the app is embedded, the provider would add the script once more.
 */
export function AdminProvider({ children }: { children: ReactNode }) {
  return (
    <AppProvider isEmbeddedApp={false} apiKey="">
      {children}
    </AppProvider>
  );
}
