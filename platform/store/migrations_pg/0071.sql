-- What products look like: one picture each, found by its SHA-256 by whoever was told it.
CREATE TABLE product_picture (
    merchant_id text COLLATE "C" NOT NULL,
    product_id  text COLLATE "C" NOT NULL,
    sha256      text COLLATE "C" NOT NULL,
    bytes       bytea NOT NULL,
    PRIMARY KEY (merchant_id, product_id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES product (merchant_id, id)
);
CREATE INDEX picture_by_hash ON product_picture (sha256);
