-- CreateEnum
CREATE TYPE "enrolment_state" AS ENUM ('draft', 'submitted', 'confirmed', 'rejected', 'withdrawn', 'revoked');

-- CreateEnum
CREATE TYPE "payment_provider" AS ENUM ('unionpay', 'alipay', 'wechat', 'sandbox');

-- CreateEnum
CREATE TYPE "payment_outcome" AS ENUM ('exact', 'under', 'over', 'late', 'double');

-- CreateEnum
CREATE TYPE "refund_state" AS ENUM ('requested', 'approved', 'sent', 'done', 'failed', 'rejected', 'withdrawn');

-- CreateEnum
CREATE TYPE "refund_way" AS ENUM ('source', 'transfer', 'credit', 'order');

-- DropForeignKey
ALTER TABLE "orders" DROP CONSTRAINT "orders_plan_id_fkey";

-- AlterTable
ALTER TABLE "centre_settings" ADD COLUMN     "enrolment_review_hours" INTEGER NOT NULL DEFAULT 8,
ADD COLUMN     "order_reminder_hours" INTEGER NOT NULL DEFAULT 24,
ADD COLUMN     "payment_attempt_minutes" INTEGER NOT NULL DEFAULT 30;

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "plan_id" UUID;

-- AlterTable
ALTER TABLE "invoice_requests" ADD COLUMN     "payment_id" UUID;

-- AlterTable
ALTER TABLE "order_items" ADD COLUMN     "plan_id" UUID,
ADD COLUMN     "subject_id" UUID;
UPDATE order_items i SET plan_id = o.plan_id FROM orders o WHERE o.id = i.order_id;
ALTER TABLE "order_items" ALTER COLUMN "plan_id" SET NOT NULL;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "reminded_at" TIMESTAMPTZ(3),
ADD COLUMN     "replaced_by_id" UUID,
ALTER COLUMN "plan_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "created_by_id" UUID,
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "failure" TEXT,
ADD COLUMN     "merchant" TEXT,
ADD COLUMN     "next_query_at" TIMESTAMPTZ(3),
ADD COLUMN     "outcome" "payment_outcome",
ADD COLUMN     "provider" "payment_provider",
ADD COLUMN     "provider_trade_no" TEXT,
ADD COLUMN     "query_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "received_fen" BIGINT,
ADD COLUMN     "trade_no" TEXT;

-- AlterTable
ALTER TABLE "plans" ADD COLUMN     "copied_from_id" UUID,
ADD COLUMN     "enrolment_closes_at" TIMESTAMPTZ(3),
ADD COLUMN     "enrolment_opens_at" TIMESTAMPTZ(3),
ADD COLUMN     "place" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "voucher_files" ADD COLUMN     "added_text" TEXT,
ADD COLUMN     "drawn_text" TEXT,
ADD COLUMN     "slip_height" INTEGER;

-- CreateTable
CREATE TABLE "enrolments" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "learner_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "organisation_path" TEXT COLLATE "C" NOT NULL,
    "state" "enrolment_state" NOT NULL DEFAULT 'draft',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "fee_fen" BIGINT,
    "submitted_at" TIMESTAMPTZ(3),
    "submitted_by_id" UUID,
    "due_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "reason" TEXT,
    "order_id" UUID,
    "refund_id" UUID,
    "refunded_at" TIMESTAMPTZ(3),
    "form_code" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "enrolments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enrolment_subjects" (
    "enrolment_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "fee_fen" BIGINT,

    CONSTRAINT "enrolment_subjects_pkey" PRIMARY KEY ("enrolment_id","subject_id")
);

-- CreateTable
CREATE TABLE "attendance" (
    "id" UUID NOT NULL,
    "enrolment_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "ticked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ticked_by_id" UUID NOT NULL,

    CONSTRAINT "attendance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_enrolments" (
    "order_id" UUID NOT NULL,
    "enrolment_id" UUID NOT NULL,
    "fee_fen" BIGINT NOT NULL,

    CONSTRAINT "order_enrolments_pkey" PRIMARY KEY ("order_id","enrolment_id")
);

-- CreateTable
CREATE TABLE "gateway_merchants" (
    "id" UUID NOT NULL,
    "provider" "payment_provider" NOT NULL,
    "merchant" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gateway_merchants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gateway_notices" (
    "id" UUID NOT NULL,
    "provider" "payment_provider" NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "about" TEXT NOT NULL DEFAULT '',
    "trade_no" TEXT NOT NULL DEFAULT '',
    "provider_trade_no" TEXT NOT NULL DEFAULT '',
    "verdict" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "body" TEXT NOT NULL,
    "payment_id" UUID,
    "refund_id" UUID,
    "handled_at" TIMESTAMPTZ(3),
    "handled_by_id" UUID,
    "handled_note" TEXT,

    CONSTRAINT "gateway_notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_subjects" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "fee_fen" BIGINT NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_subjects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refunds" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "order_id" UUID,
    "payment_id" UUID,
    "organisation_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "way" "refund_way" NOT NULL,
    "target_order_id" UUID,
    "state" "refund_state" NOT NULL DEFAULT 'requested',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "reason" TEXT NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "requested_by_staff" BOOLEAN NOT NULL,
    "decided_by_id" UUID,
    "decided_by_name" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision_note" TEXT,
    "payee_name" TEXT NOT NULL DEFAULT '',
    "payee_bank" TEXT NOT NULL DEFAULT '',
    "payee_account" TEXT NOT NULL DEFAULT '',
    "transfer_serial" TEXT,
    "transferred_on" DATE,
    "payee_account_id" UUID,
    "provider" "payment_provider",
    "provider_refund_no" TEXT,
    "next_query_at" TIMESTAMPTZ(3),
    "query_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_enrolments" (
    "refund_id" UUID NOT NULL,
    "enrolment_id" UUID NOT NULL,
    "fee_fen" BIGINT NOT NULL,

    CONSTRAINT "refund_enrolments_pkey" PRIMARY KEY ("refund_id","enrolment_id")
);

-- CreateTable
CREATE TABLE "study_card_batches" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "study_card_batches_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "enrolments_form_code_key" ON "enrolments"("form_code");

-- CreateIndex
CREATE INDEX "enrolments_organisation_path_plan_id_state_id_idx" ON "enrolments"("organisation_path", "plan_id", "state", "id" DESC);

-- CreateIndex
CREATE INDEX "enrolments_organisation_path_id_idx" ON "enrolments"("organisation_path", "id" DESC);

-- CreateIndex
CREATE INDEX "enrolments_plan_id_state_id_idx" ON "enrolments"("plan_id", "state", "id");

-- CreateIndex
CREATE INDEX "enrolments_learner_id_idx" ON "enrolments"("learner_id");

-- CreateIndex
CREATE INDEX "enrolments_order_id_idx" ON "enrolments"("order_id");

-- CreateIndex
CREATE INDEX "enrolment_subjects_subject_id_idx" ON "enrolment_subjects"("subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "attendance_enrolment_id_day_key" ON "attendance"("enrolment_id", "day");

-- CreateIndex
CREATE INDEX "order_enrolments_enrolment_id_idx" ON "order_enrolments"("enrolment_id");

-- CreateIndex
CREATE UNIQUE INDEX "gateway_merchants_provider_merchant_key" ON "gateway_merchants"("provider", "merchant");

-- CreateIndex
CREATE INDEX "gateway_notices_provider_verdict_received_at_idx" ON "gateway_notices"("provider", "verdict", "received_at");

-- CreateIndex
CREATE INDEX "gateway_notices_payment_id_idx" ON "gateway_notices"("payment_id");

-- CreateIndex
CREATE INDEX "gateway_notices_refund_id_idx" ON "gateway_notices"("refund_id");

-- CreateIndex
CREATE INDEX "plan_subjects_plan_id_position_idx" ON "plan_subjects"("plan_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_number_key" ON "refunds"("number");

-- CreateIndex
CREATE INDEX "refunds_organisation_id_id_idx" ON "refunds"("organisation_id", "id" DESC);

-- CreateIndex
CREATE INDEX "refunds_order_id_idx" ON "refunds"("order_id");

-- CreateIndex
CREATE INDEX "refunds_payment_id_idx" ON "refunds"("payment_id");

-- CreateIndex
CREATE INDEX "refunds_state_id_idx" ON "refunds"("state", "id");

-- CreateIndex
CREATE INDEX "refund_enrolments_enrolment_id_idx" ON "refund_enrolments"("enrolment_id");

-- CreateIndex
CREATE UNIQUE INDEX "study_card_batches_order_id_key" ON "study_card_batches"("order_id");

-- CreateIndex
CREATE INDEX "study_card_batches_organisation_id_id_idx" ON "study_card_batches"("organisation_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "invoice_requests_payment_id_key" ON "invoice_requests"("payment_id");

-- CreateIndex
CREATE INDEX "order_items_plan_id_idx" ON "order_items"("plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_trade_no_key" ON "payments"("trade_no");

-- CreateIndex
CREATE UNIQUE INDEX "payments_provider_provider_trade_no_key" ON "payments"("provider", "provider_trade_no");

-- AddForeignKey
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "learners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_organisation_id_organisation_path_fkey" FOREIGN KEY ("organisation_id", "organisation_path") REFERENCES "organisations"("id", "path") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrolment_subjects" ADD CONSTRAINT "enrolment_subjects_enrolment_id_fkey" FOREIGN KEY ("enrolment_id") REFERENCES "enrolments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrolment_subjects" ADD CONSTRAINT "enrolment_subjects_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "plan_subjects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_enrolment_id_fkey" FOREIGN KEY ("enrolment_id") REFERENCES "enrolments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_requests" ADD CONSTRAINT "invoice_requests_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_replaced_by_id_fkey" FOREIGN KEY ("replaced_by_id") REFERENCES "orders"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_enrolments" ADD CONSTRAINT "order_enrolments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_enrolments" ADD CONSTRAINT "order_enrolments_enrolment_id_fkey" FOREIGN KEY ("enrolment_id") REFERENCES "enrolments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway_notices" ADD CONSTRAINT "gateway_notices_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway_notices" ADD CONSTRAINT "gateway_notices_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_subjects" ADD CONSTRAINT "plan_subjects_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_target_order_id_fkey" FOREIGN KEY ("target_order_id") REFERENCES "orders"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_enrolments" ADD CONSTRAINT "refund_enrolments_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_enrolments" ADD CONSTRAINT "refund_enrolments_enrolment_id_fkey" FOREIGN KEY ("enrolment_id") REFERENCES "enrolments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "study_card_batches" ADD CONSTRAINT "study_card_batches_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "study_card_batches" ADD CONSTRAINT "study_card_batches_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "study_card_batches" ADD CONSTRAINT "study_card_batches_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was confirmed before came as it was asked for, or was split over the order and the credit by the ledger.
UPDATE payments SET received_fen = amount_fen, outcome = 'exact' WHERE state = 'confirmed';

-- What the Prisma schema cannot say.
ALTER TABLE centre_settings ADD CONSTRAINT centre_settings_payment_times
  CHECK (payment_attempt_minutes BETWEEN 5 AND 1440 AND order_reminder_hours BETWEEN 1 AND 720 AND enrolment_review_hours BETWEEN 1 AND 240);
ALTER TABLE plans ADD CONSTRAINT plans_enrolment_window CHECK (enrolment_opens_at IS NULL OR enrolment_closes_at IS NULL OR enrolment_opens_at < enrolment_closes_at);
ALTER TABLE voucher_files ADD CONSTRAINT voucher_files_line
  CHECK ((drawn_text IS NULL) = (slip_height IS NULL) AND (slip_height IS NULL OR slip_height < height) AND char_length(added_text) BETWEEN 1 AND 120);
ALTER TABLE plan_subjects ADD CONSTRAINT plan_subjects_fee CHECK (fee_fen >= 0 AND fee_fen <= 100000000000 AND name <> '');
ALTER TABLE enrolments
  ADD CONSTRAINT enrolments_submitted CHECK (state IN ('draft', 'withdrawn') OR (fee_fen IS NOT NULL AND fee_fen >= 0 AND submitted_at IS NOT NULL AND due_at IS NOT NULL)),
  ADD CONSTRAINT enrolments_decided CHECK (state NOT IN ('confirmed', 'rejected', 'revoked') OR decided_at IS NOT NULL),
  ADD CONSTRAINT enrolments_reason CHECK (state NOT IN ('rejected', 'revoked') OR reason IS NOT NULL),
  ADD CONSTRAINT enrolments_ordered CHECK (order_id IS NULL OR state IN ('confirmed', 'revoked')),
  ADD CONSTRAINT enrolments_refunded CHECK (refunded_at IS NULL OR (state = 'revoked' AND refund_id IS NOT NULL)),
  ADD CONSTRAINT enrolments_form_code CHECK (form_code ~ '^[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{10}$');
ALTER TABLE payments
  ADD CONSTRAINT payments_online CHECK (provider IS NULL OR (method NOT IN ('transfer', 'credit') AND trade_no IS NOT NULL AND merchant IS NOT NULL AND expires_at IS NOT NULL)),
  ADD CONSTRAINT payments_received CHECK ((state = 'confirmed') = (received_fen IS NOT NULL AND outcome IS NOT NULL)),
  ADD CONSTRAINT payments_received_amount CHECK (received_fen IS NULL OR (received_fen > 0 AND received_fen <= 100000000000));
ALTER TABLE refunds
  ADD CONSTRAINT refunds_amount CHECK (amount_fen > 0 AND amount_fen <= 100000000000),
  ADD CONSTRAINT refunds_number CHECK (number ~ '^RF[0-9]{2}[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{6}$'),
  ADD CONSTRAINT refunds_way CHECK ((way <> 'source' OR (payment_id IS NOT NULL AND provider IS NOT NULL)) AND (way <> 'order' OR target_order_id IS NOT NULL) AND (way <> 'credit' OR order_id IS NOT NULL)),
  ADD CONSTRAINT refunds_second_person CHECK (state IN ('requested', 'withdrawn') OR (decided_by_id IS NOT NULL AND decided_by_id <> requested_by_id)),
  ADD CONSTRAINT refunds_note CHECK (state NOT IN ('rejected', 'failed') OR decision_note IS NOT NULL);

CREATE UNIQUE INDEX plan_subjects_name ON plan_subjects (plan_id, name) WHERE retired_at IS NULL;
-- A learner is in a plan once, whoever enrolled them.
CREATE UNIQUE INDEX enrolments_once ON enrolments (plan_id, learner_id) WHERE state IN ('draft', 'submitted', 'confirmed', 'rejected');
CREATE INDEX enrolments_review_queue ON enrolments (due_at, id) WHERE state = 'submitted';
CREATE INDEX enrolments_at_work ON enrolments (organisation_path, plan_id, state) WHERE state IN ('draft', 'submitted', 'rejected');
CREATE INDEX enrolments_payable ON enrolments (organisation_path, id DESC) WHERE state = 'confirmed' AND order_id IS NULL;
CREATE INDEX payments_to_query ON payments (next_query_at) WHERE next_query_at IS NOT NULL;
CREATE INDEX payments_live ON payments (order_id) WHERE state IN ('created', 'pending');
CREATE INDEX refunds_to_query ON refunds (next_query_at) WHERE next_query_at IS NOT NULL;
CREATE INDEX refunds_to_order ON refunds (target_order_id) WHERE target_order_id IS NOT NULL;
CREATE INDEX gateway_notices_unhandled ON gateway_notices (id DESC) WHERE handled_at IS NULL AND verdict NOT IN ('applied', 'repeated');

-- What is confirmed stays as it was confirmed, whatever asks: neither whom, nor where, nor for how much.
CREATE FUNCTION refuse_change_of_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a confirmed enrolment does not change' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER enrolments_confirmed_stay BEFORE UPDATE ON enrolments FOR EACH ROW
  WHEN (OLD.state IN ('confirmed', 'revoked') AND (NEW.plan_id <> OLD.plan_id OR NEW.learner_id <> OLD.learner_id OR NEW.organisation_id <> OLD.organisation_id
        OR NEW.fee_fen IS DISTINCT FROM OLD.fee_fen OR NEW.state NOT IN ('confirmed', 'revoked')))
  EXECUTE FUNCTION refuse_change_of_confirmed();
CREATE TRIGGER enrolments_confirmed_not_deleted BEFORE DELETE ON enrolments FOR EACH ROW
  WHEN (OLD.state IN ('confirmed', 'revoked')) EXECUTE FUNCTION refuse_change_of_confirmed();
CREATE FUNCTION refuse_change_of_confirmed_subjects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM enrolments WHERE id = coalesce(NEW.enrolment_id, OLD.enrolment_id) AND state IN ('confirmed', 'revoked')) THEN
    RAISE EXCEPTION 'the subjects of a confirmed enrolment do not change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;
CREATE TRIGGER enrolment_subjects_confirmed_stay BEFORE INSERT OR UPDATE OR DELETE ON enrolment_subjects
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_confirmed_subjects();

-- What went back of what was paid for an order, set aside or gone; less what came back because a refund failed.
CREATE FUNCTION order_refunded_fen(wanted uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT coalesce((SELECT sum(t.amount_fen) FROM ledger_transfers t WHERE t.debit_account_id = a.id AND t.kind = 'refundFromOrder'), 0)
         - coalesce((SELECT sum(t.amount_fen) FROM ledger_transfers t WHERE t.credit_account_id = a.id AND t.kind = 'refundReturned'), 0)
    FROM ledger_accounts a WHERE a.kind = 'order' AND a.owner_id = wanted), 0)::bigint
$$;

-- The plans that an order is for, as one name: 一个计划、另一个计划.
CREATE FUNCTION order_plan_name(wanted uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT p.name FROM orders o JOIN plans p ON p.id = o.plan_id WHERE o.id = wanted),
                  (SELECT string_agg(p.name, '、' ORDER BY p.number DESC) FROM plans p
                   WHERE p.id IN (SELECT i.plan_id FROM order_items i WHERE i.order_id = wanted)), '')
$$;
