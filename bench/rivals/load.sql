-- The bulk files of a store made into tables, as one would write it by hand: the mixed file is parsed once.
CREATE TEMP TABLE product_lines AS
SELECT * FROM read_json(getvariable('products'), format = 'newline_delimited', columns = {
    id: 'VARCHAR', __parentId: 'VARCHAR', title: 'VARCHAR', vendor: 'VARCHAR', productType: 'VARCHAR', status: 'VARCHAR',
    tags: 'VARCHAR[]', createdAt: 'TIMESTAMP', updatedAt: 'TIMESTAMP'});

CREATE TABLE products AS
SELECT string_split(id, '/')[5]::BIGINT AS product_id, title, vendor, productType AS product_type, status, tags, createdAt AS created_at,
  updatedAt AS updated_at
FROM product_lines WHERE __parentId IS NULL;

CREATE TABLE product_collections AS
SELECT string_split(__parentId, '/')[5]::BIGINT AS product_id, string_split(id, '/')[5]::BIGINT AS collection_id
FROM product_lines WHERE __parentId IS NOT NULL;

CREATE TABLE collections AS
SELECT string_split(id, '/')[5]::BIGINT AS collection_id, min(title) AS title
FROM product_lines WHERE __parentId IS NOT NULL GROUP BY id;

CREATE TEMP TABLE customer_lines AS
SELECT * FROM read_json(getvariable('customers'), format = 'newline_delimited', columns = {
    id: 'VARCHAR', __parentId: 'VARCHAR', namespace: 'VARCHAR', key: 'VARCHAR', type: 'VARCHAR', value: 'VARCHAR', createdAt: 'TIMESTAMP', updatedAt: 'TIMESTAMP', firstName: 'VARCHAR', lastName: 'VARCHAR',
    displayName: 'VARCHAR', locale: 'VARCHAR', state: 'VARCHAR', verifiedEmail: 'BOOLEAN', taxExempt: 'BOOLEAN', tags: 'VARCHAR[]',
    note: 'VARCHAR', dataSaleOptOut: 'BOOLEAN', productSubscriberStatus: 'VARCHAR', numberOfOrders: 'BIGINT',
    amountSpent: 'STRUCT(amount DECIMAL(18, 4))',
    defaultEmailAddress: 'STRUCT(emailAddress VARCHAR, marketingState VARCHAR, marketingUpdatedAt TIMESTAMP)',
    defaultPhoneNumber: 'STRUCT(phoneNumber VARCHAR, smsMarketingConsent STRUCT(state VARCHAR, updatedAt TIMESTAMP), whatsAppMarketingConsent STRUCT(state VARCHAR, updatedAt TIMESTAMP))',
    defaultAddress: 'STRUCT(address1 VARCHAR, address2 VARCHAR, city VARCHAR, provinceCode VARCHAR, countryCodeV2 VARCHAR, zip VARCHAR)',
    statistics: 'STRUCT(predictedSpendTier VARCHAR, rfmGroup VARCHAR)'});
CREATE TABLE customers AS
SELECT string_split(id, '/')[5]::BIGINT AS customer_id, createdAt AS created_at, updatedAt AS updated_at, firstName AS first_name,
  lastName AS last_name, displayName AS display_name, defaultEmailAddress.emailAddress AS email,
  defaultPhoneNumber.phoneNumber AS phone, defaultEmailAddress.marketingState AS email_consent,
  defaultEmailAddress.marketingUpdatedAt AS email_consent_at, defaultPhoneNumber.smsMarketingConsent.state AS sms_consent,
  defaultPhoneNumber.smsMarketingConsent.updatedAt AS sms_consent_at,
  defaultPhoneNumber.whatsAppMarketingConsent.state AS whatsapp_consent,
  defaultPhoneNumber.whatsAppMarketingConsent.updatedAt AS whatsapp_consent_at, locale, state AS account_state,
  verifiedEmail AS verified_email, taxExempt AS tax_exempt, tags, note,
  chr(31) || lower(array_to_string(tags, chr(31))) || chr(31) AS tags_folded, defaultAddress.address1 AS address1,
  defaultAddress.address2 AS address2, defaultAddress.city AS city, lower(defaultAddress.city) AS city_folded,
  defaultAddress.provinceCode AS province_code, defaultAddress.countryCodeV2 AS country_code, defaultAddress.zip AS zip,
  dataSaleOptOut AS data_sale_opt_out, productSubscriberStatus AS subscriber_status, numberOfOrders AS shopify_orders,
  (amountSpent.amount * 100)::BIGINT AS shopify_spent, statistics.rfmGroup AS shopify_rfm_group,
  statistics.predictedSpendTier AS shopify_spend_tier
FROM customer_lines WHERE __parentId IS NULL;

CREATE TABLE customer_metafields AS
SELECT string_split(__parentId, '/')[5]::BIGINT AS customer_id, namespace, key, type, value,
  CASE WHEN type IN ('number_integer', 'number_decimal') THEN TRY_CAST(value AS DOUBLE) END AS value_number,
  CASE WHEN type IN ('date', 'date_time') THEN TRY_CAST(value[:10] AS DATE) END AS value_date
FROM customer_lines WHERE __parentId IS NOT NULL;

CREATE TEMP TABLE lines AS
SELECT * FROM read_json(getvariable('orders'), format = 'newline_delimited', columns = {
    id: 'VARCHAR', __parentId: 'VARCHAR', name: 'VARCHAR', createdAt: 'TIMESTAMP', updatedAt: 'TIMESTAMP',
    processedAt: 'TIMESTAMP', cancelledAt: 'TIMESTAMP', cancelReason: 'VARCHAR', test: 'BOOLEAN',
    displayFinancialStatus: 'VARCHAR', displayFulfillmentStatus: 'VARCHAR', returnStatus: 'VARCHAR', sourceName: 'VARCHAR',
    retailLocation: 'STRUCT(id VARCHAR)', presentmentCurrencyCode: 'VARCHAR', tags: 'VARCHAR[]', discountCodes: 'VARCHAR[]',
    customer: 'STRUCT(id VARCHAR)', shippingAddress: 'STRUCT(countryCodeV2 VARCHAR, provinceCode VARCHAR, city VARCHAR)',
    totalPriceSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))',
    currentTotalPriceSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))',
    currentTotalTaxSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))',
    currentShippingPriceSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))',
    totalDiscountsSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))',
    totalRefundedSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))',
    netPaymentSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))',
    refunds: 'STRUCT(id VARCHAR, processedAt TIMESTAMP, totalRefundedSet STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4))))[]',
    fulfillments: 'STRUCT(id VARCHAR, createdAt TIMESTAMP, status VARCHAR, displayStatus VARCHAR, deliveredAt TIMESTAMP)[]',
    title: 'VARCHAR', variantTitle: 'VARCHAR', sku: 'VARCHAR', vendor: 'VARCHAR', quantity: 'INTEGER', currentQuantity: 'INTEGER',
    isGiftCard: 'BOOLEAN', product: 'STRUCT(id VARCHAR)', variant: 'STRUCT(id VARCHAR)', sellingPlan: 'STRUCT(name VARCHAR)',
    originalUnitPriceSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))',
    discountedTotalSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))'});

CREATE TABLE orders AS
SELECT string_split(id, '/')[5]::BIGINT AS order_id, string_split(customer.id, '/')[5]::BIGINT AS customer_id, name, createdAt AS created_at,
  updatedAt AS updated_at, processedAt AS processed_at, cancelledAt AS cancelled_at, cancelReason AS cancel_reason, test,
  displayFinancialStatus AS financial_status, displayFulfillmentStatus AS fulfillment_status, returnStatus AS return_status,
  sourceName AS source_name, string_split(retailLocation.id, '/')[5]::BIGINT AS retail_location_id,
  presentmentCurrencyCode AS presentment_currency, tags, discountCodes AS discount_codes,
  (totalPriceSet.shopMoney.amount * 100)::BIGINT AS total, (currentTotalPriceSet.shopMoney.amount * 100)::BIGINT AS current_total,
  (currentTotalTaxSet.shopMoney.amount * 100)::BIGINT AS current_tax, (currentShippingPriceSet.shopMoney.amount * 100)::BIGINT AS current_shipping,
  (totalDiscountsSet.shopMoney.amount * 100)::BIGINT AS discounts, (totalRefundedSet.shopMoney.amount * 100)::BIGINT AS refunded, (netPaymentSet.shopMoney.amount * 100)::BIGINT AS net_payment,
  shippingAddress.countryCodeV2 AS country_code, shippingAddress.provinceCode AS province_code, shippingAddress.city AS city
FROM lines WHERE __parentId IS NULL;

CREATE TABLE order_lines AS
SELECT string_split(id, '/')[5]::BIGINT AS line_id, string_split(__parentId, '/')[5]::BIGINT AS order_id, string_split(product.id, '/')[5]::BIGINT AS product_id,
  string_split(variant.id, '/')[5]::BIGINT AS variant_id, title, variantTitle AS variant_title, sku, vendor, quantity,
  currentQuantity AS current_quantity, isGiftCard AS is_gift_card, (originalUnitPriceSet.shopMoney.amount * 100)::BIGINT AS unit_price,
  (discountedTotalSet.shopMoney.amount * 100)::BIGINT AS discounted_total, sellingPlan.name AS selling_plan,
  bought.customer_id AS bought_by, bought.processed_at AS bought_at
FROM lines
LEFT JOIN (
  SELECT order_id, customer_id, processed_at FROM orders
  WHERE customer_id IS NOT NULL AND NOT test AND cancelled_at IS NULL AND financial_status IS DISTINCT FROM 'VOIDED'
) AS bought ON bought.order_id = string_split(__parentId, '/')[5]::BIGINT
WHERE __parentId IS NOT NULL
ORDER BY product_id;

CREATE TABLE refunds AS
SELECT string_split(refund.id, '/')[5]::BIGINT AS refund_id, order_id, refund.processedAt AS processed_at, (refund.totalRefundedSet.shopMoney.amount * 100)::BIGINT AS amount
FROM (SELECT string_split(id, '/')[5]::BIGINT AS order_id, unnest(refunds) AS refund FROM lines WHERE __parentId IS NULL);

CREATE TABLE fulfillments AS
SELECT string_split(fulfillment.id, '/')[5]::BIGINT AS fulfillment_id, order_id, fulfillment.createdAt AS created_at, fulfillment.status,
  fulfillment.displayStatus AS display_status, fulfillment.deliveredAt AS delivered_at
FROM (SELECT string_split(id, '/')[5]::BIGINT AS order_id, unnest(fulfillments) AS fulfillment FROM lines WHERE __parentId IS NULL);

CREATE TEMP TABLE checkout_lines AS
SELECT * FROM read_json(getvariable('abandoned_checkouts'), format = 'newline_delimited', columns = {
    id: 'VARCHAR', __parentId: 'VARCHAR', createdAt: 'TIMESTAMP', updatedAt: 'TIMESTAMP', completedAt: 'TIMESTAMP',
    customer: 'STRUCT(id VARCHAR)', totalPriceSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))',
    product: 'STRUCT(id VARCHAR)', variant: 'STRUCT(id VARCHAR)', title: 'VARCHAR', sku: 'VARCHAR', quantity: 'INTEGER',
    discountedTotalPriceSet: 'STRUCT(shopMoney STRUCT(amount DECIMAL(18, 4)))'});

CREATE TABLE abandoned_checkouts AS
SELECT string_split(id, '/')[5]::BIGINT AS checkout_id, string_split(customer.id, '/')[5]::BIGINT AS customer_id,
  createdAt AS created_at, updatedAt AS updated_at, completedAt AS completed_at,
  (totalPriceSet.shopMoney.amount * 100)::BIGINT AS total
FROM checkout_lines WHERE __parentId IS NULL;

CREATE TABLE abandoned_checkout_lines AS
SELECT string_split(__parentId, '/')[5]::BIGINT AS checkout_id, split_part(string_split(id, '/')[5], '?', 1) AS line_key,
  string_split(product.id, '/')[5]::BIGINT AS product_id, string_split(variant.id, '/')[5]::BIGINT AS variant_id, title, sku,
  quantity, (discountedTotalPriceSet.shopMoney.amount * 100)::BIGINT AS total
FROM checkout_lines WHERE __parentId IS NOT NULL;
