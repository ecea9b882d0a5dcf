-- What products look like: one picture each, found by its SHA-256 by whoever was told it.
CREATE TABLE product_picture (
    merchant_id TEXT NOT NULL,
    product_id  TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    bytes       BLOB NOT NULL,
    PRIMARY KEY (merchant_id, product_id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id)
) STRICT;
CREATE INDEX picture_by_hash ON product_picture (sha256);
