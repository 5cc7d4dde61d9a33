import { Card, EmptyState, Page } from "@shopify/polaris";

/** Shown on every page but the home page until the first sync is done. */
export function WaitingForHistory({ title }: { title: string }) {
  return (
    <Page title={title} backAction={{ content: "Home", url: "/app" }}>
      <Card>
        <EmptyState
          heading="Your order history is on its way"
          action={{ content: "See how far it is", url: "/app" }}
          image=""
        >
          <p>This page fills as soon as your history is in and every customer is scored.</p>
        </EmptyState>
      </Card>
    </Page>
  );
}
