-- Whether the store's scanners read Code 128 too.
ALTER TABLE store ADD COLUMN linear_codes bigint NOT NULL DEFAULT 0 CHECK (linear_codes IN (0, 1));
