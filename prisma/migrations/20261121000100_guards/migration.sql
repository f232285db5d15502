-- What the Prisma schema cannot say: checks, partial and expression indexes, and triggers that keep history as it was written.

-- Money, counts and shapes
ALTER TABLE centre_settings
  ADD CONSTRAINT centre_settings_one_row CHECK (id = 1),
  ADD CONSTRAINT centre_settings_workday CHECK (0 <= workday_starts_minute AND workday_starts_minute < workday_ends_minute AND workday_ends_minute <= 1440);
ALTER TABLE orders ADD CONSTRAINT orders_amount CHECK (amount_fen > 0 AND amount_fen <= 100000000000);
ALTER TABLE orders ADD CONSTRAINT orders_number CHECK (number ~ '^PX[0-9]{2}[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{6}$');
ALTER TABLE order_items ADD CONSTRAINT order_items_amount CHECK (quantity > 0 AND unit_fen >= 0 AND amount_fen = quantity * unit_fen);
ALTER TABLE payments ADD CONSTRAINT payments_amount CHECK (amount_fen > 0 AND amount_fen <= 100000000000);
ALTER TABLE vouchers ADD CONSTRAINT vouchers_amount CHECK (amount_fen IS NULL OR (amount_fen > 0 AND amount_fen <= 100000000000));
ALTER TABLE vouchers ADD CONSTRAINT vouchers_submitted CHECK (state = 'draft' OR (submitted_at IS NOT NULL AND due_at IS NOT NULL AND invoice_details IS NOT NULL));
ALTER TABLE vouchers ADD CONSTRAINT vouchers_rejected CHECK (state <> 'rejected' OR rejected_code IS NOT NULL);
ALTER TABLE voucher_files ADD CONSTRAINT voucher_files_hashes CHECK (sha256 ~ '^[0-9a-f]{64}$' AND (perceptual_hash IS NULL OR perceptual_hash ~ '^[0-9a-f]{16}$'));
ALTER TABLE voucher_files ADD CONSTRAINT voucher_files_unreadable CHECK (state <> 'unreadable' OR error_code IS NOT NULL);
ALTER TABLE voucher_decisions ADD CONSTRAINT voucher_decisions_reason CHECK (verdict = 'approve' OR reason_code IS NOT NULL);
ALTER TABLE voucher_decisions ADD CONSTRAINT voucher_decisions_amount CHECK (verdict = 'reject' OR (amount_fen > 0 AND amount_fen <= 100000000000));
ALTER TABLE ledger_transfers
  ADD CONSTRAINT ledger_transfers_amount CHECK (amount_fen > 0 AND amount_fen <= 100000000000),
  ADD CONSTRAINT ledger_transfers_two_accounts CHECK (debit_account_id <> credit_account_id),
  ADD CONSTRAINT ledger_transfers_correction CHECK (kind <> 'correction' OR reason IS NOT NULL);
ALTER TABLE invoice_requests ADD CONSTRAINT invoice_requests_amount CHECK (amount_fen > 0 AND amount_fen <= 100000000000);
ALTER TABLE invoice_requests ADD CONSTRAINT invoice_requests_rejected CHECK (state <> 'rejected' OR rejected_reason IS NOT NULL);
ALTER TABLE invoices
  ADD CONSTRAINT invoices_number CHECK ((code = '' AND number ~ '^[0-9]{20}$') OR (code ~ '^[0-9]{10,12}$' AND number ~ '^[0-9]{8}$')),
  ADD CONSTRAINT invoices_colour CHECK ((colour = 'blue' AND amount_fen > 0 AND blue_invoice_id IS NULL) OR (colour = 'red' AND amount_fen < 0 AND blue_invoice_id IS NOT NULL));
ALTER TABLE organisations
  ADD CONSTRAINT organisations_path CHECK (path LIKE '/%/' AND path LIKE '%/' || id::text || '/'),
  ADD CONSTRAINT organisations_root CHECK ((parent_id IS NULL) = (path = '/' || id::text || '/'));
ALTER TABLE plans ADD CONSTRAINT plans_values CHECK (required_hours > 0 AND starts_at < ends_at AND fee_per_learner_fen >= 0 AND (capacity IS NULL OR capacity > 0));

-- One of each
CREATE UNIQUE INDEX payee_accounts_one_default ON payee_accounts (is_default) WHERE is_default;
CREATE UNIQUE INDEX voucher_decisions_one_waiting ON voucher_decisions (voucher_id) WHERE state = 'waiting';
CREATE UNIQUE INDEX voucher_files_once ON voucher_files (voucher_id, sha256) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX invoice_files_once ON invoice_files (request_id, sha256) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX invoices_one_red ON invoices (blue_invoice_id) WHERE blue_invoice_id IS NOT NULL;

-- Subtrees are found by prefix, which an index answers only under the C collation, whatever the database's own is.
ALTER TABLE organisations ALTER COLUMN path TYPE text COLLATE "C";

-- Hot lists (plans are asserted in tests/usecases/query-plans.test.ts)
CREATE INDEX vouchers_review_queue ON vouchers (due_at, id) WHERE state = 'submitted';
CREATE INDEX vouchers_by_serial ON vouchers (serial_no) WHERE serial_no IS NOT NULL;
CREATE INDEX voucher_files_by_serial ON voucher_files ((reading #>> '{fields,serialNo,value}')) WHERE reading IS NOT NULL AND removed_at IS NULL;
CREATE INDEX voucher_files_by_perceptual_hash ON voucher_files (perceptual_hash) WHERE perceptual_hash IS NOT NULL;
CREATE INDEX orders_open_by_expiry ON orders (expires_at) WHERE state = 'open';
CREATE INDEX notices_unread ON notices (account_id, id DESC) WHERE channel = 'app' AND read_at IS NULL;
CREATE INDEX notices_mail_waiting ON notices (id) WHERE channel = 'email' AND state IN ('queued', 'retrying');
CREATE INDEX notices_mail_by_subject ON notices (subject_id, id DESC) WHERE channel = 'email';

-- History is only ever added to. Row triggers refuse UPDATE and DELETE, a statement trigger refuses TRUNCATE.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_transfers_append_only BEFORE UPDATE OR DELETE ON ledger_transfers FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_transfers_no_truncate BEFORE TRUNCATE ON ledger_transfers EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_accounts_append_only BEFORE UPDATE OR DELETE ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON audit_seals EXECUTE FUNCTION refuse_change();
CREATE TRIGGER invoices_append_only BEFORE UPDATE OR DELETE ON invoices FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The two sides of every transfer, and what each order and organisation has: derived, never stored.
CREATE VIEW ledger_entries AS
  SELECT id AS transfer_id, debit_account_id AS account_id, amount_fen AS debit_fen, 0::bigint AS credit_fen, created_at FROM ledger_transfers
  UNION ALL
  SELECT id, credit_account_id, 0::bigint, amount_fen, created_at FROM ledger_transfers;

-- Credits less debits of an account; the caller turns the sign for accounts that grow with debits.
CREATE FUNCTION ledger_balance(wanted uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT sum(amount_fen) FROM ledger_transfers WHERE credit_account_id = wanted), 0)::bigint
       - coalesce((SELECT sum(amount_fen) FROM ledger_transfers WHERE debit_account_id = wanted), 0)::bigint
$$;

-- What has been paid for an order so far, refunds taken off.
CREATE FUNCTION order_paid_fen(wanted uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT ledger_balance(id) FROM ledger_accounts WHERE kind = 'order' AND owner_id = wanted), 0)::bigint
$$;
