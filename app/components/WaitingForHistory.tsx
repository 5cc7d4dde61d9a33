import { useRevalidator } from "@remix-run/react";
import { Page } from "@shopify/polaris";
import { useEffect, useRef } from "react";

import { EmptyNotice } from "./EmptyNotice";

const askEvery = 3000;

/** Shown on every page but the home page until the first sync is done; then the page fills by itself. */
export function WaitingForHistory({ title }: { title: string }) {
  const { revalidate, state } = useRevalidator();
  const idle = useRef(true);
  useEffect(() => {
    idle.current = state === "idle";
  }, [state]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && idle.current) revalidate();
    }, askEvery);
    return () => {
      clearInterval(timer);
    };
  }, [revalidate]);
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
