-- Whether a scanned card that leaves nothing to decide is redeemed without a tap.
ALTER TABLE merchant ADD COLUMN automatic INTEGER NOT NULL DEFAULT 0 CHECK (automatic IN (0, 1));
