-- What is known of customers: the only place where it stands, under a lock and with an end.

-- Phone number, name and notes are one box (XChaCha20-Poly1305 under a key derived from DATA/code.key, bound to this row): a
-- copied database tells none of it. A customer is found by a keyed hash of the phone number. The salt is what the journal's
-- commitments were made with; with this row goes all that could give them a meaning.
CREATE TABLE customer (
    merchant_id text COLLATE "C" NOT NULL REFERENCES merchant (id),
    id          text COLLATE "C" NOT NULL,
    phone_hash  bytea NOT NULL,
    box         bytea NOT NULL,
    salt        bytea NOT NULL,
    created_at  bigint NOT NULL,
    last_end    bigint NOT NULL,  -- when the last of their vouchers ends
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, phone_hash)
);

-- How long after that they are kept.
ALTER TABLE merchant ADD COLUMN customer_days bigint NOT NULL DEFAULT 180;

-- Whose order it is; NULL where nobody said, and once they are forgotten.
ALTER TABLE customer_order ADD COLUMN customer_id text COLLATE "C";
CREATE INDEX order_of_customer ON customer_order (merchant_id, customer_id);

-- Who asked for a phone number in the last hour.
CREATE TABLE customer_lookup (
    merchant_id text COLLATE "C" NOT NULL REFERENCES merchant (id),
    id          text COLLATE "C" NOT NULL,
    staff_id    text COLLATE "C" NOT NULL,
    at          bigint NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX lookup_of_staff ON customer_lookup (merchant_id, staff_id, at);
