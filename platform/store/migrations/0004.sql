-- The journal as a Merkle log (core/journal/merkle.h), and what devices have seen of it.

-- How far the sequencer came. Its row is what two sequencers of one merchant wait for.
CREATE TABLE journal_head (
    merchant_id TEXT NOT NULL PRIMARY KEY REFERENCES merchant (id),
    size        INTEGER NOT NULL CHECK (size >= 0),         -- entries with a position
    root        BLOB NOT NULL CHECK (length(root) = 32),
    peaks       BLOB NOT NULL CHECK (length(peaks) % 32 = 0)  -- the tree's, 32 bytes each, the largest first
) STRICT, WITHOUT ROWID;

-- Complete subtrees of two entries or more; the hash of a single entry follows from its bytes.
CREATE TABLE journal_node (
    merchant_id TEXT NOT NULL,
    level       INTEGER NOT NULL CHECK (level BETWEEN 1 AND 62),
    idx         INTEGER NOT NULL CHECK (idx >= 0),
    hash        BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (merchant_id, level, idx),
    FOREIGN KEY (merchant_id) REFERENCES journal_head (merchant_id)
) STRICT, WITHOUT ROWID;

-- The last head that each device reported, and the last one that this journal does not extend: an alarm for the owners.
CREATE TABLE device_head (
    merchant_id  TEXT NOT NULL,
    device_id    TEXT NOT NULL,
    size         INTEGER,
    root         BLOB,
    at           INTEGER,
    refused_size INTEGER,
    refused_root BLOB,
    refused_at   INTEGER,
    PRIMARY KEY (merchant_id, device_id),
    FOREIGN KEY (merchant_id, device_id) REFERENCES device (merchant_id, id)
) STRICT, WITHOUT ROWID;
