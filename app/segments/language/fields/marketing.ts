import { choices, type Field } from "./field";

/** Whether the address of a customer `c` can be one. */
export const emailIsValid = "c.email LIKE '%_@_%._%'";
const emailReachable = `(c.email_consent = 'SUBSCRIBED' AND ${emailIsValid})`;
const smsReachable = "(c.sms_consent = 'SUBSCRIBED' AND c.phone IS NOT NULL)";
const whatsappReachable = "(c.whatsapp_consent = 'SUBSCRIBED' AND c.phone IS NOT NULL)";

const emailStates = choices({
  SUBSCRIBED: "Subscribed",
  UNSUBSCRIBED: "Unsubscribed",
  NOT_SUBSCRIBED: "Not subscribed",
  PENDING: "Waiting for confirmation",
  INVALID: "Invalid address",
});
const phoneStates = choices({
  SUBSCRIBED: "Subscribed",
  UNSUBSCRIBED: "Unsubscribed",
  NOT_SUBSCRIBED: "Not subscribed",
  NEVER_SUBSCRIBED: "Never subscribed",
  PENDING: "Waiting for confirmation",
  REDACTED: "Erased",
});

/** Whether they may be written to, and since when. */
export const marketingFields = {
  reachable: {
    label: "Reachable on any channel",
    explains:
      "Reachable by at least one of email, SMS and WhatsApp: subscribed there, with an address or number to write to.",
    topic: "Marketing",
    type: "boolean",
    sql: `(coalesce(${emailReachable}, false) OR coalesce(${smsReachable}, false) OR coalesce(${whatsappReachable}, false))`,
    noun: "reachable by email, SMS or WhatsApp",
  },
  reachable_by_email: {
    label: "Reachable by email",
    explains:
      "Subscribed to email marketing, with an email address that can exist. Waiting for confirmation is not enough.",
    topic: "Marketing",
    type: "boolean",
    sql: `coalesce(${emailReachable}, false)`,
    noun: "reachable by email",
  },
  reachable_by_sms: {
    label: "Reachable by SMS",
    explains: "Subscribed to SMS marketing, with a phone number. Waiting for confirmation is not enough.",
    topic: "Marketing",
    type: "boolean",
    sql: `coalesce(${smsReachable}, false)`,
    noun: "reachable by SMS",
  },
  reachable_by_whatsapp: {
    label: "Reachable by WhatsApp",
    explains:
      "Subscribed to WhatsApp marketing, with a phone number. Waiting for confirmation is not enough.",
    topic: "Marketing",
    type: "boolean",
    sql: `coalesce(${whatsappReachable}, false)`,
    noun: "reachable by WhatsApp",
  },
  /** The first of the consents that hold now; unknown while one of them has no known date. */
  reachable_since: {
    label: "Reachable since",
    explains:
      "The earliest of the consents that hold now. Not known where the date of one of them is missing.",
    topic: "Marketing",
    type: "date",
    sql: `CASE
      WHEN (${emailReachable} AND c.email_consent_at IS NULL) OR (${smsReachable} AND c.sms_consent_at IS NULL)
        OR (${whatsappReachable} AND c.whatsapp_consent_at IS NULL) THEN NULL
      ELSE least(CASE WHEN ${emailReachable} THEN c.email_consent_at END,
        CASE WHEN ${smsReachable} THEN c.sms_consent_at END,
        CASE WHEN ${whatsappReachable} THEN c.whatsapp_consent_at END) END`,
    stored: "instant",
    noun: "date of becoming reachable",
    phrases: { when: "became reachable {}" },
  },
  email_consent: {
    label: "Email marketing",
    explains: "As Shopify keeps it for the customer's email address. Not known where there is no address.",
    topic: "Marketing",
    type: "choice",
    sql: "c.email_consent",
    noun: "email consent",
    choices: emailStates,
  },
  email_consent_at: {
    label: "Email marketing changed",
    explains: "The last change of the email consent, whether they subscribed or unsubscribed.",
    topic: "Marketing",
    type: "date",
    sql: "c.email_consent_at",
    stored: "instant",
    noun: "date of email consent",
    phrases: { when: "changed their email consent {}" },
  },
  sms_consent: {
    label: "SMS marketing",
    explains: "As Shopify keeps it for the customer's phone number. Not known where there is no number.",
    topic: "Marketing",
    type: "choice",
    sql: "c.sms_consent",
    noun: "SMS consent",
    choices: phoneStates,
  },
  sms_consent_at: {
    label: "SMS marketing changed",
    explains: "The last change of the SMS consent, whether they subscribed or unsubscribed.",
    topic: "Marketing",
    type: "date",
    sql: "c.sms_consent_at",
    stored: "instant",
    noun: "date of SMS consent",
    phrases: { when: "changed their SMS consent {}" },
  },
  whatsapp_consent: {
    label: "WhatsApp marketing",
    explains: "As Shopify keeps it for the customer's phone number. Not known where there is no number.",
    topic: "Marketing",
    type: "choice",
    sql: "c.whatsapp_consent",
    noun: "WhatsApp consent",
    choices: phoneStates,
  },
  whatsapp_consent_at: {
    label: "WhatsApp marketing changed",
    explains: "The last change of the WhatsApp consent, whether they subscribed or unsubscribed.",
    topic: "Marketing",
    type: "date",
    sql: "c.whatsapp_consent_at",
    stored: "instant",
    noun: "date of WhatsApp consent",
    phrases: { when: "changed their WhatsApp consent {}" },
  },
} as const satisfies Record<string, Field>;
