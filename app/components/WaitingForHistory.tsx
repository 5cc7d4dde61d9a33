import { Page } from "@shopify/polaris";

import { EmptyNotice } from "./EmptyNotice";
import { useRefreshWhile } from "./useRefreshWhile";

/** Shown on every page but the home page until the first sync is done; then the page fills by itself. */
export function WaitingForHistory({ title }: { title: string }) {
  useRefreshWhile(true);
  return (
    <Page title={title} backAction={{ content: "Home", url: "/app" }}>
      <EmptyNotice
        heading="Your order history is on its way"
        text="This page fills as soon as your history is in and every customer is scored."
        action={{ label: "See how far it is", to: "/app", primary: true }}
      />
    </Page>
  );
}
