-- Paper, for when nothing else works: blocks of form numbers that were printed, and who had to be turned away, to be made good.
-- What was served on paper stands among the offline actions (0074), under the number of its form.
CREATE TABLE form_block (
    merchant_id TEXT NOT NULL REFERENCES merchant (id),
    first       INTEGER NOT NULL CHECK (first > 0),
    last        INTEGER NOT NULL CHECK (last >= first),
    store_id    TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, first),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE turned_away (
    merchant_id TEXT NOT NULL,
    id          TEXT NOT NULL,
    form        INTEGER NOT NULL,
    store_id    TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    at          INTEGER NOT NULL,
    product_id  TEXT,
    customer_id TEXT,
    entered_at  INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, form),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX turned_away_of_store ON turned_away (merchant_id, store_id, id);
