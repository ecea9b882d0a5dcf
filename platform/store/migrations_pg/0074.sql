-- Working while cut off (core/offline). `offline`: OfflineLimits of the merchant; NULL: as shipped. `unsent`: as the device last
-- said. `mark`: by which a roster knows the code (core/offline/roster.h); NULL of vouchers that were sold before there were any.
ALTER TABLE merchant ADD COLUMN offline text COLLATE "C";
ALTER TABLE device ADD COLUMN unsent bigint CHECK (unsent >= 0);
ALTER TABLE voucher ADD COLUMN mark bytea CHECK (length(mark) = 32);

-- What one device alone decides on for a time: a voucher, or so many vouchers of a product's stock, which count as sold for as
-- long as they are held.
CREATE TABLE lease (
    merchant_id text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL,
    device_id   text COLLATE "C" NOT NULL,
    store_id    text COLLATE "C" NOT NULL,
    staff_id    text COLLATE "C" NOT NULL,  -- who took it
    product_id  text COLLATE "C" NOT NULL,
    voucher_id  text COLLATE "C",           -- NULL: a part of the stock
    quantity    bigint NOT NULL CHECK (quantity > 0),
    used        bigint NOT NULL DEFAULT 0 CHECK (used BETWEEN 0 AND quantity),
    state       text COLLATE "C" NOT NULL CHECK (state IN ('held', 'returned', 'taken_back', 'ended')),
    since       bigint NOT NULL,
    until       bigint NOT NULL,
    asked_at    bigint,        -- another lane needs it
    over_at     bigint,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id)
);
CREATE UNIQUE INDEX lease_of_voucher ON lease (merchant_id, voucher_id) WHERE state = 'held';
CREATE INDEX lease_of_device ON lease (merchant_id, device_id, state);
CREATE INDEX lease_due ON lease (until) WHERE state = 'held';

-- What was done while cut off, or promised against another device's lease, and what became of it. `box`: the bytes, their
-- signature and the grants, sealed; NULL where it was promised online. `redemption_id`: that it became.
CREATE TABLE offline_action (
    merchant_id   text COLLATE "C" NOT NULL,
    key           text COLLATE "C" NOT NULL,
    store_id      text COLLATE "C" NOT NULL,
    lane_id       text COLLATE "C" NOT NULL,
    staff_id      text COLLATE "C" NOT NULL,
    device_id     text COLLATE "C" NOT NULL,
    kind          text COLLATE "C" NOT NULL,
    voucher_id    text COLLATE "C",
    product_id    text COLLATE "C",
    lease_id      text COLLATE "C",
    code_last4    text COLLATE "C",
    uses          bigint NOT NULL CHECK (uses > 0),
    amount_fen    bigint CHECK (amount_fen >= 0),
    box           bytea,
    prepared_id   text COLLATE "C",              -- the card, where it was promised online
    form          bigint,           -- the number of the paper that it was on
    clock         text COLLATE "C" NOT NULL,
    checked       text COLLATE "C" NOT NULL,
    device_at     bigint NOT NULL,  -- by the device's own clock
    acted_at      bigint NOT NULL,  -- as far as it can be known
    arrived_at    bigint NOT NULL,
    verdict       text COLLATE "C" NOT NULL CHECK (verdict IN ('kept', 'conflict', 'waiting')),
    reason        text COLLATE "C" NOT NULL,
    redemption_id text COLLATE "C",
    decided_at    bigint NOT NULL,
    PRIMARY KEY (merchant_id, key),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, lane_id) REFERENCES lane (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id),
    FOREIGN KEY (merchant_id, redemption_id) REFERENCES redemption (merchant_id, id)
);
CREATE INDEX offline_action_waiting ON offline_action (merchant_id, key) WHERE verdict = 'waiting';
CREATE INDEX offline_action_of_store ON offline_action (merchant_id, store_id, decided_at);
CREATE INDEX offline_action_by_time ON offline_action (merchant_id, store_id, acted_at);
CREATE UNIQUE INDEX offline_action_of_form ON offline_action (merchant_id, form) WHERE form IS NOT NULL;

-- Work that such an action left: something was served that could not be redeemed. `previous_id`: the redemption that was first.
CREATE TABLE conflict (
    merchant_id text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL,
    store_id    text COLLATE "C" NOT NULL,
    owner_id    text COLLATE "C" NOT NULL,
    due_at      bigint NOT NULL,
    previous_id text COLLATE "C",
    step        text COLLATE "C",
    step_at     bigint,
    step_by     text COLLATE "C",
    closed_at   bigint,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, key),
    FOREIGN KEY (merchant_id, key) REFERENCES offline_action (merchant_id, key),
    FOREIGN KEY (merchant_id, owner_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, step_by) REFERENCES staff (merchant_id, id)
);
CREATE INDEX conflict_of_store ON conflict (merchant_id, store_id, closed_at, id);

-- A voucher that another device holds is redeemed nowhere else. Whoever takes a lease locks the voucher's row first, and so does
-- whoever redeems it; what was decided before the other one came fails here, and is decided anew (0011).
CREATE FUNCTION redeem_unleased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM lease e WHERE e.merchant_id = NEW.merchant_id AND e.voucher_id = NEW.voucher_id
            AND e.state = 'held' AND e.device_id <> NEW.device_id AND e.until + 120000 > NEW.at) THEN
        RAISE serialization_failure USING MESSAGE = 'held elsewhere meanwhile';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER redeem_unleased BEFORE INSERT ON redemption FOR EACH ROW EXECUTE FUNCTION redeem_unleased();
