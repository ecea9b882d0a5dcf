-- Running the shop: lanes that are no longer used, products that are not for sale, sales over the counter, vouchers that were
-- taken back, days that were closed.

ALTER TABLE lane ADD COLUMN retired_at bigint;  -- nobody can stand there any more; what happened there keeps its name
ALTER TABLE product ADD COLUMN off_sale_at bigint;  -- no voucher of it is sold; those sold before are worth what they were

-- What a voucher is worth was settled when it was sold, whatever the product costs later.
ALTER TABLE voucher ADD COLUMN price_fen bigint NOT NULL DEFAULT 0 CHECK (price_fen BETWEEN 0 AND 1000000000);
UPDATE voucher SET price_fen = (SELECT p.price_fen FROM product p
    WHERE p.merchant_id = voucher.merchant_id AND p.id = voucher.product_id);
CREATE INDEX voucher_of_order ON voucher (merchant_id, order_id);
CREATE INDEX voucher_by_last4 ON voucher (merchant_id, product_id, code_last4);

-- Who sold it, where and on which business day; NULL for what was sold elsewhere.
ALTER TABLE customer_order ADD COLUMN store_id text COLLATE "C";
ALTER TABLE customer_order ADD COLUMN staff_id text COLLATE "C";
ALTER TABLE customer_order ADD COLUMN device_id text COLLATE "C";
ALTER TABLE customer_order ADD COLUMN business_day text COLLATE "C";
ALTER TABLE customer_order ADD COLUMN entry_id text COLLATE "C";
CREATE INDEX order_of_day ON customer_order (merchant_id, store_id, business_day);

-- Why a voucher is in the state 'revoked'.
CREATE TABLE revocation (
    merchant_id    text COLLATE "C" NOT NULL,
    voucher_id     text COLLATE "C" NOT NULL,
    id             text COLLATE "C" NOT NULL,
    at             bigint NOT NULL,
    staff_id       text COLLATE "C" NOT NULL,
    device_id      text COLLATE "C" NOT NULL,
    reason         text COLLATE "C" NOT NULL,
    stock_returned bigint NOT NULL CHECK (stock_returned IN (0, 1)),
    entry_id       text COLLATE "C" NOT NULL,
    PRIMARY KEY (merchant_id, voucher_id),
    UNIQUE (merchant_id, entry_id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id),
    FOREIGN KEY (merchant_id, entry_id) REFERENCES journal (merchant_id, id)
);

-- A business day as it was counted. What is corrected afterwards makes a new version; the old ones stay.
CREATE TABLE day_close (
    merchant_id  text COLLATE "C" NOT NULL,
    store_id     text COLLATE "C" NOT NULL,
    business_day text COLLATE "C" NOT NULL,
    version      bigint NOT NULL CHECK (version > 0),
    closed_at    bigint NOT NULL,
    staff_id     text COLLATE "C" NOT NULL,
    totals       text COLLATE "C" NOT NULL,  -- DayTotals, ids instead of names
    entry_id     text COLLATE "C" NOT NULL,
    PRIMARY KEY (merchant_id, store_id, business_day, version),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, entry_id) REFERENCES journal (merchant_id, id)
);
