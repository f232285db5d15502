-- CreateEnum
CREATE TYPE "staff_role" AS ENUM ('reviewer', 'finance', 'systemAdmin');

-- CreateEnum
CREATE TYPE "log_in_name_kind" AS ENUM ('creditCode', 'organisationCode', 'memberNo', 'mobile', 'staffName', 'idNumber');

-- CreateEnum
CREATE TYPE "calendar_day_kind" AS ENUM ('holiday', 'workday');

-- CreateEnum
CREATE TYPE "invoice_request_state" AS ENUM ('requested', 'approved', 'issuing', 'issued', 'delivered', 'rejected', 'redFlushed');

-- CreateEnum
CREATE TYPE "invoice_colour" AS ENUM ('blue', 'red');

-- CreateEnum
CREATE TYPE "id_type" AS ENUM ('residentId', 'passport', 'hkMacauPermit', 'taiwanPermit');

-- CreateEnum
CREATE TYPE "ledger_account_kind" AS ENUM ('bank', 'order', 'organisationCredit');

-- CreateEnum
CREATE TYPE "ledger_transfer_kind" AS ENUM ('paymentReceived', 'overpaymentToCredit', 'creditToOrder', 'refundFromOrder', 'refundFromCredit', 'correction');

-- CreateEnum
CREATE TYPE "notice_channel" AS ENUM ('app', 'email');

-- CreateEnum
CREATE TYPE "notice_state" AS ENUM ('queued', 'sent', 'retrying', 'failed');

-- CreateEnum
CREATE TYPE "order_kind" AS ENUM ('enrolments', 'studyCards');

-- CreateEnum
CREATE TYPE "order_mode" AS ENUM ('payFirst', 'invoiceFirst');

-- CreateEnum
CREATE TYPE "order_state" AS ENUM ('open', 'paid', 'expired', 'cancelled');

-- CreateEnum
CREATE TYPE "payment_method" AS ENUM ('transfer', 'card', 'netbank');

-- CreateEnum
CREATE TYPE "payment_state" AS ENUM ('created', 'pending', 'confirmed', 'failed', 'expired', 'cancelled');

-- CreateEnum
CREATE TYPE "organisation_kind" AS ENUM ('organisation', 'department');

-- CreateEnum
CREATE TYPE "organisation_state" AS ENUM ('pending', 'approved', 'rejected');

-- CreateEnum
CREATE TYPE "invoice_kind" AS ENUM ('normal', 'special');

-- CreateEnum
CREATE TYPE "plan_state" AS ENUM ('draft', 'published', 'closed');

-- CreateEnum
CREATE TYPE "plan_mode" AS ENUM ('online', 'offline');

-- CreateEnum
CREATE TYPE "voucher_state" AS ENUM ('draft', 'submitted', 'approved', 'rejected');

-- CreateEnum
CREATE TYPE "voucher_file_state" AS ENUM ('received', 'compressed', 'read', 'unreadable');

-- CreateEnum
CREATE TYPE "check_verdict" AS ENUM ('pass', 'warn', 'fail', 'pending');

-- CreateEnum
CREATE TYPE "decision_state" AS ENUM ('waiting', 'undone', 'effective', 'failed');

-- CreateEnum
CREATE TYPE "decision_verdict" AS ENUM ('approve', 'reject');

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "mobile" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL DEFAULT '',
    "locale" TEXT NOT NULL DEFAULT 'zh-CN',
    "staff_roles" "staff_role"[],
    "password_hash" TEXT NOT NULL,
    "must_change_password" BOOLEAN NOT NULL DEFAULT true,
    "password_changed_at" TIMESTAMPTZ(3),
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "totp_secret" TEXT,
    "totp_confirmed_at" TIMESTAMPTZ(3),
    "totp_last_step" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_in_names" (
    "value" TEXT NOT NULL,
    "kind" "log_in_name_kind" NOT NULL,
    "account_id" UUID NOT NULL,

    CONSTRAINT "log_in_names_pkey" PRIMARY KEY ("value")
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisation_admins" (
    "account_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisation_admins_pkey" PRIMARY KEY ("account_id","organisation_id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL,
    "acting_organisation_id" UUID,
    "second_factor_at" TIMESTAMPTZ(3),
    "ip" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_in_throttles" (
    "bucket" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "window_ends_at" TIMESTAMPTZ(3) NOT NULL,
    "blocked_until" TIMESTAMPTZ(3),

    CONSTRAINT "log_in_throttles_pkey" PRIMARY KEY ("bucket")
);

-- CreateTable
CREATE TABLE "idempotent_results" (
    "key" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_results_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "txid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "ip" TEXT,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "organisation_id" UUID,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_seals" (
    "position" BIGINT NOT NULL,
    "entry_id" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_seals_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "given_up_jobs" (
    "id" UUID NOT NULL,
    "queue" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "error" TEXT NOT NULL,
    "given_up_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resent_at" TIMESTAMPTZ(3),
    "resent_by_id" UUID,

    CONSTRAINT "given_up_jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "centre_settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "postal_address" TEXT NOT NULL,
    "telephone" TEXT NOT NULL,
    "mail_from" TEXT NOT NULL,
    "seller_name" TEXT NOT NULL,
    "seller_tax_number" TEXT NOT NULL,
    "order_payment_hours" INTEGER NOT NULL DEFAULT 168,
    "voucher_review_hours" INTEGER NOT NULL DEFAULT 8,
    "workday_starts_minute" INTEGER NOT NULL DEFAULT 540,
    "workday_ends_minute" INTEGER NOT NULL DEFAULT 1050,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "centre_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payee_accounts" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "bank" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payee_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_days" (
    "day" DATE NOT NULL,
    "kind" "calendar_day_kind" NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "calendar_days_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "invoice_requests" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "voucher_id" UUID,
    "state" "invoice_request_state" NOT NULL DEFAULT 'requested',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" "invoice_kind" NOT NULL,
    "title" TEXT NOT NULL,
    "tax_number" TEXT NOT NULL,
    "registered_address" TEXT NOT NULL DEFAULT '',
    "registered_telephone" TEXT NOT NULL DEFAULT '',
    "bank" TEXT NOT NULL DEFAULT '',
    "bank_account" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL,
    "mobile" TEXT NOT NULL,
    "remark" TEXT NOT NULL DEFAULT '',
    "amount_fen" BIGINT NOT NULL,
    "rejected_reason" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoices" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "colour" "invoice_colour" NOT NULL DEFAULT 'blue',
    "code" TEXT NOT NULL DEFAULT '',
    "number" TEXT NOT NULL,
    "kind" "invoice_kind" NOT NULL,
    "issued_on" DATE NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "blue_invoice_id" UUID,
    "issued_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_files" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "original_name" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_key" TEXT NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "learners" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "account_id" UUID,
    "name" TEXT NOT NULL,
    "id_type" "id_type" NOT NULL DEFAULT 'residentId',
    "id_number_encrypted" TEXT NOT NULL,
    "id_number_hash" TEXT NOT NULL,
    "mobile" TEXT NOT NULL DEFAULT '',
    "post" TEXT NOT NULL DEFAULT '',
    "education" TEXT NOT NULL DEFAULT '',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "learners_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_accounts" (
    "id" UUID NOT NULL,
    "kind" "ledger_account_kind" NOT NULL,
    "owner_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_transfers" (
    "id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "kind" "ledger_transfer_kind" NOT NULL,
    "debit_account_id" UUID NOT NULL,
    "credit_account_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "cause_type" TEXT NOT NULL,
    "cause_id" UUID NOT NULL,
    "reason" TEXT,
    "actor_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_transfers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notices" (
    "id" UUID NOT NULL,
    "event_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" "notice_channel" NOT NULL,
    "recipient" TEXT NOT NULL,
    "account_id" UUID,
    "organisation_id" UUID,
    "locale" TEXT NOT NULL DEFAULT 'zh-CN',
    "data" JSONB NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "state" "notice_state" NOT NULL DEFAULT 'queued',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_attempts" (
    "id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "notice_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "kind" "order_kind" NOT NULL,
    "mode" "order_mode" NOT NULL DEFAULT 'payFirst',
    "plan_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "payee_account_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "state" "order_state" NOT NULL DEFAULT 'open',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "cancel_reason" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_items" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_fen" BIGINT NOT NULL,
    "amount_fen" BIGINT NOT NULL,

    CONSTRAINT "order_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "method" "payment_method" NOT NULL,
    "state" "payment_state" NOT NULL DEFAULT 'created',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "amount_fen" BIGINT NOT NULL,
    "voucher_id" UUID,
    "moved_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisations" (
    "id" UUID NOT NULL,
    "parent_id" UUID,
    "path" TEXT NOT NULL,
    "kind" "organisation_kind" NOT NULL DEFAULT 'organisation',
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "credit_code" TEXT,
    "organisation_code" TEXT,
    "member_no" TEXT,
    "contact_name" TEXT NOT NULL DEFAULT '',
    "telephone" TEXT NOT NULL DEFAULT '',
    "mobile" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "state" "organisation_state" NOT NULL DEFAULT 'pending',
    "rejected_reason" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing_profiles" (
    "organisation_id" UUID NOT NULL,
    "invoice_kind" "invoice_kind" NOT NULL DEFAULT 'normal',
    "title" TEXT NOT NULL,
    "tax_number" TEXT NOT NULL,
    "registered_address" TEXT NOT NULL DEFAULT '',
    "registered_telephone" TEXT NOT NULL DEFAULT '',
    "bank" TEXT NOT NULL DEFAULT '',
    "bank_account" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL,
    "mobile" TEXT NOT NULL,
    "exception_note" TEXT,
    "exception_by_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "billing_profiles_pkey" PRIMARY KEY ("organisation_id")
);

-- CreateTable
CREATE TABLE "organisation_aliases" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "payer_name" TEXT NOT NULL DEFAULT '',
    "payer_name_key" TEXT NOT NULL DEFAULT '',
    "payer_account" TEXT NOT NULL DEFAULT '',
    "voucher_id" UUID,
    "confirmed_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisation_aliases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plans" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "publisher" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "required_hours" INTEGER NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "mode" "plan_mode" NOT NULL,
    "capacity" INTEGER,
    "late_changes_allowed" BOOLEAN NOT NULL DEFAULT false,
    "fee_per_learner_fen" BIGINT NOT NULL,
    "state" "plan_state" NOT NULL DEFAULT 'draft',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vouchers" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "state" "voucher_state" NOT NULL DEFAULT 'draft',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "amount_fen" BIGINT,
    "payer_name" TEXT,
    "payer_bank" TEXT,
    "payer_account" TEXT,
    "paid_at" TEXT,
    "serial_no" TEXT,
    "remark" TEXT,
    "note" TEXT,
    "invoice_details" JSONB,
    "submitted_at" TIMESTAMPTZ(3),
    "submitted_by_id" UUID,
    "due_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "rejected_code" TEXT,
    "rejected_note" TEXT,
    "checked_at" TIMESTAMPTZ(3),
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "vouchers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "voucher_files" (
    "id" UUID NOT NULL,
    "voucher_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "state" "voucher_file_state" NOT NULL DEFAULT 'received',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "error_code" TEXT,
    "original_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "original_key" TEXT,
    "picture_key" TEXT,
    "thumbnail_key" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "page_count" INTEGER,
    "perceptual_hash" TEXT,
    "pdf_items" JSONB,
    "reading" JSONB,
    "removed_at" TIMESTAMPTZ(3),
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "voucher_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "voucher_checks" (
    "voucher_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "verdict" "check_verdict" NOT NULL,
    "found" TEXT,
    "expected" TEXT,
    "finding" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "field" TEXT,

    CONSTRAINT "voucher_checks_pkey" PRIMARY KEY ("voucher_id","code")
);

-- CreateTable
CREATE TABLE "voucher_decisions" (
    "id" UUID NOT NULL,
    "voucher_id" UUID NOT NULL,
    "voucher_version" INTEGER NOT NULL,
    "verdict" "decision_verdict" NOT NULL,
    "amount_fen" BIGINT,
    "reason_code" TEXT,
    "reason_note" TEXT,
    "state" "decision_state" NOT NULL DEFAULT 'waiting',
    "error_code" TEXT,
    "decided_by_id" UUID NOT NULL,
    "decided_by_name" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "voucher_decisions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "log_in_names_account_id_idx" ON "log_in_names"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_codes_account_id_code_hash_key" ON "recovery_codes"("account_id", "code_hash");

-- CreateIndex
CREATE INDEX "organisation_admins_organisation_id_idx" ON "organisation_admins"("organisation_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_account_id_idx" ON "sessions"("account_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "log_in_throttles_window_ends_at_idx" ON "log_in_throttles"("window_ends_at");

-- CreateIndex
CREATE INDEX "idempotent_results_created_at_idx" ON "idempotent_results"("created_at");

-- CreateIndex
CREATE INDEX "audit_entries_txid_id_idx" ON "audit_entries"("txid", "id");

-- CreateIndex
CREATE INDEX "audit_entries_subject_type_subject_id_idx" ON "audit_entries"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "audit_entries_organisation_id_id_idx" ON "audit_entries"("organisation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seals_entry_id_key" ON "audit_seals"("entry_id");

-- CreateIndex
CREATE INDEX "given_up_jobs_given_up_at_idx" ON "given_up_jobs"("given_up_at");

-- CreateIndex
CREATE UNIQUE INDEX "payee_accounts_account_key" ON "payee_accounts"("account");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_requests_voucher_id_key" ON "invoice_requests"("voucher_id");

-- CreateIndex
CREATE INDEX "invoice_requests_order_id_idx" ON "invoice_requests"("order_id");

-- CreateIndex
CREATE INDEX "invoice_requests_organisation_id_id_idx" ON "invoice_requests"("organisation_id", "id" DESC);

-- CreateIndex
CREATE INDEX "invoice_requests_state_id_idx" ON "invoice_requests"("state", "id");

-- CreateIndex
CREATE INDEX "invoices_request_id_idx" ON "invoices"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_code_number_key" ON "invoices"("code", "number");

-- CreateIndex
CREATE INDEX "invoice_files_request_id_idx" ON "invoice_files"("request_id");

-- CreateIndex
CREATE INDEX "invoice_files_sha256_idx" ON "invoice_files"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "learners_account_id_key" ON "learners"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "learners_id_number_hash_key" ON "learners"("id_number_hash");

-- CreateIndex
CREATE INDEX "learners_organisation_id_id_idx" ON "learners"("organisation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_accounts_kind_owner_id_key" ON "ledger_accounts"("kind", "owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transfers_idempotency_key_key" ON "ledger_transfers"("idempotency_key");

-- CreateIndex
CREATE INDEX "ledger_transfers_cause_type_cause_id_idx" ON "ledger_transfers"("cause_type", "cause_id");

-- CreateIndex
CREATE INDEX "ledger_transfers_debit_account_id_amount_fen_idx" ON "ledger_transfers"("debit_account_id", "amount_fen");

-- CreateIndex
CREATE INDEX "ledger_transfers_credit_account_id_amount_fen_idx" ON "ledger_transfers"("credit_account_id", "amount_fen");

-- CreateIndex
CREATE INDEX "notices_account_id_id_idx" ON "notices"("account_id", "id" DESC);

-- CreateIndex
CREATE INDEX "notices_channel_id_idx" ON "notices"("channel", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notices_event_key_channel_recipient_key" ON "notices"("event_key", "channel", "recipient");

-- CreateIndex
CREATE INDEX "notice_attempts_notice_id_idx" ON "notice_attempts"("notice_id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_number_key" ON "orders"("number");

-- CreateIndex
CREATE INDEX "orders_organisation_id_id_idx" ON "orders"("organisation_id", "id" DESC);

-- CreateIndex
CREATE INDEX "orders_plan_id_idx" ON "orders"("plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_items_order_id_position_key" ON "order_items"("order_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "payments_voucher_id_key" ON "payments"("voucher_id");

-- CreateIndex
CREATE INDEX "payments_order_id_idx" ON "payments"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "organisations_credit_code_key" ON "organisations"("credit_code");

-- CreateIndex
CREATE UNIQUE INDEX "organisations_organisation_code_key" ON "organisations"("organisation_code");

-- CreateIndex
CREATE UNIQUE INDEX "organisations_member_no_key" ON "organisations"("member_no");

-- CreateIndex
CREATE INDEX "organisations_parent_id_idx" ON "organisations"("parent_id");

-- CreateIndex
CREATE INDEX "organisations_name_key_idx" ON "organisations"("name_key");

-- CreateIndex
CREATE INDEX "organisations_path_idx" ON "organisations"("path");

-- CreateIndex
CREATE INDEX "organisation_aliases_payer_name_key_idx" ON "organisation_aliases"("payer_name_key");

-- CreateIndex
CREATE INDEX "organisation_aliases_payer_account_idx" ON "organisation_aliases"("payer_account");

-- CreateIndex
CREATE UNIQUE INDEX "organisation_aliases_organisation_id_payer_name_key_payer_a_key" ON "organisation_aliases"("organisation_id", "payer_name_key", "payer_account");

-- CreateIndex
CREATE UNIQUE INDEX "plans_number_key" ON "plans"("number");

-- CreateIndex
CREATE INDEX "plans_year_name_idx" ON "plans"("year", "name");

-- CreateIndex
CREATE INDEX "vouchers_order_id_idx" ON "vouchers"("order_id");

-- CreateIndex
CREATE INDEX "vouchers_organisation_id_id_idx" ON "vouchers"("organisation_id", "id" DESC);

-- CreateIndex
CREATE INDEX "vouchers_state_id_idx" ON "vouchers"("state", "id" DESC);

-- CreateIndex
CREATE INDEX "voucher_files_voucher_id_idx" ON "voucher_files"("voucher_id");

-- CreateIndex
CREATE INDEX "voucher_files_sha256_idx" ON "voucher_files"("sha256");

-- CreateIndex
CREATE INDEX "voucher_decisions_voucher_id_idx" ON "voucher_decisions"("voucher_id");

-- AddForeignKey
ALTER TABLE "log_in_names" ADD CONSTRAINT "log_in_names_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organisation_admins" ADD CONSTRAINT "organisation_admins_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organisation_admins" ADD CONSTRAINT "organisation_admins_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_requests" ADD CONSTRAINT "invoice_requests_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_requests" ADD CONSTRAINT "invoice_requests_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_requests" ADD CONSTRAINT "invoice_requests_voucher_id_fkey" FOREIGN KEY ("voucher_id") REFERENCES "vouchers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "invoice_requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_blue_invoice_id_fkey" FOREIGN KEY ("blue_invoice_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_files" ADD CONSTRAINT "invoice_files_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "invoice_requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learners" ADD CONSTRAINT "learners_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learners" ADD CONSTRAINT "learners_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_debit_account_id_fkey" FOREIGN KEY ("debit_account_id") REFERENCES "ledger_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_credit_account_id_fkey" FOREIGN KEY ("credit_account_id") REFERENCES "ledger_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_attempts" ADD CONSTRAINT "notice_attempts_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_payee_account_id_fkey" FOREIGN KEY ("payee_account_id") REFERENCES "payee_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_voucher_id_fkey" FOREIGN KEY ("voucher_id") REFERENCES "vouchers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "organisations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing_profiles" ADD CONSTRAINT "billing_profiles_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organisation_aliases" ADD CONSTRAINT "organisation_aliases_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "voucher_files" ADD CONSTRAINT "voucher_files_voucher_id_fkey" FOREIGN KEY ("voucher_id") REFERENCES "vouchers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "voucher_checks" ADD CONSTRAINT "voucher_checks_voucher_id_fkey" FOREIGN KEY ("voucher_id") REFERENCES "vouchers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "voucher_decisions" ADD CONSTRAINT "voucher_decisions_voucher_id_fkey" FOREIGN KEY ("voucher_id") REFERENCES "vouchers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
