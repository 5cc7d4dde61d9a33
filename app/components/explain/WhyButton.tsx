import { Button, Popover } from "@shopify/polaris";
import { useState } from "react";

import styles from "./WhyButton.module.css";
import { WhyPanel } from "./WhyPanel";

/** Says of a member, when pressed, why they are in a segment. */
export function WhyButton({
  segmentId,
  customer,
}: {
  segmentId: number;
  customer: { readonly id: string; readonly name: string };
}) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      active={open}
      preferredAlignment="right"
      fluidContent
      onClose={() => {
        setOpen(false);
      }}
      activator={
        <Button
          variant="tertiary"
          size="slim"
          disclosure={open ? "up" : "down"}
          accessibilityLabel={`Why ${customer.name} is in this segment`}
          onClick={() => {
            setOpen(!open);
          }}
        >
          Why
        </Button>
      }
    >
      {/* Focusable, so that a long answer can be scrolled by keyboard. */}
      <div className={styles.answer} tabIndex={0} role="region" aria-label={`Why ${customer.name} is in it`}>
        <WhyPanel segmentId={segmentId} customerId={customer.id} />
      </div>
    </Popover>
  );
}
