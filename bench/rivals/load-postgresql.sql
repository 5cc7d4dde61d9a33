-- The bulk files of a store made into tables, as one would write it by hand on PostgreSQL: each line was copied into a column of
-- jsonb, which parses it once; keys and indexes are made when the rows are there.
CREATE TABLE products AS
SELECT split_part(line->>'id', '/', 5)::bigint AS product_id, line->>'title' AS title, line->>'vendor' AS vendor,
  line->>'productType' AS product_type, line->>'status' AS status,
  ARRAY(SELECT jsonb_array_elements_text(line->'tags')) AS tags, (line->>'createdAt')::timestamp AS created_at,
  (line->>'updatedAt')::timestamp AS updated_at
FROM product_file WHERE line->>'__parentId' IS NULL;

CREATE TABLE product_collections AS
SELECT split_part(line->>'__parentId', '/', 5)::bigint AS product_id, split_part(line->>'id', '/', 5)::bigint AS collection_id
FROM product_file WHERE line->>'__parentId' IS NOT NULL;

CREATE TABLE collections AS
SELECT split_part(line->>'id', '/', 5)::bigint AS collection_id, min(line->>'title') AS title
FROM product_file WHERE line->>'__parentId' IS NOT NULL GROUP BY 1;

CREATE TABLE customers AS
SELECT split_part(line->>'id', '/', 5)::bigint AS customer_id, (line->>'createdAt')::timestamp AS created_at,
  (line->>'updatedAt')::timestamp AS updated_at, line->>'firstName' AS first_name, line->>'lastName' AS last_name,
  line->>'displayName' AS display_name, line->'defaultEmailAddress'->>'emailAddress' AS email,
  line->'defaultPhoneNumber'->>'phoneNumber' AS phone, line->'defaultEmailAddress'->>'marketingState' AS email_consent,
  (line->'defaultEmailAddress'->>'marketingUpdatedAt')::timestamp AS email_consent_at,
  line#>>'{defaultPhoneNumber,smsMarketingConsent,state}' AS sms_consent,
  (line#>>'{defaultPhoneNumber,smsMarketingConsent,updatedAt}')::timestamp AS sms_consent_at,
  line#>>'{defaultPhoneNumber,whatsAppMarketingConsent,state}' AS whatsapp_consent,
  (line#>>'{defaultPhoneNumber,whatsAppMarketingConsent,updatedAt}')::timestamp AS whatsapp_consent_at,
  line->>'locale' AS locale, line->>'state' AS account_state, (line->>'verifiedEmail')::boolean AS verified_email,
  (line->>'taxExempt')::boolean AS tax_exempt, tags, line->>'note' AS note,
  chr(31) || lower(array_to_string(tags, chr(31))) || chr(31) AS tags_folded, line->'defaultAddress'->>'address1' AS address1,
  line->'defaultAddress'->>'address2' AS address2, line->'defaultAddress'->>'city' AS city,
  lower(line->'defaultAddress'->>'city') AS city_folded, line->'defaultAddress'->>'provinceCode' AS province_code,
  line->'defaultAddress'->>'countryCodeV2' AS country_code, line->'defaultAddress'->>'zip' AS zip,
  (line->>'dataSaleOptOut')::boolean AS data_sale_opt_out, line->>'productSubscriberStatus' AS subscriber_status,
  (line->>'numberOfOrders')::bigint AS shopify_orders,
  ((line->'amountSpent'->>'amount')::numeric * 100)::bigint AS shopify_spent, line->'statistics'->>'rfmGroup' AS shopify_rfm_group,
  line->'statistics'->>'predictedSpendTier' AS shopify_spend_tier
FROM (
  SELECT line, ARRAY(SELECT jsonb_array_elements_text(line->'tags')) AS tags
  FROM customer_file WHERE line->>'__parentId' IS NULL
) AS people;

CREATE TABLE customer_metafields AS
SELECT split_part(line->>'__parentId', '/', 5)::bigint AS customer_id, line->>'namespace' AS namespace, line->>'key' AS key,
  line->>'type' AS type, line->>'value' AS value,
  CASE WHEN line->>'type' IN ('number_integer', 'number_decimal') THEN (line->>'value')::double precision END AS value_number,
  CASE WHEN line->>'type' IN ('date', 'date_time') THEN left(line->>'value', 10)::date END AS value_date
FROM customer_file WHERE line->>'__parentId' IS NOT NULL;

CREATE TABLE orders AS
SELECT split_part(line->>'id', '/', 5)::bigint AS order_id, split_part(line->'customer'->>'id', '/', 5)::bigint AS customer_id,
  line->>'name' AS name, (line->>'createdAt')::timestamp AS created_at, (line->>'updatedAt')::timestamp AS updated_at,
  (line->>'processedAt')::timestamp AS processed_at, (line->>'cancelledAt')::timestamp AS cancelled_at,
  line->>'cancelReason' AS cancel_reason, (line->>'test')::boolean AS test, line->>'displayFinancialStatus' AS financial_status,
  line->>'displayFulfillmentStatus' AS fulfillment_status, line->>'returnStatus' AS return_status,
  line->>'sourceName' AS source_name, split_part(line->'retailLocation'->>'id', '/', 5)::bigint AS retail_location_id,
  line->>'presentmentCurrencyCode' AS presentment_currency, ARRAY(SELECT jsonb_array_elements_text(line->'tags')) AS tags,
  ARRAY(SELECT jsonb_array_elements_text(line->'discountCodes')) AS discount_codes,
  ((line#>>'{totalPriceSet,shopMoney,amount}')::numeric * 100)::bigint AS total,
  ((line#>>'{currentTotalPriceSet,shopMoney,amount}')::numeric * 100)::bigint AS current_total,
  ((line#>>'{currentTotalTaxSet,shopMoney,amount}')::numeric * 100)::bigint AS current_tax,
  ((line#>>'{currentShippingPriceSet,shopMoney,amount}')::numeric * 100)::bigint AS current_shipping,
  ((line#>>'{totalDiscountsSet,shopMoney,amount}')::numeric * 100)::bigint AS discounts,
  ((line#>>'{totalRefundedSet,shopMoney,amount}')::numeric * 100)::bigint AS refunded,
  ((line#>>'{netPaymentSet,shopMoney,amount}')::numeric * 100)::bigint AS net_payment,
  line->'shippingAddress'->>'countryCodeV2' AS country_code, line->'shippingAddress'->>'provinceCode' AS province_code,
  line->'shippingAddress'->>'city' AS city
FROM order_file WHERE line->>'__parentId' IS NULL;
ALTER TABLE orders ADD PRIMARY KEY (order_id);
ANALYZE orders;

CREATE TABLE order_lines AS
SELECT l.*, o.customer_id AS bought_by, o.processed_at AS bought_at
FROM (
  SELECT split_part(line->>'id', '/', 5)::bigint AS line_id, split_part(line->>'__parentId', '/', 5)::bigint AS order_id,
    split_part(line->'product'->>'id', '/', 5)::bigint AS product_id,
    split_part(line->'variant'->>'id', '/', 5)::bigint AS variant_id, line->>'title' AS title,
    line->>'variantTitle' AS variant_title, line->>'sku' AS sku, line->>'vendor' AS vendor,
    (line->>'quantity')::integer AS quantity, (line->>'currentQuantity')::integer AS current_quantity,
    (line->>'isGiftCard')::boolean AS is_gift_card,
    ((line#>>'{originalUnitPriceSet,shopMoney,amount}')::numeric * 100)::bigint AS unit_price,
    ((line#>>'{discountedTotalSet,shopMoney,amount}')::numeric * 100)::bigint AS discounted_total,
    line->'sellingPlan'->>'name' AS selling_plan
  FROM order_file WHERE line->>'__parentId' IS NOT NULL
) AS l
LEFT JOIN orders o ON o.order_id = l.order_id AND o.customer_id IS NOT NULL AND NOT o.test AND o.cancelled_at IS NULL
  AND o.financial_status IS DISTINCT FROM 'VOIDED';

CREATE TABLE refunds AS
SELECT split_part(refund->>'id', '/', 5)::bigint AS refund_id, split_part(line->>'id', '/', 5)::bigint AS order_id,
  (refund->>'processedAt')::timestamp AS processed_at,
  ((refund#>>'{totalRefundedSet,shopMoney,amount}')::numeric * 100)::bigint AS amount
FROM order_file, jsonb_array_elements(line->'refunds') AS refund WHERE line->>'__parentId' IS NULL;

CREATE TABLE fulfillments AS
SELECT split_part(fulfillment->>'id', '/', 5)::bigint AS fulfillment_id, split_part(line->>'id', '/', 5)::bigint AS order_id,
  (fulfillment->>'createdAt')::timestamp AS created_at, fulfillment->>'status' AS status,
  fulfillment->>'displayStatus' AS display_status, (fulfillment->>'deliveredAt')::timestamp AS delivered_at
FROM order_file, jsonb_array_elements(line->'fulfillments') AS fulfillment WHERE line->>'__parentId' IS NULL;

CREATE TABLE abandoned_checkouts AS
SELECT split_part(line->>'id', '/', 5)::bigint AS checkout_id, split_part(line->'customer'->>'id', '/', 5)::bigint AS customer_id,
  (line->>'createdAt')::timestamp AS created_at, (line->>'updatedAt')::timestamp AS updated_at,
  (line->>'completedAt')::timestamp AS completed_at, ((line#>>'{totalPriceSet,shopMoney,amount}')::numeric * 100)::bigint AS total
FROM checkout_file WHERE line->>'__parentId' IS NULL;

CREATE TABLE abandoned_checkout_lines AS
SELECT split_part(line->>'__parentId', '/', 5)::bigint AS checkout_id,
  split_part(split_part(line->>'id', '/', 5), '?', 1) AS line_key, split_part(line->'product'->>'id', '/', 5)::bigint AS product_id,
  split_part(line->'variant'->>'id', '/', 5)::bigint AS variant_id, line->>'title' AS title, line->>'sku' AS sku,
  (line->>'quantity')::integer AS quantity, ((line#>>'{discountedTotalPriceSet,shopMoney,amount}')::numeric * 100)::bigint AS total
FROM checkout_file WHERE line->>'__parentId' IS NOT NULL;

ALTER TABLE products ADD PRIMARY KEY (product_id);
ALTER TABLE product_collections ADD PRIMARY KEY (product_id, collection_id);
ALTER TABLE collections ADD PRIMARY KEY (collection_id);
ALTER TABLE customers ADD PRIMARY KEY (customer_id);
ALTER TABLE customer_metafields ADD PRIMARY KEY (customer_id, namespace, key);
ALTER TABLE order_lines ADD PRIMARY KEY (line_id);
ALTER TABLE refunds ADD PRIMARY KEY (refund_id);
ALTER TABLE fulfillments ADD PRIMARY KEY (fulfillment_id);
ALTER TABLE abandoned_checkouts ADD PRIMARY KEY (checkout_id);
ALTER TABLE abandoned_checkout_lines ADD PRIMARY KEY (checkout_id, line_key);
CREATE INDEX ON order_lines (product_id, bought_at) INCLUDE (bought_by, quantity);
CREATE INDEX ON order_lines (bought_by);
CREATE INDEX ON order_lines (order_id);
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON orders (processed_at);
CREATE INDEX ON refunds (order_id);
CREATE INDEX ON fulfillments (order_id);
CREATE INDEX ON abandoned_checkouts (customer_id);
