import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Box, Page, Text } from "@shopify/polaris";

import { EmptyNotice } from "~/components/EmptyNotice";
import { plural } from "~/components/format";
import { RequestCard } from "~/components/privacy/RequestCard";
import { isUnfinished } from "~/components/privacy/requestWording";
import { useFormat } from "~/components/ShopFormatContext";
import { listRequests } from "~/privacy/listRequests.server";
import { daysOfWarning } from "~/privacy/request";
import { authenticate } from "~/shopify/app.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  return listRequests(session.shop, new Date());
}

/** What Shopify asked for the sake of customers' privacy, and what became of it. */
export default function PrivacyRequests() {
  const { requests, hasMore } = useLoaderData<typeof loader>();
  const format = useFormat();
  const pressing = requests.filter((one) => isUnfinished(one) && one.daysLeft < daysOfWarning).length;
  return (
    <Page
      title="Privacy requests"
      subtitle="What customers asked Shopify for, and what became of it here"
      backAction={{ content: "Settings", url: "/app/settings" }}
    >
      <BlockStack gap="400">
        {pressing === 0 ? null : (
          <Banner
            tone="warning"
            title={`${format.count(pressing)} ${plural(pressing, "request is", "requests are")} nearly due or overdue`}
          >
            <p>The law gives 30 days from when Shopify asked.</p>
          </Banner>
        )}
        {requests.length === 0 ? (
          <EmptyNotice
            heading="No requests yet"
            text="When a customer asks for their data or to be forgotten, Shopify tells Quintile. The request appears here with its deadline, and what was done about it."
          />
        ) : (
          requests.map((one) => <RequestCard key={one.id} request={one} />)
        )}
        {hasMore ? (
          <Box paddingInline={{ xs: "400", sm: "0" }} paddingBlockEnd="400">
            <Text as="p" variant="bodySm" tone="subdued" alignment="center">
              {`The newest ${format.count(requests.length)} are shown.`}
            </Text>
          </Box>
        ) : null}
      </BlockStack>
    </Page>
  );
}
