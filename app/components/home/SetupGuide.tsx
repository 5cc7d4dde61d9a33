import { BlockStack, Button, Card, Icon, InlineStack, Link, ProgressBar, Text } from "@shopify/polaris";
import { CheckCircleIcon, XIcon } from "@shopify/polaris-icons";

import styles from "./SetupGuide.module.css";

export interface SetupStep {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly done: boolean;
  readonly action: { readonly label: string; readonly to: string } | null;
}

/** The few steps from install to the first useful answer. It can be dismissed for good. */
export function SetupGuide({ steps, onDismiss }: { steps: readonly SetupStep[]; onDismiss: () => void }) {
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done && step.action !== null);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="start" wrap={false} gap="200">
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">
              Get to know your customers
            </Text>
            <Text as="p" tone="subdued">
              {`${String(done)} of ${String(steps.length)} done`}
            </Text>
          </BlockStack>
          <Button
            variant="tertiary"
            icon={XIcon}
            accessibilityLabel="Dismiss the setup guide"
            onClick={onDismiss}
          />
        </InlineStack>
        <ProgressBar progress={(100 * done) / steps.length} size="small" tone="primary" animated={false} />
        <ol className={styles.steps}>
          {steps.map((step) => (
            <li key={step.id} className={styles.step}>
              <span className={styles.mark}>
                {step.done ? (
                  <Icon source={CheckCircleIcon} tone="success" accessibilityLabel="Done" />
                ) : (
                  <span className={styles.hollow} />
                )}
              </span>
              <div>
                <Text as="h3" variant="bodyMd" fontWeight="medium">
                  {step.title}
                </Text>
                <Text as="p" tone="subdued">
                  {step.why}
                </Text>
              </div>
              {step.action === null ? null : step === next ? (
                <Button variant="primary" url={step.action.to}>
                  {step.action.label}
                </Button>
              ) : (
                <Link url={step.action.to}>{step.action.label}</Link>
              )}
            </li>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}
