-- What the counter was told of a customer who was looked up by phone: one row for each title, so that nobody is told more than
-- that before the customer proves the order. Gone with the customer, and after five minutes good for nothing.
CREATE TABLE lookup_title (
    merchant_id text COLLATE "C" NOT NULL REFERENCES merchant (id),
    id          text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    product_id  text COLLATE "C" NOT NULL,
    staff_id    text COLLATE "C" NOT NULL,
    device_id   text COLLATE "C" NOT NULL,
    store_id    text COLLATE "C" NOT NULL,
    wrong       bigint NOT NULL DEFAULT 0,  -- so many times the last four characters were none of theirs
    expires_at  bigint NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX lookup_of_customer ON lookup_title (merchant_id, customer_id);
CREATE INDEX lookup_expiry ON lookup_title (expires_at); -- the purge looks at every merchant's
