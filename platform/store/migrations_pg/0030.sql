-- Customers who wait. `taken_in` and `number` are what the customer holds, `line` is where they stand now. When a voucher is
-- known its redemption serves the number; so does, of one that was called to a lane, what is redeemed there.
CREATE TABLE ticket (
    merchant_id  text COLLATE "C" NOT NULL,
    id           text COLLATE "C" NOT NULL,
    store_id     text COLLATE "C" NOT NULL,
    business_day text COLLATE "C" NOT NULL,
    taken_in     text COLLATE "C" NOT NULL CHECK (taken_in IN ('group_buy', 'general')),
    number       bigint NOT NULL CHECK (number > 0),
    line         text COLLATE "C" NOT NULL CHECK (line IN ('group_buy', 'general')),
    state        text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'called', 'skipped', 'served', 'left')),
    arrived_at   bigint NOT NULL,
    called_at    bigint,
    ended_at     bigint,
    lane_id      text COLLATE "C",
    calls        bigint NOT NULL DEFAULT 0,
    voucher_id   text COLLATE "C",
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, store_id, business_day, taken_in, number),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, lane_id) REFERENCES lane (merchant_id, id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id)
);
CREATE INDEX ticket_of_day ON ticket (merchant_id, store_id, business_day, state, arrived_at);
CREATE INDEX ticket_of_voucher ON ticket (merchant_id, voucher_id, arrived_at);

-- Whose customers are called to a lane; NULL: everybody.
ALTER TABLE lane ADD COLUMN line text COLLATE "C" CHECK (line IN ('group_buy', 'general'));

-- What a customers' screen shows, as DisplayContent; NULL: what every screen shows.
ALTER TABLE device ADD COLUMN display text COLLATE "C";
