-- Paper, for when nothing else works: blocks of form numbers that were printed, and who had to be turned away, to be made good.
-- What was served on paper stands among the offline actions (0074), under the number of its form.
CREATE TABLE form_block (
    merchant_id text COLLATE "C" NOT NULL REFERENCES merchant (id),
    first       bigint NOT NULL CHECK (first > 0),
    last        bigint NOT NULL CHECK (last >= first),
    store_id    text COLLATE "C" NOT NULL,
    staff_id    text COLLATE "C" NOT NULL,
    at          bigint NOT NULL,
    PRIMARY KEY (merchant_id, first),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id)
);

CREATE TABLE turned_away (
    merchant_id text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL,
    form        bigint NOT NULL,
    store_id    text COLLATE "C" NOT NULL,
    staff_id    text COLLATE "C" NOT NULL,
    at          bigint NOT NULL,
    product_id  text COLLATE "C",
    customer_id text COLLATE "C",
    entered_at  bigint NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, form),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id)
);
CREATE INDEX turned_away_of_store ON turned_away (merchant_id, store_id, id);
