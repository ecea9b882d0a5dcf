-- What an outside channel is asked to do: to redeem a voucher, or to take that back. Written before the channel is asked, by the
-- transaction that decided on it, and never removed: it is where the staff's key (operation, key) leads to the channel's own.
-- While one is under way nobody else can ask anything about its voucher.
CREATE TABLE errand (
    merchant_id    TEXT NOT NULL REFERENCES merchant (id),
    operation      TEXT NOT NULL,
    key            TEXT NOT NULL,
    channel        TEXT NOT NULL,
    token          TEXT NOT NULL,     -- under which the channel does it once, however often it is asked
    ticket         TEXT NOT NULL,     -- what the channel gave with the card
    voucher_id     TEXT NOT NULL,
    uses           INTEGER NOT NULL CHECK (uses > 0),
    prepared_id    TEXT NOT NULL,     -- the card
    redemption_id  TEXT,              -- once it is redeemed; of one to be undone from the beginning
    reference      TEXT,              -- the redemption's name at the channel
    undo_reason    TEXT,
    stock_returned INTEGER NOT NULL CHECK (stock_returned IN (0, 1)),
    store_id       TEXT NOT NULL,     -- who wants it, and where they stood
    lane_id        TEXT,
    staff_id       TEXT NOT NULL,
    device_id      TEXT NOT NULL,
    asks           INTEGER NOT NULL,  -- so often it was asked again
    next_at        INTEGER NOT NULL,  -- when it is to be
    ended_at       INTEGER,
    PRIMARY KEY (merchant_id, operation, key),
    UNIQUE (merchant_id, token),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX errand_under_way ON errand (merchant_id, voucher_id) WHERE ended_at IS NULL;
CREATE INDEX errand_due ON errand (next_at) WHERE ended_at IS NULL;
CREATE INDEX errand_of_redemption ON errand (merchant_id, redemption_id);

ALTER TABLE prepared ADD COLUMN ticket TEXT;  -- of an outside channel's card
