-- The pages that customers hold up: one address for each voucher, known here by the SHA-256 of its token alone.
CREATE TABLE holder_page (
    merchant_id text COLLATE "C" NOT NULL,
    voucher_id text COLLATE "C" NOT NULL,
    token_hash bytea NOT NULL,
    PRIMARY KEY (merchant_id, voucher_id),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id)
);
CREATE UNIQUE INDEX holder_page_token ON holder_page (token_hash);
