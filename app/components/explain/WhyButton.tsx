import { Button, Popover } from "@shopify/polaris";
import { useState } from "react";

import styles from "./WhyButton.module.css";
import { WhyPanel } from "./WhyPanel";

/** Says, when pressed, why somebody is in a segment. `about` is what it answers, for whoever does not see the row. */
export function WhyButton({
  segmentId,
  customerId,
  about,
}: {
  segmentId: number;
  customerId: string;
  about: string;
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
          pressed={open}
          accessibilityLabel={about}
          onClick={() => {
            setOpen(!open);
          }}
        >
          Why
        </Button>
      }
    >
      {/* Focusable, so that a long answer can be scrolled by keyboard. */}
      <div className={styles.answer} tabIndex={0} role="region" aria-label={about}>
        <WhyPanel segmentId={segmentId} customerId={customerId} />
      </div>
    </Popover>
  );
}
