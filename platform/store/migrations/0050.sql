-- What the counter was told of a customer who was looked up by phone: one row for each title, so that nobody is told more than
-- that before the customer proves the order. Gone with the customer, and after five minutes good for nothing.
CREATE TABLE lookup_title (
    merchant_id TEXT NOT NULL REFERENCES merchant (id),
    id          TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    product_id  TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    device_id   TEXT NOT NULL,
    store_id    TEXT NOT NULL,
    wrong       INTEGER NOT NULL DEFAULT 0,  -- so many times the last four characters were none of theirs
    expires_at  INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lookup_of_customer ON lookup_title (merchant_id, customer_id);
CREATE INDEX lookup_expiry ON lookup_title (expires_at); -- the purge looks at every merchant's
