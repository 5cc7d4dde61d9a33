import { isRouteErrorResponse, useRevalidator, useRouteError } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, Page } from "@shopify/polaris";

interface Words {
  readonly title: string;
  readonly what: string;
  readonly retry: boolean;
}

/** What a page shows instead of itself when it cannot be loaded: what happened, and what to do. */
export function PageError() {
  const error = useRouteError();
  const { revalidate, state } = useRevalidator();
  // A page that Shopify's library answers with instead of ours has to run as it is.
  if (isRouteErrorResponse(error) && error.status === 200 && typeof error.data === "string") {
    return <div dangerouslySetInnerHTML={{ __html: error.data }} />;
  }
  const { title, what, retry } = wordsFor(error);
  return (
    <Page title={title} backAction={{ content: "Home", url: "/app" }}>
      <Banner tone={retry ? "critical" : "info"} title={what}>
        {retry ? (
          <BlockStack gap="300">
            <p>Nothing that is stored has changed.</p>
            <InlineStack>
              <Button
                loading={state === "loading"}
                onClick={() => {
                  revalidate();
                }}
              >
                Try again
              </Button>
            </InlineStack>
          </BlockStack>
        ) : null}
      </Banner>
    </Page>
  );
}

function wordsFor(error: unknown): Words {
  if (isRouteErrorResponse(error) && error.status === 404) {
    return {
      title: "Not found",
      what: "There is no such page in Quintile. Go back to the home page.",
      retry: false,
    };
  }
  if (isRouteErrorResponse(error) && error.status === 503) {
    return {
      title: "Quintile is not available right now",
      what: "Quintile cannot reach its database at the moment. Wait a minute, then try again.",
      retry: true,
    };
  }
  return {
    title: "Something went wrong",
    what: "This page could not be loaded. Try again; if it stays, open Quintile anew from the Shopify admin.",
    retry: true,
  };
}
