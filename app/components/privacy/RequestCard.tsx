import { Badge, BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";

import { daysOfWarning } from "~/privacy/request";
import type { RequestView } from "~/privacy/requestView";

import { useFormat } from "../ShopFormatContext";
import styles from "./RequestCard.module.css";
import { isUnfinished, kindWording, proofSentence, standingOf, timeLeft } from "./requestWording";
import { useDisclosure } from "./useDisclosure";

/** One privacy request: what was asked, about whom, until when, and what became of it. */
export function RequestCard({ request }: { request: RequestView }) {
  const format = useFormat();
  const { kind, receivedAt, dueAt, daysLeft, finishedAt, about } = request;
  const { badge, tone, sentence } = standingOf(request);
  const proof = proofSentence(request, format.count);
  const due = `Due ${format.dayOf(dueAt)}`;
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {kindWording[kind]}
          </Text>
          <Badge tone={tone}>{badge}</Badge>
        </InlineStack>
        {about === null ? null : <About about={about} />}
        <Text as="p">{sentence}</Text>
        {proof === null ? null : <Text as="p">{proof}</Text>}
        {isUnfinished(request) ? (
          <Text as="p" {...(daysLeft < daysOfWarning ? { tone: "critical", fontWeight: "medium" } : {})}>
            {`${due}: ${timeLeft(daysLeft)}.`}
          </Text>
        ) : null}
        <Text as="p" variant="bodySm" tone="subdued">
          {`Asked ${format.time(receivedAt)}${finishedAt === null ? "" : `, finished ${format.time(finishedAt)}`}.`}
        </Text>
        {kind === "data_request" && about !== null ? <Download request={request} /> : null}
      </BlockStack>
    </Card>
  );
}

function About({ about: { customerId, contact } }: { about: NonNullable<RequestView["about"]> }) {
  const name = [customerId === null ? null : `Customer ${customerId}`, contact]
    .filter((part) => part !== null)
    .join(", ");
  return (
    <Text as="p" fontWeight="medium">
      <span className={styles.about}>
        {customerId === null ? (
          name === "" ? (
            "Shopify does not say whom it is about."
          ) : (
            name
          )
        ) : (
          <Link url={`/app/customers/${customerId}`}>{name}</Link>
        )}
      </span>
    </Text>
  );
}

function Download({ request }: { request: RequestView }) {
  const { running, start } = useDisclosure(request.id);
  return (
    <InlineStack>
      <Button onClick={start} loading={running} variant={request.state === "done" ? "secondary" : "primary"}>
        Download their data
      </Button>
    </InlineStack>
  );
}
