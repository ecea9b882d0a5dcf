-- Customers who wait. `taken_in` and `number` are what the customer holds, `line` is where they stand now. When a voucher is
-- known its redemption serves the number; so does, of one that was called to a lane, what is redeemed there.
CREATE TABLE ticket (
    merchant_id  TEXT NOT NULL,
    id           TEXT NOT NULL,
    store_id     TEXT NOT NULL,
    business_day TEXT NOT NULL,
    taken_in     TEXT NOT NULL CHECK (taken_in IN ('group_buy', 'general')),
    number       INTEGER NOT NULL CHECK (number > 0),
    line         TEXT NOT NULL CHECK (line IN ('group_buy', 'general')),
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'skipped', 'served', 'left')),
    arrived_at   INTEGER NOT NULL,
    called_at    INTEGER,
    ended_at     INTEGER,
    lane_id      TEXT,
    calls        INTEGER NOT NULL DEFAULT 0,
    voucher_id   TEXT,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, store_id, business_day, taken_in, number),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, lane_id) REFERENCES lane (merchant_id, id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_of_day ON ticket (merchant_id, store_id, business_day, state, arrived_at);
CREATE INDEX ticket_of_voucher ON ticket (merchant_id, voucher_id, arrived_at);

-- Whose customers are called to a lane; NULL: everybody.
ALTER TABLE lane ADD COLUMN line TEXT CHECK (line IN ('group_buy', 'general'));

-- What a customers' screen shows, as DisplayContent; NULL: what every screen shows.
ALTER TABLE device ADD COLUMN display TEXT;
