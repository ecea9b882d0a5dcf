-- Figures of a day: what was ordered when, by where it was ordered.
CREATE INDEX order_by_time ON customer_order (merchant_id, store_id, bought_at);

-- Until when somebody has seen the alerts of a kind, and who was the last to say so; what was said before is in the journal.
CREATE TABLE alert_seen (
    merchant_id text COLLATE "C" NOT NULL,
    store_id    text COLLATE "C" NOT NULL,
    kind        text COLLATE "C" NOT NULL,
    until       bigint NOT NULL,
    at          bigint NOT NULL,
    staff_id    text COLLATE "C" NOT NULL,
    PRIMARY KEY (merchant_id, store_id, kind),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id)
);
