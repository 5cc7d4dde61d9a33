import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Page } from "@shopify/polaris";

import { EmptyNotice } from "~/components/EmptyNotice";
import { NumbersForm } from "~/components/segments/numbers/NumbersForm";
import { WaitingForHistory } from "~/components/WaitingForHistory";
import { readScoring } from "~/customers/scoredState.server";
import { readShop } from "~/customers/shopSettings.server";
import { readyMadeOf } from "~/segments/catalogue/catalogue";
import { readSegmentId } from "~/segments/overview/segmentId";
import { readSegment } from "~/segments/segmentStore.server";
import { authenticate } from "~/shopify/app.server";
import { minorUnitDigits } from "~/warehouse/minorUnits";
import { openWarehouse } from "~/warehouse/warehouses.server";

export { PageError as ErrorBoundary } from "~/components/PageError";
export { headers } from "~/shopify/pageHeaders.server";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = readSegmentId(params.id);
  const [segment, { currency }, scoring] = await Promise.all([
    id === null ? null : readSegment(session.shop, id),
    readShop(session.shop),
    readScoring(await openWarehouse(session.shop)),
  ]);
  if (currency === null || scoring === null) return null;
  if (segment === null) throw new Response("There is no such segment.", { status: 404 });
  const { name, active, readyMade, settings, version } = segment;
  return {
    segment: { id: segment.id, name, active, settings, version },
    readyMade,
    currency,
    currencyDigits: minorUnitDigits(currency),
  };
}

export default function Numbers() {
  const data = useLoaderData<typeof loader>();
  if (data === null) return <WaitingForHistory title="Numbers of a segment" />;
  const { segment, currency, currencyDigits } = data;
  const readyMade = data.readyMade === null ? undefined : readyMadeOf(data.readyMade);
  if (readyMade === undefined || readyMade.settings.length === 0) return <NoNumbers segment={segment} />;
  // Once saved, the form starts anew from what is stored.
  return (
    <NumbersForm
      key={`${String(segment.id)} ${JSON.stringify(segment.settings)}`}
      segment={segment}
      readyMade={readyMade}
      currency={currency}
      currencyDigits={currencyDigits}
    />
  );
}

function NoNumbers({ segment: { id, name } }: { segment: { id: number; name: string } }) {
  const page = `/app/segments/${String(id)}`;
  return (
    <Page title={`Numbers of “${name}”`} backAction={{ content: name, url: page }}>
      <EmptyNotice
        heading="This segment has no numbers to choose"
        text="Only some ready-made segments have. The rule of any segment can be changed in the builder."
        action={{ label: "See the segment", to: page, primary: false }}
      />
    </Page>
  );
}
