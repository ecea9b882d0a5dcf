-- Redemptions that were undone: the redemption stays as it was, and so does its entry; it only no longer counts. `business_day`
-- is that of the store when it was undone, `reason` is NULL where somebody undid what they had just redeemed themselves.
CREATE TABLE undone (
    merchant_id    text COLLATE "C" NOT NULL,
    redemption_id  text COLLATE "C" NOT NULL,
    id             text COLLATE "C" NOT NULL,
    at             bigint NOT NULL,
    business_day   text COLLATE "C" NOT NULL,
    staff_id       text COLLATE "C" NOT NULL,
    device_id      text COLLATE "C" NOT NULL,
    reason         text COLLATE "C",
    stock_returned bigint NOT NULL CHECK (stock_returned IN (0, 1)),
    entry_id       text COLLATE "C" NOT NULL,
    PRIMARY KEY (merchant_id, redemption_id),
    UNIQUE (merchant_id, entry_id),
    FOREIGN KEY (merchant_id, redemption_id) REFERENCES redemption (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id),
    FOREIGN KEY (merchant_id, entry_id) REFERENCES journal (merchant_id, id)
);
