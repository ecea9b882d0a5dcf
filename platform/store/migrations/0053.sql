-- The voucher that the customer showed on their own page, which proves the order as well as the last four of its code.
ALTER TABLE lookup_title ADD COLUMN voucher_id TEXT;
