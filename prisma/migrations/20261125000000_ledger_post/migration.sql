-- Posts transfers in one round trip, in the caller's transaction: opens the accounts that are missing, locks those that are
-- taken from in the order of their ids, adds the transfers whose key is not there yet, and only then looks what is left: each
-- statement of a volatile function sees what was committed before it began (PostgreSQL, 36.7), so the look is younger than
-- the locks.
-- transfers: [{id, key, kind, debit_kind, debit_owner, credit_kind, credit_owner, amount, cause_type, cause_id, reason, day}]
-- added: how many were not there before. reused: a key names another transfer, with other accounts or another amount.
-- lowest_fen: the least that is left in an account that must stay positive and is taken from; null where there is none.
CREATE FUNCTION ledger_post(transfers json, actor uuid, OUT added int, OUT reused boolean, OUT lowest_fen bigint)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  wanted int := json_array_length(transfers);
  more int;
BEGIN
  added := 0;
  reused := false;
  -- The accounts are there nearly always: they are opened when the first turn could not add everything.
  FOR turn IN 1..2 LOOP
    -- Only what is taken from can fall below zero: money that comes in waits for nobody, however many it comes for.
    PERFORM a.id FROM ledger_accounts a
    WHERE a.id = ANY (ARRAY(
      SELECT (SELECT d.id FROM ledger_accounts d WHERE d.kind = w.debit_kind AND d.owner_id = w.debit_owner)
      FROM json_to_recordset(transfers) AS w(debit_kind ledger_account_kind, debit_owner uuid)
      WHERE w.debit_kind NOT IN ('bank', 'gateway', 'cardIssue')))
    ORDER BY a.id FOR NO KEY UPDATE;

    -- Accounts are looked up one by one: joined, PostgreSQL would read all of them where it takes the table for a small one.
    INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id, reason, actor_id, booked_on)
    SELECT p.id, p.key, p.kind, p.debit_id, p.credit_id, p.amount, p.cause_type, p.cause_id, p.reason, actor, booking_day(p.day)
    FROM (
      SELECT w.*,
             (SELECT d.id FROM ledger_accounts d WHERE d.kind = w.debit_kind AND d.owner_id = w.debit_owner) AS debit_id,
             (SELECT c.id FROM ledger_accounts c WHERE c.kind = w.credit_kind AND c.owner_id = w.credit_owner) AS credit_id
      FROM json_to_recordset(transfers) AS w(
        id uuid, key text, kind ledger_transfer_kind, debit_kind ledger_account_kind, debit_owner uuid, credit_kind ledger_account_kind,
        credit_owner uuid, amount bigint, cause_type text, cause_id uuid, reason text, day date)) AS p
    WHERE p.debit_id IS NOT NULL AND p.credit_id IS NOT NULL
    ON CONFLICT (idempotency_key) DO NOTHING;
    GET DIAGNOSTICS more = ROW_COUNT;
    added := added + more;
    EXIT WHEN added = wanted OR turn = 2;

    -- Waits for whoever opens one of them at the same moment. The ids are UUIDv7 of this moment.
    INSERT INTO ledger_accounts (id, kind, owner_id)
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
             PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,
           s.kind, s.owner_id
    FROM (
      SELECT w.debit_kind AS kind, w.debit_owner AS owner_id
      FROM json_to_recordset(transfers) AS w(debit_kind ledger_account_kind, debit_owner uuid)
      UNION
      SELECT w.credit_kind, w.credit_owner
      FROM json_to_recordset(transfers) AS w(credit_kind ledger_account_kind, credit_owner uuid)) AS s
    WHERE NOT EXISTS (SELECT 1 FROM ledger_accounts a WHERE a.kind = s.kind AND a.owner_id = s.owner_id)
    ORDER BY s.kind, s.owner_id
    ON CONFLICT (kind, owner_id) DO NOTHING;
  END LOOP;

  IF added < wanted THEN
    reused := EXISTS (
      SELECT 1
      FROM json_to_recordset(transfers) AS w(
        key text, debit_kind ledger_account_kind, debit_owner uuid, credit_kind ledger_account_kind, credit_owner uuid, amount bigint)
      LEFT JOIN ledger_transfers t ON t.idempotency_key = w.key
      WHERE t.amount_fen IS DISTINCT FROM w.amount
         OR t.debit_account_id IS DISTINCT FROM (SELECT d.id FROM ledger_accounts d WHERE d.kind = w.debit_kind AND d.owner_id = w.debit_owner)
         OR t.credit_account_id IS DISTINCT FROM (SELECT c.id FROM ledger_accounts c WHERE c.kind = w.credit_kind AND c.owner_id = w.credit_owner));
  END IF;

  SELECT min(ledger_balance(taken.id)) INTO lowest_fen
  FROM (
    SELECT DISTINCT (SELECT d.id FROM ledger_accounts d WHERE d.kind = w.debit_kind AND d.owner_id = w.debit_owner) AS id
    FROM json_to_recordset(transfers) AS w(debit_kind ledger_account_kind, debit_owner uuid)
    WHERE w.debit_kind NOT IN ('bank', 'gateway', 'cardIssue')) AS taken;
END $$;
