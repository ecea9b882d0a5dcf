-- The one call of a redemption, as in 0011, but that the price of the product no longer counts: what a voucher is worth was
-- settled when it was sold (0003), and nothing changes it.
CREATE OR REPLACE FUNCTION redeem(
    of_merchant text, at_store text, at_lane text, by_staff text, on_device text,
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
