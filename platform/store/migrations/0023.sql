-- The pages that customers hold up: one address for each voucher, known here by the SHA-256 of its token alone.
CREATE TABLE holder_page (
    merchant_id TEXT NOT NULL,
    voucher_id TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    PRIMARY KEY (merchant_id, voucher_id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id)
) STRICT;
CREATE UNIQUE INDEX holder_page_token ON holder_page (token_hash);
