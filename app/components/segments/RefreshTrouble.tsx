import { Banner } from "@shopify/polaris";

/** Told where the members cannot be brought up to date and time alone may not help. */
export function RefreshTrouble() {
  return (
    <Banner title="Not all members are up to date" tone="warning">
      Finding them keeps failing. Quintile goes on trying every few minutes, and shows the members that it
      found last until then. If this stays, whoever runs Quintile finds the reason in its log.
    </Banner>
  );
}
