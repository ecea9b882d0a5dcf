-- What is known of customers: the only place where it stands, under a lock and with an end.

-- Phone number, name and notes are one box (XChaCha20-Poly1305 under a key derived from DATA/code.key, bound to this row): a
-- copied database tells none of it. A customer is found by a keyed hash of the phone number. The salt is what the journal's
-- commitments were made with; with this row goes all that could give them a meaning.
CREATE TABLE customer (
    merchant_id TEXT NOT NULL REFERENCES merchant (id),
    id          TEXT NOT NULL,
    phone_hash  BLOB NOT NULL,
    box         BLOB NOT NULL,
    salt        BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    last_end    INTEGER NOT NULL,  -- when the last of their vouchers ends
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, phone_hash)
) STRICT, WITHOUT ROWID;

-- How long after that they are kept.
ALTER TABLE merchant ADD COLUMN customer_days INTEGER NOT NULL DEFAULT 180;

-- Whose order it is; NULL where nobody said, and once they are forgotten.
ALTER TABLE customer_order ADD COLUMN customer_id TEXT;
CREATE INDEX order_of_customer ON customer_order (merchant_id, customer_id);

-- Who asked for a phone number in the last hour.
CREATE TABLE customer_lookup (
    merchant_id TEXT NOT NULL REFERENCES merchant (id),
    id          TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lookup_of_staff ON customer_lookup (merchant_id, staff_id, at);
