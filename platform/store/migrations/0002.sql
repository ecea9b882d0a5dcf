-- Who may come in: PINs, paired and revoked devices, sessions that are seen, one-time links. Tokens are kept as SHA-256 only.

ALTER TABLE staff ADD COLUMN pin_hash TEXT;                            -- argon2id; NULL: has no PIN
ALTER TABLE staff ADD COLUMN pin_failures INTEGER NOT NULL DEFAULT 0;  -- wrong PINs since the last right one
ALTER TABLE staff ADD COLUMN disabled_at INTEGER;                      -- from then on nobody comes in under this account

ALTER TABLE device ADD COLUMN purpose TEXT NOT NULL DEFAULT 'staff' CHECK (purpose IN ('staff', 'display'));
ALTER TABLE device ADD COLUMN public_key BLOB;       -- of a paired device: ECDSA P-256, SubjectPublicKeyInfo in DER
ALTER TABLE device ADD COLUMN paired_at INTEGER;
ALTER TABLE device ADD COLUMN revoked_at INTEGER;    -- from then on its sessions and its cookie are worth nothing
ALTER TABLE device ADD COLUMN last_seen_at INTEGER;  -- to about five minutes

ALTER TABLE session ADD COLUMN last_seen_at INTEGER NOT NULL DEFAULT 0;  -- to about five minutes
ALTER TABLE session ADD COLUMN pin_failures INTEGER NOT NULL DEFAULT 0;  -- in a row; the fifth ends the session
CREATE INDEX session_of_staff ON session (merchant_id, staff_id);
CREATE INDEX session_of_device ON session (merchant_id, device_id);

-- A device on its way in. `waiting` until the new device claims the token, which is forgotten then; `claimed` until the
-- person who made the pairing decides; `confirmed` until the device has collected its cookies.
CREATE TABLE pairing (
    merchant_id TEXT NOT NULL,
    id          TEXT NOT NULL UNIQUE,  -- the new device names it before the merchant is known
    made_by     TEXT NOT NULL,
    purpose     TEXT NOT NULL CHECK (purpose IN ('staff', 'display')),
    store_id    TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'confirmed', 'refused', 'collected')),
    token_hash  BLOB UNIQUE,           -- NULL once claimed
    number      TEXT,                  -- shown on both screens
    challenge   TEXT,                  -- what the device signs to collect
    public_key  BLOB,
    kind        TEXT,                  -- of the device: "phone", "tablet", "desk"
    device_id   TEXT,                  -- once collected
    expires_at  INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, made_by) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, store_id) REFERENCES store (merchant_id, id)
) STRICT, WITHOUT ROWID;

-- A link with which somebody sets a new password. One for each person: a newer one replaces it.
CREATE TABLE password_reset (
    merchant_id TEXT NOT NULL,
    staff_id    TEXT NOT NULL,
    token_hash  BLOB NOT NULL UNIQUE,
    made_by     TEXT NOT NULL,
    expires_at  INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, staff_id),
    FOREIGN KEY (merchant_id, staff_id) REFERENCES staff (merchant_id, id),
    FOREIGN KEY (merchant_id, made_by) REFERENCES staff (merchant_id, id)
) STRICT, WITHOUT ROWID;
