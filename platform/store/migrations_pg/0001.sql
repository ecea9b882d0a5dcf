-- The books of the skeleton. merchant_id stands first in every key, so that no query can leave its merchant by accident.
-- The twin of migrations/0001.sql: texts compare by their bytes there, so they do here.
-- Instants are milliseconds since 1970 UTC, money is fen, ids are UUIDv7 texts (they sort by time, server.md §6).

-- Which key the codes are hashed with: every process must have the same (platform/store/code_key.h).
CREATE TABLE code_key (
    one         bigint PRIMARY KEY CHECK (one = 1),
    fingerprint bytea NOT NULL
);

CREATE TABLE merchant (
    id         text COLLATE "C" NOT NULL PRIMARY KEY,
    title_zh   text COLLATE "C" NOT NULL,
    title_en   text COLLATE "C" NOT NULL,
    created_at bigint NOT NULL
);

CREATE TABLE store (
    merchant_id text COLLATE "C" NOT NULL REFERENCES merchant (id),
    id          text COLLATE "C" NOT NULL,
    title_zh    text COLLATE "C" NOT NULL,
    title_en    text COLLATE "C" NOT NULL,
    zone        text COLLATE "C" NOT NULL,  -- IANA, "Asia/Shanghai"
    cut_minutes bigint NOT NULL CHECK (cut_minutes BETWEEN 0 AND 1439),  -- local time at which the business day ends
    PRIMARY KEY (merchant_id, id)
);

CREATE TABLE lane (
    merchant_id text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL,
    store_id    text COLLATE "C" NOT NULL,
    title_zh    text COLLATE "C" NOT NULL,
    title_en    text COLLATE "C" NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id)
);
CREATE INDEX lane_of_store ON lane (merchant_id, store_id, id);

CREATE TABLE staff (
    merchant_id   text COLLATE "C" NOT NULL REFERENCES merchant (id),
    id            text COLLATE "C" NOT NULL,
    account       text COLLATE "C" NOT NULL,
    name          text COLLATE "C" NOT NULL,
    role          text COLLATE "C" NOT NULL CHECK (role IN ('owner', 'manager', 'cashier', 'display')),
    password_hash text COLLATE "C" NOT NULL,  -- argon2id, crypto_pwhash_str
    PRIMARY KEY (merchant_id, id)
);

CREATE UNIQUE INDEX staff_account ON staff (lower(account));  -- over all merchants: sign-in knows no merchant yet

-- Where somebody may work. Owners have no rows: they work at every store.
CREATE TABLE staff_store (
    merchant_id text COLLATE "C" NOT NULL,
    staff_id    text COLLATE "C" NOT NULL,
    store_id    text COLLATE "C" NOT NULL,
    PRIMARY KEY (merchant_id, staff_id, store_id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id)
);

CREATE TABLE device (
    merchant_id text COLLATE "C" NOT NULL REFERENCES merchant (id),
    id          text COLLATE "C" NOT NULL,
    kind        text COLLATE "C" NOT NULL CHECK (kind IN ('phone', 'tablet', 'desk')),
    name        text COLLATE "C" NOT NULL,
    token_hash  bytea NOT NULL,  -- SHA-256 of the device cookie
    created_at  bigint NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, token_hash)
);

CREATE TABLE session (
    merchant_id text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL,
    token_hash  bytea NOT NULL UNIQUE,  -- SHA-256 of the session cookie; found before the merchant is known
    staff_id    text COLLATE "C" NOT NULL,
    device_id   text COLLATE "C" NOT NULL,
    store_id    text COLLATE "C" NOT NULL,
    lane_id     text COLLATE "C",
    created_at  bigint NOT NULL,
    expires_at  bigint NOT NULL,
    revoked_at  bigint,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id),
    FOREIGN KEY (merchant_id, lane_id) REFERENCES lane (merchant_id, id)
);

CREATE TABLE product (
    merchant_id    text COLLATE "C" NOT NULL REFERENCES merchant (id),
    id             text COLLATE "C" NOT NULL,
    title_zh       text COLLATE "C" NOT NULL,
    title_en       text COLLATE "C" NOT NULL,
    category_zh    text COLLATE "C" NOT NULL,
    category_en    text COLLATE "C" NOT NULL,
    price_fen      bigint NOT NULL CHECK (price_fen BETWEEN 0 AND 1000000000),
    valid_days     bigint NOT NULL CHECK (valid_days > 0),  -- of a voucher, from its purchase
    uses           bigint NOT NULL CHECK (uses BETWEEN 1 AND 9999),
    stock_total    bigint NOT NULL CHECK (stock_total >= 0),
    stock_sold     bigint NOT NULL CHECK (stock_sold BETWEEN 0 AND stock_total),
    stock_redeemed bigint NOT NULL CHECK (stock_redeemed >= 0),  -- uses
    shown          text COLLATE "C" NOT NULL,  -- {"contents":[ContentItem],"conditions":[Title]}
    PRIMARY KEY (merchant_id, id)
);

-- At which stores a product may be redeemed.
CREATE TABLE product_store (
    merchant_id text COLLATE "C" NOT NULL,
    product_id  text COLLATE "C" NOT NULL,
    store_id    text COLLATE "C" NOT NULL,
    PRIMARY KEY (merchant_id, product_id, store_id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id)
);
CREATE INDEX product_at_store ON product_store (merchant_id, store_id, product_id);

CREATE TABLE customer_order (
    merchant_id text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL,
    product_id  text COLLATE "C" NOT NULL,
    channel     text COLLATE "C" NOT NULL,
    quantity    bigint NOT NULL CHECK (quantity > 0),
    amount_fen  bigint NOT NULL CHECK (amount_fen >= 0),
    bought_at   bigint NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id)
);

-- A code is as good as cash, so only its keyed hash is kept (BLAKE2b-256 under the key in DATA/code.key): a copied
-- database neither holds codes nor lets their 60 bits be tried, and a scanned code is still found by one index look-up.
CREATE TABLE voucher (
    merchant_id text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL,
    order_id    text COLLATE "C" NOT NULL,
    product_id  text COLLATE "C" NOT NULL,
    channel     text COLLATE "C" NOT NULL,
    code_hash   bytea NOT NULL CHECK (length(code_hash) = 32),
    code_last4  text COLLATE "C" NOT NULL,  -- for talking about it on the phone
    state       text COLLATE "C" NOT NULL CHECK (state IN ('active', 'revoked')),
    valid_from  bigint NOT NULL,
    valid_until bigint NOT NULL CHECK (valid_until > valid_from),
    uses_total  bigint NOT NULL CHECK (uses_total BETWEEN 1 AND 9999),
    uses_left   bigint NOT NULL CHECK (uses_left BETWEEN 0 AND uses_total),
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, code_hash),
    FOREIGN KEY (merchant_id, order_id) REFERENCES customer_order (merchant_id, id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id)
);
CREATE INDEX voucher_of_product ON voucher (merchant_id, product_id, state, valid_until);

-- What a prepare showed; acted on at most once.
CREATE TABLE prepared (
    merchant_id text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL,
    voucher_id  text COLLATE "C" NOT NULL,
    staff_id    text COLLATE "C" NOT NULL,
    device_id   text COLLATE "C" NOT NULL,
    store_id    text COLLATE "C" NOT NULL,
    shown       text COLLATE "C" NOT NULL,  -- digest of the card
    expires_at  bigint NOT NULL,
    used_at     bigint,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id)
);

-- Every fact, in canonical bytes. `arrival` is the order in which transactions wrote; `position` is dense per merchant and
-- given by the sequencer after the commit. Only entries with a position are fed.
CREATE TABLE journal (
    arrival     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    merchant_id text COLLATE "C" NOT NULL REFERENCES merchant (id),
    id          text COLLATE "C" NOT NULL,
    store_id    text COLLATE "C",  -- whose feed tells of it; NULL for facts that no feed tells
    position    bigint,
    bytes       bytea NOT NULL,
    UNIQUE (merchant_id, id),
    UNIQUE (merchant_id, position)
);
CREATE INDEX journal_of_feed ON journal (merchant_id, store_id, position);
CREATE INDEX journal_unnumbered ON journal (arrival) WHERE position IS NULL;

CREATE TABLE redemption (
    merchant_id  text COLLATE "C" NOT NULL,
    id           text COLLATE "C" NOT NULL,
    store_id     text COLLATE "C" NOT NULL,
    lane_id      text COLLATE "C" NOT NULL,
    staff_id     text COLLATE "C" NOT NULL,
    device_id    text COLLATE "C" NOT NULL,
    voucher_id   text COLLATE "C" NOT NULL,
    product_id   text COLLATE "C" NOT NULL,
    prepared_id  text COLLATE "C" NOT NULL,
    uses         bigint NOT NULL CHECK (uses > 0),
    uses_left    bigint NOT NULL CHECK (uses_left >= 0),
    amount_fen   bigint NOT NULL CHECK (amount_fen >= 0),
    at           bigint NOT NULL,
    business_day text COLLATE "C" NOT NULL,  -- of the store, "2026-11-22"
    entry_id     text COLLATE "C" NOT NULL,
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
);
CREATE INDEX redemption_of_day ON redemption (merchant_id, store_id, business_day, at);
CREATE INDEX redemption_of_voucher ON redemption (merchant_id, voucher_id, at);

-- One row per staff action: what was asked under a key and what was answered, for every retry of it.
CREATE TABLE intent (
    merchant_id  text COLLATE "C" NOT NULL REFERENCES merchant (id),
    operation    text COLLATE "C" NOT NULL,
    key          text COLLATE "C" NOT NULL,
    request_hash bytea NOT NULL,
    answer       text COLLATE "C" NOT NULL,
    created_at   bigint NOT NULL,
    expires_at   bigint NOT NULL,
    PRIMARY KEY (merchant_id, operation, key)
);
