-- CreateEnum
CREATE TYPE "invoice_way" AS ENUM ('files', 'provider');

-- CreateEnum
CREATE TYPE "red_reason" AS ENUM ('wrong', 'returned', 'serviceEnded', 'allowance');

-- CreateEnum
CREATE TYPE "red_request_state" AS ENUM ('requested', 'issuing', 'issued', 'withdrawn');

-- CreateEnum
CREATE TYPE "dropped_file_state" AS ENUM ('received', 'unpacked', 'read', 'unreadable', 'attached', 'known', 'discarded');

-- CreateEnum
CREATE TYPE "statement_file_state" AS ENUM ('received', 'reading', 'waiting', 'imported', 'refused');

-- CreateEnum
CREATE TYPE "statement_direction" AS ENUM ('in', 'out');

-- CreateEnum
CREATE TYPE "statement_category" AS ENUM ('payment', 'out', 'fee', 'interest', 'settlement', 'returned', 'refund', 'withdraw', 'reversed', 'reversal');

-- CreateEnum
CREATE TYPE "statement_line_state" AS ENUM ('unmatched', 'suggested', 'matched', 'ignored');

-- CreateEnum
CREATE TYPE "match_strength" AS ENUM ('certain', 'high', 'possible', 'tie');

-- AlterTable
ALTER TABLE "centre_settings" ADD COLUMN     "auto_settle" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "invoice_item_name" TEXT NOT NULL DEFAULT '*非学历教育服务*培训费',
ADD COLUMN     "invoice_tax_rate_bp" INTEGER NOT NULL DEFAULT 600,
ADD COLUMN     "invoice_way" "invoice_way" NOT NULL DEFAULT 'files',
ADD COLUMN     "seller_address" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "seller_bank" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "seller_bank_account" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "seller_telephone" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "invoice_files" ADD COLUMN     "invoice_id" UUID,
ALTER COLUMN "created_by_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "invoice_requests" ADD COLUMN     "approved_at" TIMESTAMPTZ(3),
ADD COLUMN     "approved_by_id" UUID,
ADD COLUMN     "issue_content" JSONB,
ADD COLUMN     "issue_failure" TEXT,
ADD COLUMN     "issue_serial" TEXT,
ADD COLUMN     "next_query_at" TIMESTAMPTZ(3),
ADD COLUMN     "provider_number" TEXT,
ADD COLUMN     "query_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "reissue_of_id" UUID;

-- AlterTable
ALTER TABLE "invoices" ADD COLUMN     "remark" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "tax_fen" BIGINT,
ADD COLUMN     "without_tax_fen" BIGINT,
ALTER COLUMN "issued_by_id" DROP NOT NULL;

-- AlterTable
-- Transfers are append-only; the day that they were booked on is filled in once, from when they were made.
ALTER TABLE "ledger_transfers" DISABLE TRIGGER "ledger_transfers_append_only";
ALTER TABLE "ledger_transfers" ADD COLUMN "booked_on" DATE;
UPDATE "ledger_transfers" SET "booked_on" = ("created_at" AT TIME ZONE 'Asia/Shanghai')::date;
ALTER TABLE "ledger_transfers"
  ALTER COLUMN "booked_on" SET NOT NULL,
  ALTER COLUMN "booked_on" SET DEFAULT ((now() AT TIME ZONE 'Asia/Shanghai'::text))::date;
ALTER TABLE "ledger_transfers" ENABLE TRIGGER "ledger_transfers_append_only";

-- AlterTable
ALTER TABLE "notices" ADD COLUMN     "bounced_at" TIMESTAMPTZ(3),
ADD COLUMN     "words" JSONB;

-- AlterTable
ALTER TABLE "organisation_aliases" ADD COLUMN     "allocation_id" UUID,
ALTER COLUMN "confirmed_by_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "reversed_reason" TEXT;

-- CreateTable
CREATE TABLE "red_requests" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "reason" "red_reason" NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "state" "red_request_state" NOT NULL DEFAULT 'requested',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmation_no" TEXT NOT NULL DEFAULT '',
    "reissue" BOOLEAN NOT NULL DEFAULT false,
    "reissue_details" JSONB,
    "issue_serial" TEXT,
    "issue_content" JSONB,
    "provider_number" TEXT,
    "next_query_at" TIMESTAMPTZ(3),
    "query_count" INTEGER NOT NULL DEFAULT 0,
    "issue_failure" TEXT,
    "requested_by_id" UUID NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "red_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_drops" (
    "id" UUID NOT NULL,
    "issue_alone" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "invoice_drops_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dropped_files" (
    "id" UUID NOT NULL,
    "drop_id" UUID NOT NULL,
    "archive_id" UUID,
    "state" "dropped_file_state" NOT NULL DEFAULT 'received',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "original_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_key" TEXT NOT NULL,
    "problem" TEXT,
    "reading" JSONB,
    "invoice_code" TEXT,
    "invoice_number" TEXT,
    "request_id" UUID,
    "red_request_id" UUID,
    "finding" JSONB,
    "standing" TEXT,
    "same_as_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dropped_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_callbacks" (
    "id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "serial" TEXT NOT NULL DEFAULT '',
    "verdict" TEXT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "invoice_callbacks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_templates" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT,
    "sentence" TEXT,
    "steps" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_by_id" UUID NOT NULL,
    "updated_by_name" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_templates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_bounces" (
    "id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "bounced_at" TIMESTAMPTZ(3) NOT NULL,
    "detail" TEXT NOT NULL,
    "notice_id" UUID,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_by_id" UUID,
    "cleared_by_name" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "mail_bounces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_files" (
    "id" UUID NOT NULL,
    "state" "statement_file_state" NOT NULL DEFAULT 'received',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "original_name" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_key" TEXT NOT NULL,
    "payee_account_id" UUID,
    "bank" TEXT,
    "account" TEXT,
    "account_name" TEXT,
    "layout" TEXT,
    "header_signature" TEXT,
    "reading" JSONB,
    "mapping" JSONB,
    "error_code" TEXT,
    "error_details" JSONB,
    "rows_read" INTEGER NOT NULL DEFAULT 0,
    "line_count" INTEGER,
    "new_count" INTEGER,
    "gap_count" INTEGER,
    "first_day" DATE,
    "last_day" DATE,
    "created_by_id" UUID NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "imported_at" TIMESTAMPTZ(3),

    CONSTRAINT "statement_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_layouts" (
    "header_signature" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "statement_layouts_pkey" PRIMARY KEY ("header_signature")
);

-- CreateTable
CREATE TABLE "statement_lines" (
    "id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "payee_account_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "identity" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "time" TEXT,
    "direction" "statement_direction" NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "balance_fen" BIGINT,
    "counterparty_name" TEXT NOT NULL DEFAULT '',
    "counterparty_name_key" TEXT NOT NULL DEFAULT '',
    "counterparty_account" TEXT NOT NULL DEFAULT '',
    "remark" TEXT NOT NULL DEFAULT '',
    "serial" TEXT,
    "category" "statement_category" NOT NULL,
    "reverses_id" UUID,
    "state" "statement_line_state" NOT NULL DEFAULT 'unmatched',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "allocated_fen" BIGINT NOT NULL DEFAULT 0,
    "ignored_reason" TEXT,
    "ignored_by_id" UUID,
    "ignored_by_name" TEXT,
    "suggestion_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "statement_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "line_allocations" (
    "id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "settled" BOOLEAN NOT NULL,
    "automatic" BOOLEAN NOT NULL DEFAULT false,
    "reasons" JSONB,
    "score" INTEGER,
    "decided_by_id" UUID,
    "decided_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by_id" UUID,
    "undone_by_name" TEXT,
    "undone_reason" TEXT,

    CONSTRAINT "line_allocations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "match_suggestions" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "strength" "match_strength" NOT NULL,
    "score" INTEGER NOT NULL,
    "automatic" BOOLEAN NOT NULL DEFAULT false,
    "order_ids" UUID[],
    "content" JSONB NOT NULL,
    "fingerprint" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "match_suggestions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dismissed_matches" (
    "line_id" UUID NOT NULL,
    "target_key" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dismissed_matches_pkey" PRIMARY KEY ("line_id","target_key")
);

-- CreateTable
CREATE TABLE "closed_months" (
    "month" TEXT NOT NULL,
    "figures" JSONB NOT NULL,
    "closed_by_id" UUID NOT NULL,
    "closed_by_name" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "closed_months_pkey" PRIMARY KEY ("month")
);

-- CreateIndex
CREATE UNIQUE INDEX "red_requests_issue_serial_key" ON "red_requests"("issue_serial");

-- CreateIndex
CREATE INDEX "red_requests_request_id_idx" ON "red_requests"("request_id");

-- CreateIndex
CREATE INDEX "red_requests_invoice_id_idx" ON "red_requests"("invoice_id");

-- CreateIndex
CREATE INDEX "red_requests_state_id_idx" ON "red_requests"("state", "id");

-- CreateIndex
CREATE INDEX "invoice_drops_created_at_idx" ON "invoice_drops"("created_at");

-- CreateIndex
CREATE INDEX "dropped_files_drop_id_idx" ON "dropped_files"("drop_id");

-- CreateIndex
CREATE INDEX "dropped_files_archive_id_idx" ON "dropped_files"("archive_id");

-- CreateIndex
CREATE INDEX "dropped_files_sha256_idx" ON "dropped_files"("sha256");

-- CreateIndex
CREATE INDEX "dropped_files_invoice_number_invoice_code_idx" ON "dropped_files"("invoice_number", "invoice_code");

-- CreateIndex
CREATE INDEX "dropped_files_request_id_idx" ON "dropped_files"("request_id");

-- CreateIndex
CREATE INDEX "dropped_files_state_id_idx" ON "dropped_files"("state", "id");

-- CreateIndex
CREATE INDEX "invoice_callbacks_serial_idx" ON "invoice_callbacks"("serial");

-- CreateIndex
CREATE INDEX "invoice_callbacks_received_at_idx" ON "invoice_callbacks"("received_at");

-- CreateIndex
CREATE INDEX "statement_files_sha256_idx" ON "statement_files"("sha256");

-- CreateIndex
CREATE INDEX "statement_files_payee_account_id_id_idx" ON "statement_files"("payee_account_id", "id" DESC);

-- CreateIndex
CREATE INDEX "statement_lines_file_id_row_idx" ON "statement_lines"("file_id", "row");

-- CreateIndex
CREATE INDEX "statement_lines_payee_account_id_day_id_idx" ON "statement_lines"("payee_account_id", "day", "id");

-- CreateIndex
CREATE INDEX "statement_lines_state_day_id_idx" ON "statement_lines"("state", "day" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "statement_lines_suggestion_id_idx" ON "statement_lines"("suggestion_id");

-- CreateIndex
CREATE INDEX "statement_lines_counterparty_name_key_idx" ON "statement_lines"("counterparty_name_key");

-- CreateIndex
CREATE INDEX "statement_lines_amount_fen_day_idx" ON "statement_lines"("amount_fen", "day");

-- CreateIndex
CREATE UNIQUE INDEX "statement_lines_payee_account_id_identity_key" ON "statement_lines"("payee_account_id", "identity");

-- CreateIndex
CREATE INDEX "line_allocations_line_id_idx" ON "line_allocations"("line_id");

-- CreateIndex
CREATE INDEX "line_allocations_payment_id_idx" ON "line_allocations"("payment_id");

-- CreateIndex
CREATE INDEX "line_allocations_order_id_idx" ON "line_allocations"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "match_suggestions_key_key" ON "match_suggestions"("key");

-- CreateIndex
CREATE INDEX "match_suggestions_order_ids_idx" ON "match_suggestions" USING GIN ("order_ids");

-- CreateIndex
CREATE INDEX "invoice_files_invoice_id_idx" ON "invoice_files"("invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_requests_reissue_of_id_key" ON "invoice_requests"("reissue_of_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_requests_issue_serial_key" ON "invoice_requests"("issue_serial");

-- CreateIndex
CREATE INDEX "ledger_transfers_booked_on_kind_idx" ON "ledger_transfers"("booked_on", "kind");

-- CreateIndex
CREATE INDEX "notices_recipient_id_idx" ON "notices"("recipient", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notice_templates_kind_locale_key" ON "notice_templates"("kind", "locale");

-- CreateIndex
CREATE UNIQUE INDEX "mail_bounces_address_key" ON "mail_bounces"("address");

-- CreateIndex
CREATE INDEX "mail_bounces_bounced_at_idx" ON "mail_bounces"("bounced_at");

-- AddForeignKey
ALTER TABLE "invoice_requests" ADD CONSTRAINT "invoice_requests_reissue_of_id_fkey" FOREIGN KEY ("reissue_of_id") REFERENCES "invoice_requests"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_files" ADD CONSTRAINT "invoice_files_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "red_requests" ADD CONSTRAINT "red_requests_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "invoice_requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "red_requests" ADD CONSTRAINT "red_requests_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dropped_files" ADD CONSTRAINT "dropped_files_drop_id_fkey" FOREIGN KEY ("drop_id") REFERENCES "invoice_drops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dropped_files" ADD CONSTRAINT "dropped_files_archive_id_fkey" FOREIGN KEY ("archive_id") REFERENCES "dropped_files"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_files" ADD CONSTRAINT "statement_files_payee_account_id_fkey" FOREIGN KEY ("payee_account_id") REFERENCES "payee_accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_lines" ADD CONSTRAINT "statement_lines_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "statement_files"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_lines" ADD CONSTRAINT "statement_lines_payee_account_id_fkey" FOREIGN KEY ("payee_account_id") REFERENCES "payee_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_lines" ADD CONSTRAINT "statement_lines_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "statement_lines"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_lines" ADD CONSTRAINT "statement_lines_suggestion_id_fkey" FOREIGN KEY ("suggestion_id") REFERENCES "match_suggestions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_allocations" ADD CONSTRAINT "line_allocations_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "statement_lines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_allocations" ADD CONSTRAINT "line_allocations_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_allocations" ADD CONSTRAINT "line_allocations_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dismissed_matches" ADD CONSTRAINT "dismissed_matches_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "statement_lines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the Prisma schema cannot say.
ALTER TABLE centre_settings ADD CONSTRAINT centre_settings_invoice CHECK (invoice_tax_rate_bp BETWEEN 0 AND 2000 AND invoice_item_name <> '');
ALTER TABLE payments
  DROP CONSTRAINT payments_received,
  ADD CONSTRAINT payments_received CHECK ((state IN ('confirmed', 'reversed')) = (received_fen IS NOT NULL AND outcome IS NOT NULL)),
  ADD CONSTRAINT payments_reversed CHECK ((state = 'reversed') = (reversed_reason IS NOT NULL));
ALTER TABLE statement_files
  ADD CONSTRAINT statement_files_imported CHECK (state <> 'imported' OR (payee_account_id IS NOT NULL AND line_count IS NOT NULL AND new_count IS NOT NULL)),
  ADD CONSTRAINT statement_files_refused CHECK ((state = 'refused') <= (error_code IS NOT NULL));
ALTER TABLE statement_lines
  ADD CONSTRAINT statement_lines_amount CHECK (amount_fen <> 0 AND abs(amount_fen) <= 100000000000),
  ADD CONSTRAINT statement_lines_time CHECK (time IS NULL OR time ~ '^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$'),
  ADD CONSTRAINT statement_lines_allocated CHECK (allocated_fen >= 0 AND allocated_fen <= greatest(amount_fen, 0) AND (allocated_fen = 0 OR direction = 'in')),
  ADD CONSTRAINT statement_lines_matched CHECK ((state = 'matched') = (allocated_fen > 0 AND allocated_fen = amount_fen)),
  ADD CONSTRAINT statement_lines_ignored CHECK ((state = 'ignored') = (ignored_reason IS NOT NULL) AND (state <> 'ignored' OR allocated_fen = 0));
ALTER TABLE line_allocations
  ADD CONSTRAINT line_allocations_amount CHECK (amount_fen > 0),
  ADD CONSTRAINT line_allocations_undone CHECK ((undone_at IS NULL) = (undone_reason IS NULL) AND (undone_at IS NULL) = (undone_by_name IS NULL));
ALTER TABLE match_suggestions ADD CONSTRAINT match_suggestions_score CHECK (score BETWEEN 0 AND 1000 AND (NOT automatic OR strength = 'certain'));
ALTER TABLE closed_months ADD CONSTRAINT closed_months_month CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$');
ALTER TABLE dropped_files ADD CONSTRAINT dropped_files_problem CHECK ((state = 'unreadable') <= (problem IS NOT NULL));

-- A payment is made by one allocation, and a request has one invoice: one that replaces it is of a request of its own.
CREATE UNIQUE INDEX line_allocations_settled_once ON line_allocations (payment_id) WHERE settled AND undone_at IS NULL;
CREATE UNIQUE INDEX invoices_one_blue ON invoices (request_id) WHERE colour = 'blue';
CREATE UNIQUE INDEX red_requests_one ON red_requests (invoice_id) WHERE state <> 'withdrawn';
-- 对账管理: what was claimed and what came in, the latest first.
CREATE INDEX vouchers_applied ON vouchers (submitted_at DESC, id DESC) WHERE submitted_at IS NOT NULL;
CREATE INDEX payments_without_slip ON payments (created_at DESC, id DESC) WHERE method = 'transfer' AND voucher_id IS NULL;
CREATE INDEX payments_online ON payments (created_at DESC, id DESC) WHERE provider IS NOT NULL;
CREATE INDEX payments_by_credit ON payments (created_at DESC, id DESC) WHERE method = 'credit';
CREATE INDEX orders_open_latest ON orders (created_at DESC, id DESC) WHERE state = 'open';
CREATE INDEX line_allocations_live ON line_allocations (line_id) WHERE undone_at IS NULL;
CREATE INDEX line_allocations_automatic ON line_allocations (id DESC) WHERE automatic;
-- What the bank took back it took back once; and the reversals whose line is in a file that is not here yet.
CREATE UNIQUE INDEX statement_lines_reversed_once ON statement_lines (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX statement_lines_unpaired ON statement_lines (payee_account_id, day) WHERE category = 'reversal' AND reverses_id IS NULL;
CREATE INDEX voucher_checks_line ON voucher_checks ((details ->> 'lineId')) WHERE code = 'statementLine';
CREATE INDEX statement_lines_to_match ON statement_lines (id) WHERE state IN ('unmatched', 'suggested');
CREATE INDEX invoice_requests_to_query ON invoice_requests (next_query_at) WHERE next_query_at IS NOT NULL;
CREATE INDEX red_requests_to_query ON red_requests (next_query_at) WHERE next_query_at IS NOT NULL;

-- A mail with several invoices is found by each of them; mails that wait for an address, by the address.
CREATE INDEX notices_of_several ON notices USING gin ((data -> 'requests') jsonb_path_ops) WHERE kind = 'invoicesIssued';
CREATE INDEX notices_mail_failed ON notices (lower(recipient)) WHERE channel = 'email' AND state = 'failed';
CREATE INDEX notices_mail_by_organisation ON notices (organisation_id, id DESC) WHERE channel = 'email';
ALTER TABLE notice_templates ADD CONSTRAINT notice_templates_words CHECK ((title IS NULL) = (sentence IS NULL) AND (title IS NULL) = (steps IS NULL));

-- What the bank said stays as the bank said it.
CREATE TRIGGER statement_lines_stay BEFORE UPDATE ON statement_lines FOR EACH ROW
  WHEN ((OLD.file_id, OLD.payee_account_id, OLD.row, OLD.identity, OLD.day, OLD.direction, OLD.amount_fen, OLD.counterparty_name, OLD.counterparty_account, OLD.remark)
        IS DISTINCT FROM (NEW.file_id, NEW.payee_account_id, NEW.row, NEW.identity, NEW.day, NEW.direction, NEW.amount_fen, NEW.counterparty_name, NEW.counterparty_account, NEW.remark)
        OR OLD.time IS DISTINCT FROM NEW.time OR OLD.balance_fen IS DISTINCT FROM NEW.balance_fen OR OLD.serial IS DISTINCT FROM NEW.serial)
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER statement_lines_not_deleted BEFORE DELETE ON statement_lines FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- An allocation is undone once and never rewritten.
CREATE TRIGGER line_allocations_stay BEFORE UPDATE ON line_allocations FOR EACH ROW
  WHEN (OLD.undone_at IS NOT NULL OR (OLD.id, OLD.line_id, OLD.payment_id, OLD.order_id, OLD.amount_fen, OLD.settled, OLD.automatic, OLD.decided_by_name, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.line_id, NEW.payment_id, NEW.order_id, NEW.amount_fen, NEW.settled, NEW.automatic, NEW.decided_by_name, NEW.created_at))
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER line_allocations_not_deleted BEFORE DELETE ON line_allocations FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- 月结. Who closes a month locks the table against writers first, so that a booking either is in the figures or sees the month closed.
-- What comes before a closed month is closed with it, whether anything was booked there or not: the balances at its end are kept.
CREATE FUNCTION refuse_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM closed_months WHERE month >= to_char(NEW.booked_on, 'YYYY-MM')) THEN
    RAISE EXCEPTION 'the month of % is closed', NEW.booked_on USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER ledger_transfers_month BEFORE INSERT ON ledger_transfers FOR EACH ROW EXECUTE FUNCTION refuse_closed_month();
CREATE TRIGGER closed_months_stay BEFORE UPDATE OR DELETE ON closed_months FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- The day that something of `wanted` is booked on: that day while its month is open and it is not to come, else today. A
-- transaction that began on a month's last evening and waited for the closing is booked on the first day that is open.
CREATE FUNCTION booking_day(wanted date) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN wanted >= open.since AND wanted <= open.today THEN wanted ELSE greatest(open.today, open.since) END
  FROM (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date AS today,
               coalesce(((SELECT max(month) FROM closed_months) || '-01')::date + interval '1 month', '-infinity')::date AS since) AS open
$$;
