-- Who may come in: PINs, paired and revoked devices, sessions that are seen, one-time links. Tokens are kept as SHA-256 only.

ALTER TABLE staff ADD COLUMN pin_hash text COLLATE "C";  -- argon2id; NULL: has no PIN
ALTER TABLE staff ADD COLUMN pin_failures bigint NOT NULL DEFAULT 0;  -- wrong PINs since the last right one
ALTER TABLE staff ADD COLUMN disabled_at bigint;  -- from then on nobody comes in under this account

ALTER TABLE device ADD COLUMN purpose text COLLATE "C" NOT NULL DEFAULT 'staff' CHECK (purpose IN ('staff', 'display'));
ALTER TABLE device ADD COLUMN public_key bytea;  -- of a paired device: ECDSA P-256, SubjectPublicKeyInfo in DER
ALTER TABLE device ADD COLUMN paired_at bigint;
ALTER TABLE device ADD COLUMN revoked_at bigint;  -- from then on its sessions and its cookie are worth nothing
ALTER TABLE device ADD COLUMN last_seen_at bigint;  -- to about five minutes

ALTER TABLE session ADD COLUMN last_seen_at bigint NOT NULL DEFAULT 0;  -- to about five minutes
ALTER TABLE session ADD COLUMN pin_failures bigint NOT NULL DEFAULT 0;  -- in a row; the fifth ends the session
CREATE INDEX session_of_staff ON session (merchant_id, staff_id);
CREATE INDEX session_of_device ON session (merchant_id, device_id);

-- A device on its way in. `waiting` until the new device claims the token, which is forgotten then; `claimed` until the
-- person who made the pairing decides; `confirmed` until the device has collected its cookies.
CREATE TABLE pairing (
    merchant_id text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL UNIQUE,  -- the new device names it before the merchant is known
    made_by     text COLLATE "C" NOT NULL,
    purpose     text COLLATE "C" NOT NULL CHECK (purpose IN ('staff', 'display')),
    store_id    text COLLATE "C" NOT NULL,
    state       text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'claimed', 'confirmed', 'refused', 'collected')),
    token_hash  bytea UNIQUE,  -- NULL once claimed
    number      text COLLATE "C",  -- shown on both screens
    challenge   text COLLATE "C",  -- what the device signs to collect
    public_key  bytea,
    kind        text COLLATE "C",  -- of the device: "phone", "tablet", "desk"
    device_id   text COLLATE "C",  -- once collected
    expires_at  bigint NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, made_by) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id)
);

-- A link with which somebody sets a new password. One for each person: a newer one replaces it.
CREATE TABLE password_reset (
    merchant_id text COLLATE "C" NOT NULL,
    staff_id    text COLLATE "C" NOT NULL,
    token_hash  bytea NOT NULL UNIQUE,
    made_by     text COLLATE "C" NOT NULL,
    expires_at  bigint NOT NULL,
    PRIMARY KEY (merchant_id, staff_id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, made_by) REFERENCES staff (merchant_id, id)
);
