-- What the next statements look customers up by.
ALTER TABLE metrics ADD PRIMARY KEY (customer_id);
ALTER TABLE scores ADD PRIMARY KEY (customer_id);
