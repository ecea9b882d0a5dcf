-- What an outside channel is asked to do: to redeem a voucher, or to take that back. Written before the channel is asked, by the
-- transaction that decided on it, and never removed: it is where the staff's key (operation, key) leads to the channel's own.
-- While one is under way nobody else can ask anything about its voucher.
CREATE TABLE errand (
    merchant_id    text COLLATE "C" NOT NULL REFERENCES merchant (id),
    operation      text COLLATE "C" NOT NULL,
    key            text COLLATE "C" NOT NULL,
    channel        text COLLATE "C" NOT NULL,
    token          text COLLATE "C" NOT NULL,  -- under which the channel does it once, however often it is asked
    ticket         text COLLATE "C" NOT NULL,  -- what the channel gave with the card
    voucher_id     text COLLATE "C" NOT NULL,
    uses           bigint NOT NULL CHECK (uses > 0),
    prepared_id    text COLLATE "C" NOT NULL,  -- the card
    redemption_id  text COLLATE "C",           -- once it is redeemed; of one to be undone from the beginning
    reference      text COLLATE "C",           -- the redemption's name at the channel
    undo_reason    text COLLATE "C",
    stock_returned bigint NOT NULL CHECK (stock_returned IN (0, 1)),
    store_id       text COLLATE "C" NOT NULL,  -- who wants it, and where they stood
    lane_id        text COLLATE "C",
    staff_id       text COLLATE "C" NOT NULL,
    device_id      text COLLATE "C" NOT NULL,
    asks           bigint NOT NULL,   -- so often it was asked again
    next_at        bigint NOT NULL,   -- when it is to be
    ended_at       bigint,
    PRIMARY KEY (merchant_id, operation, key),
    UNIQUE (merchant_id, token),
    FOREIGN KEY (merchant_id, voucher_id) REFERENCES voucher (merchant_id, id)
);
CREATE UNIQUE INDEX errand_under_way ON errand (merchant_id, voucher_id) WHERE ended_at IS NULL;
CREATE INDEX errand_due ON errand (next_at) WHERE ended_at IS NULL;
CREATE INDEX errand_of_redemption ON errand (merchant_id, redemption_id);

ALTER TABLE prepared ADD COLUMN ticket text COLLATE "C";  -- of an outside channel's card

-- The one call of a redemption, as in 0012, but that it also looks again at who redeems: their session is open, and their role is
-- the one in which they were let in. Where it is not, the facts are read anew, and they are told. Whoever takes the role away
-- waits for what is under way, so that the journal has them in the order in which they counted.
DROP FUNCTION redeem(text, text, text, text, text, text, text, text, text, bigint, bigint, bigint, bigint, bigint, text, text, bytea,
    text, text, bytea, text, bigint, bigint);
CREATE FUNCTION redeem(
    of_merchant text, in_session text, as_role text, at_store text, at_lane text, by_staff text, on_device text,
    redemption_id text, of_voucher text, of_product text, with_handle text,
    used bigint, left_before bigint, worth bigint, price bigint, now_ms bigint, day text,
    entry text, entry_bytes bytea,
    under_operation text, under_key text, hash_of_request bytea, the_answer text, keep_until bigint,
    left_after bigint
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO intent (merchant_id, operation, key, request_hash, answer, created_at, expires_at)
        VALUES (of_merchant, under_operation, under_key, hash_of_request, the_answer, now_ms, keep_until)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE serialization_failure USING MESSAGE = 'answered meanwhile';
    END IF;
    PERFORM 1 FROM session s
        JOIN staff f ON f.merchant_id = s.merchant_id AND f.id = s.staff_id
        JOIN device d ON d.merchant_id = s.merchant_id AND d.id = s.device_id
        WHERE s.merchant_id = of_merchant AND s.id = in_session AND s.staff_id = by_staff AND s.device_id = on_device
        AND f.role = as_role AND s.expires_at > now_ms AND s.revoked_at IS NULL AND f.disabled_at IS NULL
        AND d.revoked_at IS NULL
        FOR SHARE OF f;
    IF NOT FOUND THEN
        RAISE serialization_failure USING MESSAGE = 'signed out meanwhile';
    END IF;
    UPDATE voucher SET uses_left = left_after
        WHERE merchant_id = of_merchant AND id = of_voucher AND uses_left = left_before AND state = 'active'
        AND valid_from <= now_ms AND valid_until > now_ms AND uses_left - used = left_after;
    IF NOT FOUND THEN
        RAISE serialization_failure USING MESSAGE = 'used meanwhile';
    END IF;
    UPDATE prepared SET used_at = now_ms WHERE merchant_id = of_merchant AND id = with_handle AND used_at IS NULL;
    IF NOT FOUND THEN
        RAISE serialization_failure USING MESSAGE = 'acted on meanwhile';
    END IF;
    INSERT INTO journal (merchant_id, id, store_id, bytes) VALUES (of_merchant, entry, at_store, entry_bytes);
    INSERT INTO redemption (merchant_id, id, store_id, lane_id, staff_id, device_id, voucher_id, product_id, prepared_id,
            uses, uses_left, amount_fen, at, business_day, entry_id)
        VALUES (of_merchant, redemption_id, at_store, at_lane, by_staff, on_device, of_voucher, of_product, with_handle,
            used, left_after, worth, now_ms, day, entry);
    UPDATE product SET stock_redeemed = stock_redeemed + used WHERE merchant_id = of_merchant AND id = of_product;
END
$$;
