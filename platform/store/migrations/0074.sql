-- Working while cut off (core/offline). `offline`: OfflineLimits of the merchant; NULL: as shipped. `unsent`: as the device last
-- said. `mark`: by which a roster knows the code (core/offline/roster.h); NULL of vouchers that were sold before there were any.
ALTER TABLE merchant ADD COLUMN offline TEXT;
ALTER TABLE device ADD COLUMN unsent INTEGER CHECK (unsent >= 0);
ALTER TABLE voucher ADD COLUMN mark BLOB CHECK (length(mark) = 32);

-- What one device alone decides on for a time: a voucher, or so many vouchers of a product's stock, which count as sold for as
-- long as they are held.
CREATE TABLE lease (
    merchant_id TEXT NOT NULL,
    id          TEXT NOT NULL,
    device_id   TEXT NOT NULL,
    store_id    TEXT NOT NULL,
    staff_id    TEXT NOT NULL,  -- who took it
    product_id  TEXT NOT NULL,
    voucher_id  TEXT,           -- NULL: a part of the stock
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    used        INTEGER NOT NULL DEFAULT 0 CHECK (used BETWEEN 0 AND quantity),
    state       TEXT NOT NULL CHECK (state IN ('held', 'returned', 'taken_back', 'ended')),
    since       INTEGER NOT NULL,
    until       INTEGER NOT NULL,
    asked_at    INTEGER,        -- another lane needs it
    over_at     INTEGER,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX lease_of_voucher ON lease (merchant_id, voucher_id) WHERE state = 'held';
CREATE INDEX lease_of_device ON lease (merchant_id, device_id, state);
CREATE INDEX lease_due ON lease (until) WHERE state = 'held';

-- What was done while cut off, or promised against another device's lease, and what became of it. `box`: the bytes, their
-- signature and the grants, sealed; NULL where it was promised online. `redemption_id`: that it became.
CREATE TABLE offline_action (
    merchant_id   TEXT NOT NULL,
    key           TEXT NOT NULL,
    store_id      TEXT NOT NULL,
    lane_id       TEXT NOT NULL,
    staff_id      TEXT NOT NULL,
    device_id     TEXT NOT NULL,
    kind          TEXT NOT NULL,
    voucher_id    TEXT,
    product_id    TEXT,
    lease_id      TEXT,
    code_last4    TEXT,
    uses          INTEGER NOT NULL CHECK (uses > 0),
    amount_fen    INTEGER CHECK (amount_fen >= 0),
    box           BLOB,
    prepared_id   TEXT,              -- the card, where it was promised online
    form          INTEGER,           -- the number of the paper that it was on
    clock         TEXT NOT NULL,
    checked       TEXT NOT NULL,
    device_at     INTEGER NOT NULL,  -- by the device's own clock
    acted_at      INTEGER NOT NULL,  -- as far as it can be known
    arrived_at    INTEGER NOT NULL,
    verdict       TEXT NOT NULL CHECK (verdict IN ('kept', 'conflict', 'waiting')),
    reason        TEXT NOT NULL,
    redemption_id TEXT,
    decided_at    INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, key),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, lane_id) REFERENCES lane (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id),
    FOREIGN KEY (merchant_id, redemption_id) REFERENCES redemption (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX offline_action_waiting ON offline_action (merchant_id, key) WHERE verdict = 'waiting';
CREATE INDEX offline_action_of_store ON offline_action (merchant_id, store_id, decided_at);
CREATE INDEX offline_action_by_time ON offline_action (merchant_id, store_id, acted_at);
CREATE UNIQUE INDEX offline_action_of_form ON offline_action (merchant_id, form) WHERE form IS NOT NULL;

-- Work that such an action left: something was served that could not be redeemed. `previous_id`: the redemption that was first.
CREATE TABLE conflict (
    merchant_id TEXT NOT NULL,
    id          TEXT NOT NULL,
    key         TEXT NOT NULL,
    store_id    TEXT NOT NULL,
    owner_id    TEXT NOT NULL,
    due_at      INTEGER NOT NULL,
    previous_id TEXT,
    step        TEXT,
    step_at     INTEGER,
    step_by     TEXT,
    closed_at   INTEGER,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, key),
    FOREIGN KEY (merchant_id, key) REFERENCES offline_action (merchant_id, key),
    FOREIGN KEY (merchant_id, owner_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, step_by) REFERENCES staff (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_of_store ON conflict (merchant_id, store_id, closed_at, id);
