-- The journal as a Merkle log (core/journal/merkle.h), and what devices have seen of it.

-- How far the sequencer came. Its row is what two sequencers of one merchant wait for.
CREATE TABLE journal_head (
    merchant_id text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES merchant (id),
    size        bigint NOT NULL CHECK (size >= 0),  -- entries with a position
    root        bytea NOT NULL CHECK (length(root) = 32),
    peaks       bytea NOT NULL CHECK (length(peaks) % 32 = 0)  -- the tree's, 32 bytes each, the largest first
);

-- Complete subtrees of two entries or more; the hash of a single entry follows from its bytes.
CREATE TABLE journal_node (
    merchant_id text COLLATE "C" NOT NULL,
    level       bigint NOT NULL CHECK (level BETWEEN 1 AND 62),
    idx         bigint NOT NULL CHECK (idx >= 0),
    hash        bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (merchant_id, level, idx),
    FOREIGN KEY (merchant_id) REFERENCES journal_head (merchant_id)
);

-- The last head that each device reported, and the last one that this journal does not extend: an alarm for the owners.
CREATE TABLE device_head (
    merchant_id  text COLLATE "C" NOT NULL,
    device_id    text COLLATE "C" NOT NULL,
    size         bigint,
    root         bytea,
    at           bigint,
    refused_size bigint,
    refused_root bytea,
    refused_at   bigint,
    PRIMARY KEY (merchant_id, device_id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id)
);
