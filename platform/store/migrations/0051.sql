-- How much of a product may be sold before staff are warned, and before nothing more is: by what is left, and by the share that
-- is sold. stock_limit is the red line that follows (core/stock), kept so that the statement which takes the stock compares with it.
ALTER TABLE product ADD COLUMN warn_left    INTEGER NOT NULL DEFAULT 10 CHECK (warn_left >= 0);
ALTER TABLE product ADD COLUMN warn_percent INTEGER NOT NULL DEFAULT 85 CHECK (warn_percent BETWEEN 1 AND 100);
ALTER TABLE product ADD COLUMN red_left     INTEGER NOT NULL DEFAULT 0 CHECK (red_left >= 0);
ALTER TABLE product ADD COLUMN red_percent  INTEGER NOT NULL DEFAULT 100 CHECK (red_percent BETWEEN 1 AND 100);
ALTER TABLE product ADD COLUMN stock_limit  INTEGER NOT NULL DEFAULT 0 CHECK (stock_limit >= 0);
UPDATE product SET stock_limit = stock_total;

-- Who of a store saw last how a product's stock stands there, and how that was.
CREATE TABLE stock_seen (
    merchant_id TEXT NOT NULL REFERENCES merchant (id),
    store_id    TEXT NOT NULL,
    product_id  TEXT NOT NULL,
    level       TEXT NOT NULL,
    at          INTEGER NOT NULL,
    staff_id    TEXT NOT NULL,
    PRIMARY KEY (merchant_id, store_id, product_id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id)
) STRICT, WITHOUT ROWID;
