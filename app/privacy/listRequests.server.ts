import { log } from "~/state/log.server";
import { SecretError } from "~/state/secrets.server";

import { daysLeft } from "./request";
import { newestRequests, personOf, type PrivacyRequest } from "./requests.server";
import type { RequestList, RequestView } from "./requestView";

const mostShown = 100;

/** A shop's privacy requests, the newest first. */
export async function listRequests(shop: string, now: Date): Promise<RequestList> {
  const requests = await newestRequests(shop, mostShown + 1);
  return {
    requests: requests.slice(0, mostShown).map((request) => viewOf(request, now)),
    hasMore: requests.length > mostShown,
  };
}

function viewOf(request: PrivacyRequest, now: Date): RequestView {
  const { id, kind, state, receivedAt, dueAt, finishedAt, failure, proof } = request;
  return {
    ...{ id, kind, state, failure, proof, daysLeft: daysLeft(dueAt, now) },
    receivedAt: receivedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    about: aboutOf(request),
  };
}

function aboutOf(request: PrivacyRequest): RequestView["about"] {
  try {
    const person = personOf(request);
    if (person === null) return null;
    const [customerId = null] = person.customerIds;
    return {
      customerId: customerId === null ? null : String(customerId),
      contact: person.emails[0] ?? person.phones[0] ?? null,
    };
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    log().error(
      { shop: request.shop, request: request.id },
      `A privacy request is not read. ${error.message}`,
    );
    return null;
  }
}
