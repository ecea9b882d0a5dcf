-- The books of the skeleton. merchant_id stands first in every key, so that no query can leave its merchant by accident.
-- Instants are milliseconds since 1970 UTC, money is fen, ids are UUIDv7 texts (they sort by time, server.md §6).

CREATE TABLE merchant (
    id         TEXT NOT NULL PRIMARY KEY,
    title_zh   TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE store (
    merchant_id TEXT NOT NULL REFERENCES merchant (id),
    id          TEXT NOT NULL,
    title_zh    TEXT NOT NULL,
    title_en    TEXT NOT NULL,
    zone        TEXT NOT NULL,                                            -- IANA, "Asia/Shanghai"
    cut_minutes INTEGER NOT NULL CHECK (cut_minutes BETWEEN 0 AND 1439),  -- local time at which the business day ends
    PRIMARY KEY (merchant_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE lane (
    merchant_id TEXT NOT NULL,
    id          TEXT NOT NULL,
    store_id    TEXT NOT NULL,
    title_zh    TEXT NOT NULL,
    title_en    TEXT NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lane_of_store ON lane (merchant_id, store_id, id);

CREATE TABLE staff (
    merchant_id   TEXT NOT NULL REFERENCES merchant (id),
    id            TEXT NOT NULL,
    account       TEXT NOT NULL UNIQUE COLLATE NOCASE,  -- over all merchants: sign-in knows no merchant yet
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'cashier', 'display')),
    password_hash TEXT NOT NULL,                        -- argon2id, crypto_pwhash_str
    PRIMARY KEY (merchant_id, id)
) STRICT, WITHOUT ROWID;

-- Where somebody may work. Owners have no rows: they work at every store.
CREATE TABLE staff_store (
    merchant_id TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    store_id    TEXT NOT NULL,
    PRIMARY KEY (merchant_id, staff_id, store_id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    merchant_id TEXT NOT NULL REFERENCES merchant (id),
    id          TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('phone', 'tablet', 'desk')),
    name        TEXT NOT NULL,
    token_hash  BLOB NOT NULL,  -- SHA-256 of the device cookie
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, token_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    merchant_id TEXT NOT NULL,
    id          TEXT NOT NULL,
    token_hash  BLOB NOT NULL UNIQUE,  -- SHA-256 of the session cookie; found before the merchant is known
    staff_id    TEXT NOT NULL,
    device_id   TEXT NOT NULL,
    store_id    TEXT NOT NULL,
    lane_id     TEXT,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    revoked_at  INTEGER,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, lane_id) REFERENCES lane (merchant_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
    merchant_id    TEXT NOT NULL REFERENCES merchant (id),
    id             TEXT NOT NULL,
    title_zh       TEXT NOT NULL,
    title_en       TEXT NOT NULL,
    category_zh    TEXT NOT NULL,
    category_en    TEXT NOT NULL,
    price_fen      INTEGER NOT NULL CHECK (price_fen BETWEEN 0 AND 1000000000),
    valid_days     INTEGER NOT NULL CHECK (valid_days > 0),  -- of a voucher, from its purchase
    uses           INTEGER NOT NULL CHECK (uses BETWEEN 1 AND 9999),
    stock_total    INTEGER NOT NULL CHECK (stock_total >= 0),
    stock_sold     INTEGER NOT NULL CHECK (stock_sold BETWEEN 0 AND stock_total),
    stock_redeemed INTEGER NOT NULL CHECK (stock_redeemed >= 0),  -- uses
    shown          TEXT NOT NULL,  -- {"contents":[ContentItem],"conditions":[Title]}
    PRIMARY KEY (merchant_id, id)
) STRICT, WITHOUT ROWID;

-- At which stores a product may be redeemed.
CREATE TABLE product_store (
    merchant_id TEXT NOT NULL,
    product_id  TEXT NOT NULL,
    store_id    TEXT NOT NULL,
    PRIMARY KEY (merchant_id, product_id, store_id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_at_store ON product_store (merchant_id, store_id, product_id);

CREATE TABLE customer_order (
    merchant_id TEXT NOT NULL,
    id          TEXT NOT NULL,
    product_id  TEXT NOT NULL,
    channel     TEXT NOT NULL,
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    amount_fen  INTEGER NOT NULL CHECK (amount_fen >= 0),
    bought_at   INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id)
) STRICT, WITHOUT ROWID;

-- A code is as good as cash, so only its keyed hash is kept (BLAKE2b-256 under the key in DATA/code.key): a copied
-- database neither holds codes nor lets their 60 bits be tried, and a scanned code is still found by one index look-up.
CREATE TABLE voucher (
    merchant_id TEXT NOT NULL,
    id          TEXT NOT NULL,
    order_id    TEXT NOT NULL,
    product_id  TEXT NOT NULL,
    channel     TEXT NOT NULL,
    code_hash   BLOB NOT NULL CHECK (length(code_hash) = 32),
    code_last4  TEXT NOT NULL,  -- for talking about it on the phone
    state       TEXT NOT NULL CHECK (state IN ('active', 'revoked')),
    valid_from  INTEGER NOT NULL,
    valid_until INTEGER NOT NULL CHECK (valid_until > valid_from),
    uses_total  INTEGER NOT NULL CHECK (uses_total BETWEEN 1 AND 9999),
    uses_left   INTEGER NOT NULL CHECK (uses_left BETWEEN 0 AND uses_total),
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, code_hash),
    FOREIGN KEY (merchant_id, order_id) REFERENCES customer_order (merchant_id, id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX voucher_of_product ON voucher (merchant_id, product_id, state, valid_until);

-- What a prepare showed; acted on at most once.
CREATE TABLE prepared (
    merchant_id TEXT NOT NULL,
    id          TEXT NOT NULL,
    voucher_id  TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    device_id   TEXT NOT NULL,
    store_id    TEXT NOT NULL,
    shown       TEXT NOT NULL,  -- digest of the card
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id)
) STRICT, WITHOUT ROWID;

-- Every fact, in canonical bytes. `arrival` is the order in which transactions wrote; `position` is dense per merchant and
-- given by the sequencer after the commit. Only entries with a position are fed.
CREATE TABLE journal (
    arrival     INTEGER PRIMARY KEY,
    merchant_id TEXT NOT NULL REFERENCES merchant (id),
    id          TEXT NOT NULL,
    store_id    TEXT,  -- whose feed tells of it; NULL for facts that no feed tells
    position    INTEGER,
    bytes       BLOB NOT NULL,
    UNIQUE (merchant_id, id),
    UNIQUE (merchant_id, position)
) STRICT;
CREATE INDEX journal_of_feed ON journal (merchant_id, store_id, position);
CREATE INDEX journal_unnumbered ON journal (arrival) WHERE position IS NULL;

CREATE TABLE redemption (
    merchant_id  TEXT NOT NULL,
    id           TEXT NOT NULL,
    store_id     TEXT NOT NULL,
    lane_id      TEXT NOT NULL,
    staff_id     TEXT NOT NULL,
    device_id    TEXT NOT NULL,
    voucher_id   TEXT NOT NULL,
    product_id   TEXT NOT NULL,
    prepared_id  TEXT NOT NULL,
    uses         INTEGER NOT NULL CHECK (uses > 0),
    uses_left    INTEGER NOT NULL CHECK (uses_left >= 0),
    amount_fen   INTEGER NOT NULL CHECK (amount_fen >= 0),
    at           INTEGER NOT NULL,
    business_day TEXT NOT NULL,  -- of the store, "2026-11-22"
    entry_id     TEXT NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, prepared_id),
    UNIQUE (merchant_id, entry_id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, lane_id) REFERENCES lane (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id),
    FOREIGN KEY (merchant_id, prepared_id) REFERENCES prepared (merchant_id, id),
    FOREIGN KEY (merchant_id, entry_id) REFERENCES journal (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX redemption_of_day ON redemption (merchant_id, store_id, business_day, at);
CREATE INDEX redemption_of_voucher ON redemption (merchant_id, voucher_id, at);

-- One row per staff action: what was asked under a key and what was answered, for every retry of it.
CREATE TABLE intent (
    merchant_id  TEXT NOT NULL REFERENCES merchant (id),
    operation    TEXT NOT NULL,
    key          TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    answer       TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, operation, key)
) STRICT, WITHOUT ROWID;
