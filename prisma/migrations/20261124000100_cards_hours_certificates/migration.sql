-- CreateEnum
CREATE TYPE "certificate_state" AS ENUM ('valid', 'revoked');

-- CreateEnum
CREATE TYPE "letter_state" AS ENUM ('printed', 'received', 'cancelled');

-- CreateEnum
CREATE TYPE "hour_kind" AS ENUM ('compulsory', 'elective');

-- CreateEnum
CREATE TYPE "hour_source" AS ENUM ('online', 'offline', 'adjustment');

-- CreateEnum
CREATE TYPE "hour_state" AS ENUM ('pending', 'approved', 'rejected');

-- CreateEnum
CREATE TYPE "duration_meaning" AS ENUM ('total', 'each');

-- CreateEnum
CREATE TYPE "learning_statement_outcome" AS ENUM ('recorded', 'noted', 'refused', 'voided');

-- CreateEnum
CREATE TYPE "hours_approval" AS ENUM ('staff', 'secondAdmin', 'immediate');

-- CreateEnum
CREATE TYPE "personal_data_request_kind" AS ENUM ('export', 'erasure');

-- CreateEnum
CREATE TYPE "personal_data_request_state" AS ENUM ('requested', 'done', 'refused');

-- CreateEnum
CREATE TYPE "card_operation_kind" AS ENUM ('recharge', 'takeBack', 'open');

-- CreateEnum
CREATE TYPE "card_operation_state" AS ENUM ('waiting', 'running', 'done', 'failed');

-- AlterTable
ALTER TABLE "centre_settings" ADD COLUMN     "card_grace_days" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "card_warning_days" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "certificate_prefix" TEXT NOT NULL DEFAULT 'XS',
ADD COLUMN     "hours_review_hours" INTEGER NOT NULL DEFAULT 16,
ADD COLUMN     "letter_recipient" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "minutes_per_hour" INTEGER NOT NULL DEFAULT 45;

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "batch_id" UUID;

-- AlterTable
ALTER TABLE "learners" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "organisations" ADD COLUMN     "hours_approval" "hours_approval";

-- AlterTable
ALTER TABLE "plans" ADD COLUMN     "certificate_needs_payment" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "certificate_title" TEXT NOT NULL DEFAULT '培训合格证书',
ADD COLUMN     "certificates" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "compulsory_cap" INTEGER,
ADD COLUMN     "compulsory_min" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "elective_cap" INTEGER,
ADD COLUMN     "elective_min" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "opening_fee_fen" BIGINT;

-- AlterTable
ALTER TABLE "study_card_batches" ADD COLUMN     "expired_at" TIMESTAMPTZ(3),
ADD COLUMN     "expires_on" DATE,
ADD COLUMN     "warned_at" TIMESTAMPTZ(3);
-- Batches of before: thirty days after the end of their plan, or from today where that is over.
UPDATE "study_card_batches" b SET "expires_on" = greatest((p."ends_at" AT TIME ZONE 'Asia/Shanghai')::date, (now() AT TIME ZONE 'Asia/Shanghai')::date) + 30
  FROM "plans" p WHERE p."id" = b."plan_id";
ALTER TABLE "study_card_batches" ALTER COLUMN "expires_on" SET NOT NULL;

-- CreateTable
CREATE TABLE "certificates" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "learner_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "organisation_path" TEXT COLLATE "C" NOT NULL,
    "organisation_name" TEXT NOT NULL,
    "learner_name" TEXT NOT NULL,
    "id_number_masked" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "plan_number" TEXT NOT NULL,
    "plan_name" TEXT NOT NULL,
    "publisher" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "hours" INTEGER NOT NULL,
    "compulsory_hours" INTEGER NOT NULL,
    "elective_hours" INTEGER NOT NULL,
    "centre_name" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" "certificate_state" NOT NULL DEFAULT 'valid',
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by_id" UUID,
    "revoked_by_name" TEXT NOT NULL DEFAULT '',
    "revoked_reason" TEXT,
    "replaces_id" UUID,

    CONSTRAINT "certificates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate_series" (
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "certificate_series_pkey" PRIMARY KEY ("year")
);

-- CreateTable
CREATE TABLE "confirmation_letters" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "organisation_id" UUID NOT NULL,
    "organisation_path" TEXT COLLATE "C" NOT NULL,
    "plan_id" UUID NOT NULL,
    "facts" JSONB NOT NULL,
    "state" "letter_state" NOT NULL DEFAULT 'printed',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "received_by_id" UUID,
    "received_by_name" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "created_by_id" UUID NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "confirmation_letters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hour_records" (
    "id" UUID NOT NULL,
    "learner_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "organisation_path" TEXT COLLATE "C" NOT NULL,
    "kind" "hour_kind" NOT NULL,
    "source" "hour_source" NOT NULL,
    "title" TEXT NOT NULL,
    "hours" INTEGER NOT NULL,
    "studied_on" DATE NOT NULL,
    "evidence" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "corrects_id" UUID,
    "import_id" UUID,
    "statement_id" UUID,
    "state" "hour_state" NOT NULL DEFAULT 'pending',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "decided_by_name" TEXT NOT NULL DEFAULT '',
    "rejected_reason" TEXT,
    "created_by_id" UUID,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hour_records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_progress" (
    "learner_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "compulsory_approved" INTEGER NOT NULL DEFAULT 0,
    "elective_approved" INTEGER NOT NULL DEFAULT 0,
    "compulsory_pending" INTEGER NOT NULL DEFAULT 0,
    "elective_pending" INTEGER NOT NULL DEFAULT 0,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_progress_pkey" PRIMARY KEY ("learner_id","plan_id")
);

-- CreateTable
CREATE TABLE "learning_platforms" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "home_page" TEXT NOT NULL,
    "access_key" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "duration_meaning" "duration_meaning" NOT NULL DEFAULT 'total',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "last_seen_at" TIMESTAMPTZ(3),
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "learning_platforms_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "learning_courses" (
    "id" UUID NOT NULL,
    "platform_id" UUID NOT NULL,
    "activity_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "plan_id" UUID NOT NULL,
    "kind" "hour_kind" NOT NULL,
    "hours" INTEGER NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "learning_courses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "learning_statements" (
    "id" UUID NOT NULL,
    "platform_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "body" JSONB,
    "sha256" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "activity_id" TEXT NOT NULL,
    "learner_id" UUID,
    "course_id" UUID,
    "seconds" INTEGER,
    "outcome" "learning_statement_outcome" NOT NULL,
    "reason" TEXT,
    "happened_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "learning_statements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_proofs" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "accounts" INTEGER NOT NULL,
    "transfers" INTEGER NOT NULL,
    "problem_count" INTEGER NOT NULL,
    "problems" JSONB NOT NULL,
    "asked_by_id" UUID,

    CONSTRAINT "ledger_proofs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retention_rules" (
    "category" TEXT NOT NULL,
    "keep_days" INTEGER NOT NULL,
    "updated_by_id" UUID NOT NULL,
    "updated_by_name" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "retention_rules_pkey" PRIMARY KEY ("category")
);

-- CreateTable
CREATE TABLE "retention_runs" (
    "id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "before" TIMESTAMPTZ(3) NOT NULL,
    "erased" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "retention_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "personal_data_requests" (
    "id" UUID NOT NULL,
    "learner_id" UUID NOT NULL,
    "kind" "personal_data_request_kind" NOT NULL,
    "state" "personal_data_request_state" NOT NULL DEFAULT 'requested',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason" TEXT NOT NULL DEFAULT '',
    "answer" TEXT NOT NULL DEFAULT '',
    "requested_by_id" UUID NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "decided_by_id" UUID,
    "decided_by_name" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "personal_data_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_filters" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_filters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "study_card_wallets" (
    "id" UUID NOT NULL,
    "learner_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "study_card_wallets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "card_operations" (
    "id" UUID NOT NULL,
    "kind" "card_operation_kind" NOT NULL,
    "batch_id" UUID,
    "plan_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "organisation_path" TEXT COLLATE "C" NOT NULL,
    "reason" TEXT,
    "import_id" UUID,
    "state" "card_operation_state" NOT NULL DEFAULT 'waiting',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "people" INTEGER NOT NULL,
    "total_fen" BIGINT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_details" JSONB,
    "created_by_id" UUID NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "card_operations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "card_operation_lines" (
    "operation_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "learner_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,

    CONSTRAINT "card_operation_lines_pkey" PRIMARY KEY ("operation_id","position")
);

-- CreateTable
CREATE TABLE "course_openings" (
    "id" UUID NOT NULL,
    "learner_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "organisation_path" TEXT COLLATE "C" NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "operation_id" UUID,
    "opened_by_id" UUID NOT NULL,
    "opened_by_name" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_id" UUID,
    "closed_reason" TEXT,

    CONSTRAINT "course_openings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "certificates_number_key" ON "certificates"("number");

-- CreateIndex
CREATE UNIQUE INDEX "certificates_code_key" ON "certificates"("code");

-- CreateIndex
CREATE UNIQUE INDEX "certificates_replaces_id_key" ON "certificates"("replaces_id");

-- CreateIndex
CREATE INDEX "certificates_learner_id_plan_id_idx" ON "certificates"("learner_id", "plan_id");

-- CreateIndex
CREATE INDEX "certificates_plan_id_organisation_path_idx" ON "certificates"("plan_id", "organisation_path");

-- CreateIndex
CREATE INDEX "certificates_organisation_path_id_idx" ON "certificates"("organisation_path", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "confirmation_letters_code_key" ON "confirmation_letters"("code");

-- CreateIndex
CREATE INDEX "confirmation_letters_organisation_path_id_idx" ON "confirmation_letters"("organisation_path", "id" DESC);

-- CreateIndex
CREATE INDEX "confirmation_letters_state_id_idx" ON "confirmation_letters"("state", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "hour_records_statement_id_key" ON "hour_records"("statement_id");

-- CreateIndex
CREATE INDEX "hour_records_learner_id_plan_id_idx" ON "hour_records"("learner_id", "plan_id");

-- CreateIndex
CREATE INDEX "hour_records_organisation_path_id_idx" ON "hour_records"("organisation_path", "id" DESC);

-- CreateIndex
CREATE INDEX "hour_records_plan_id_organisation_path_state_idx" ON "hour_records"("plan_id", "organisation_path", "state");

-- CreateIndex
CREATE INDEX "hour_records_corrects_id_idx" ON "hour_records"("corrects_id");

-- CreateIndex
CREATE INDEX "hour_records_import_id_idx" ON "hour_records"("import_id");

-- CreateIndex
CREATE INDEX "plan_progress_plan_id_learner_id_idx" ON "plan_progress"("plan_id", "learner_id");

-- CreateIndex
CREATE UNIQUE INDEX "learning_platforms_access_key_key" ON "learning_platforms"("access_key");

-- CreateIndex
CREATE INDEX "learning_courses_plan_id_idx" ON "learning_courses"("plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "learning_courses_platform_id_activity_id_key" ON "learning_courses"("platform_id", "activity_id");

-- CreateIndex
CREATE INDEX "learning_statements_platform_id_id_idx" ON "learning_statements"("platform_id", "id" DESC);

-- CreateIndex
CREATE INDEX "learning_statements_outcome_id_idx" ON "learning_statements"("outcome", "id" DESC);

-- CreateIndex
CREATE INDEX "learning_statements_learner_id_course_id_idx" ON "learning_statements"("learner_id", "course_id");

-- CreateIndex
CREATE UNIQUE INDEX "learning_statements_platform_id_statement_id_key" ON "learning_statements"("platform_id", "statement_id");

-- CreateIndex
CREATE INDEX "ledger_proofs_started_at_idx" ON "ledger_proofs"("started_at" DESC);

-- CreateIndex
CREATE INDEX "retention_runs_category_at_idx" ON "retention_runs"("category", "at" DESC);

-- CreateIndex
CREATE INDEX "personal_data_requests_state_id_idx" ON "personal_data_requests"("state", "id" DESC);

-- CreateIndex
CREATE INDEX "personal_data_requests_learner_id_id_idx" ON "personal_data_requests"("learner_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "saved_filters_account_id_page_name_key" ON "saved_filters"("account_id", "page", "name");

-- CreateIndex
CREATE INDEX "study_card_wallets_batch_id_idx" ON "study_card_wallets"("batch_id");

-- CreateIndex
CREATE UNIQUE INDEX "study_card_wallets_learner_id_batch_id_key" ON "study_card_wallets"("learner_id", "batch_id");

-- CreateIndex
CREATE INDEX "card_operations_organisation_path_id_idx" ON "card_operations"("organisation_path", "id" DESC);

-- CreateIndex
CREATE INDEX "card_operations_batch_id_id_idx" ON "card_operations"("batch_id", "id" DESC);

-- CreateIndex
CREATE INDEX "card_operation_lines_learner_id_operation_id_idx" ON "card_operation_lines"("learner_id", "operation_id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "card_operation_lines_operation_id_learner_id_key" ON "card_operation_lines"("operation_id", "learner_id");

-- CreateIndex
CREATE INDEX "course_openings_learner_id_plan_id_idx" ON "course_openings"("learner_id", "plan_id");

-- CreateIndex
CREATE INDEX "course_openings_plan_id_organisation_path_idx" ON "course_openings"("plan_id", "organisation_path");

-- CreateIndex
CREATE INDEX "study_card_batches_expires_on_idx" ON "study_card_batches"("expires_on");

-- AddForeignKey
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "learners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_organisation_id_organisation_path_fkey" FOREIGN KEY ("organisation_id", "organisation_path") REFERENCES "organisations"("id", "path") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "certificates"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "confirmation_letters" ADD CONSTRAINT "confirmation_letters_organisation_id_organisation_path_fkey" FOREIGN KEY ("organisation_id", "organisation_path") REFERENCES "organisations"("id", "path") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "confirmation_letters" ADD CONSTRAINT "confirmation_letters_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hour_records" ADD CONSTRAINT "hour_records_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "learners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hour_records" ADD CONSTRAINT "hour_records_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hour_records" ADD CONSTRAINT "hour_records_organisation_id_organisation_path_fkey" FOREIGN KEY ("organisation_id", "organisation_path") REFERENCES "organisations"("id", "path") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hour_records" ADD CONSTRAINT "hour_records_corrects_id_fkey" FOREIGN KEY ("corrects_id") REFERENCES "hour_records"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_progress" ADD CONSTRAINT "plan_progress_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "learners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_progress" ADD CONSTRAINT "plan_progress_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learning_courses" ADD CONSTRAINT "learning_courses_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "learning_platforms"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learning_courses" ADD CONSTRAINT "learning_courses_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learning_statements" ADD CONSTRAINT "learning_statements_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "learning_platforms"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learning_statements" ADD CONSTRAINT "learning_statements_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "learners"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learning_statements" ADD CONSTRAINT "learning_statements_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "learning_courses"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personal_data_requests" ADD CONSTRAINT "personal_data_requests_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "learners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "study_card_wallets" ADD CONSTRAINT "study_card_wallets_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "learners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "study_card_wallets" ADD CONSTRAINT "study_card_wallets_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "study_card_batches"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_operations" ADD CONSTRAINT "card_operations_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "study_card_batches"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_operations" ADD CONSTRAINT "card_operations_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_operations" ADD CONSTRAINT "card_operations_organisation_id_organisation_path_fkey" FOREIGN KEY ("organisation_id", "organisation_path") REFERENCES "organisations"("id", "path") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_operation_lines" ADD CONSTRAINT "card_operation_lines_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "card_operations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_operation_lines" ADD CONSTRAINT "card_operation_lines_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "learners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_openings" ADD CONSTRAINT "course_openings_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "learners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_openings" ADD CONSTRAINT "course_openings_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_openings" ADD CONSTRAINT "course_openings_organisation_id_organisation_path_fkey" FOREIGN KEY ("organisation_id", "organisation_path") REFERENCES "organisations"("id", "path") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.

ALTER TABLE plans ADD CONSTRAINT plans_hours CHECK (
  compulsory_min >= 0 AND elective_min >= 0 AND coalesce(compulsory_cap, compulsory_min) >= compulsory_min
  AND coalesce(elective_cap, elective_min) >= elective_min AND compulsory_min + elective_min <= required_hours
  AND (compulsory_cap IS NULL OR elective_cap IS NULL OR compulsory_cap + elective_cap >= required_hours)
  AND (opening_fee_fen IS NULL OR opening_fee_fen >= 0));
ALTER TABLE centre_settings ADD CONSTRAINT centre_settings_cards CHECK (
  card_grace_days BETWEEN 0 AND 3660 AND card_warning_days BETWEEN 0 AND 366 AND minutes_per_hour BETWEEN 1 AND 120
  AND hours_review_hours BETWEEN 1 AND 1000 AND certificate_prefix ~ '^[A-Z0-9]{0,8}$');

-- Operations with cards: each learner once, the whole sum, and only a failure names an error.
ALTER TABLE card_operations
  ADD CONSTRAINT card_operations_size CHECK (people > 0 AND total_fen >= 0 AND done BETWEEN 0 AND people),
  ADD CONSTRAINT card_operations_batch CHECK ((batch_id IS NULL) = (kind = 'open')),
  ADD CONSTRAINT card_operations_reason CHECK (kind <> 'takeBack' OR reason IS NOT NULL),
  ADD CONSTRAINT card_operations_failed CHECK ((error_code IS NOT NULL) = (state = 'failed'));
ALTER TABLE card_operation_lines ADD CONSTRAINT card_operation_lines_amount CHECK (amount_fen >= 0);
CREATE TRIGGER card_operation_lines_append_only BEFORE UPDATE OR DELETE ON card_operation_lines FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE INDEX card_operations_unfinished ON card_operations (id) WHERE state IN ('waiting', 'running');
ALTER TABLE course_openings
  ADD CONSTRAINT course_openings_amount CHECK (amount_fen >= 0),
  ADD CONSTRAINT course_openings_closed CHECK ((closed_at IS NULL) = (closed_reason IS NULL));
CREATE UNIQUE INDEX course_openings_one ON course_openings (learner_id, plan_id) WHERE closed_at IS NULL;
CREATE INDEX study_card_batches_unexpired ON study_card_batches (expires_on) WHERE expired_at IS NULL;

-- Hours: what was recorded stays as it was recorded.
ALTER TABLE hour_records
  ADD CONSTRAINT hour_records_hours CHECK (hours <> 0 AND abs(hours) <= 1000000 AND (hours > 0 OR corrects_id IS NOT NULL)),
  ADD CONSTRAINT hour_records_correction CHECK ((source = 'adjustment' AND corrects_id IS NOT NULL) OR corrects_id IS NULL),
  ADD CONSTRAINT hour_records_rejected CHECK ((rejected_reason IS NOT NULL) = (state = 'rejected'));
CREATE INDEX hour_records_review ON hour_records (due_at, id) WHERE state = 'pending';
CREATE TRIGGER hour_records_not_deleted BEFORE DELETE ON hour_records FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hour_records_recorded BEFORE UPDATE ON hour_records FOR EACH ROW
  WHEN ((OLD.id, OLD.learner_id, OLD.plan_id, OLD.organisation_id, OLD.kind, OLD.source, OLD.hours, OLD.studied_on, OLD.corrects_id, OLD.import_id, OLD.statement_id, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.learner_id, NEW.plan_id, NEW.organisation_id, NEW.kind, NEW.source, NEW.hours, NEW.studied_on, NEW.corrects_id, NEW.import_id, NEW.statement_id, NEW.created_at)
        OR OLD.state <> 'pending' AND OLD.state <> NEW.state)
  EXECUTE FUNCTION refuse_change();

-- The sums, kept in the transaction that changes the rows. In the order of the learners, so that two imports wait instead of dead-locking.
-- A correction's row is negative, so that the sum is checked after it was added up and not by a CHECK, which sees the row proposed.
CREATE FUNCTION hours_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE short bigint;
BEGIN
  WITH summed AS (
  INSERT INTO plan_progress AS p (learner_id, plan_id, compulsory_approved, elective_approved, compulsory_pending, elective_pending, changed_at)
  SELECT learner_id, plan_id,
         coalesce(sum(hours) FILTER (WHERE kind = 'compulsory' AND state = 'approved'), 0),
         coalesce(sum(hours) FILTER (WHERE kind = 'elective' AND state = 'approved'), 0),
         coalesce(sum(hours) FILTER (WHERE kind = 'compulsory' AND state = 'pending'), 0),
         coalesce(sum(hours) FILTER (WHERE kind = 'elective' AND state = 'pending'), 0), max(state_since)
  FROM added WHERE state <> 'rejected' GROUP BY learner_id, plan_id ORDER BY learner_id, plan_id
  ON CONFLICT (learner_id, plan_id) DO UPDATE SET
    compulsory_approved = p.compulsory_approved + excluded.compulsory_approved,
    elective_approved = p.elective_approved + excluded.elective_approved,
    compulsory_pending = p.compulsory_pending + excluded.compulsory_pending,
    elective_pending = p.elective_pending + excluded.elective_pending,
    changed_at = excluded.changed_at
  RETURNING compulsory_approved, elective_approved)
  SELECT count(*) INTO short FROM summed WHERE compulsory_approved < 0 OR elective_approved < 0;
  IF short > 0 THEN RAISE EXCEPTION 'more hours taken back than were approved' USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_progress_sums'; END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER hour_records_added AFTER INSERT ON hour_records REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION hours_added();
-- Only what leaves `pending` moves; a row never comes back to it.
CREATE FUNCTION hours_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE short bigint;
BEGIN
  WITH summed AS (
  INSERT INTO plan_progress AS p (learner_id, plan_id, compulsory_approved, elective_approved, compulsory_pending, elective_pending, changed_at)
  SELECT n.learner_id, n.plan_id,
         coalesce(sum(n.hours) FILTER (WHERE n.kind = 'compulsory' AND n.state = 'approved'), 0),
         coalesce(sum(n.hours) FILTER (WHERE n.kind = 'elective' AND n.state = 'approved'), 0),
         -coalesce(sum(n.hours) FILTER (WHERE n.kind = 'compulsory'), 0), -coalesce(sum(n.hours) FILTER (WHERE n.kind = 'elective'), 0),
         max(n.state_since)
  FROM after_change n JOIN before_change o ON o.id = n.id
  WHERE o.state = 'pending' AND n.state <> 'pending' GROUP BY n.learner_id, n.plan_id ORDER BY n.learner_id, n.plan_id
  ON CONFLICT (learner_id, plan_id) DO UPDATE SET
    compulsory_approved = p.compulsory_approved + excluded.compulsory_approved,
    elective_approved = p.elective_approved + excluded.elective_approved,
    compulsory_pending = p.compulsory_pending + excluded.compulsory_pending,
    elective_pending = p.elective_pending + excluded.elective_pending,
    changed_at = excluded.changed_at
  RETURNING compulsory_approved, elective_approved)
  SELECT count(*) INTO short FROM summed WHERE compulsory_approved < 0 OR elective_approved < 0;
  IF short > 0 THEN RAISE EXCEPTION 'more hours taken back than were approved' USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_progress_sums'; END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER hour_records_decided AFTER UPDATE ON hour_records REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
  FOR EACH STATEMENT EXECUTE FUNCTION hours_decided();
-- What counts of the hours of both kinds, and whether that is enough (hours.rules.ts says the same; a test holds them together).
CREATE FUNCTION counted_hours(plans, compulsory integer, elective integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT least(compulsory, coalesce($1.compulsory_cap, compulsory)) + least(elective, coalesce($1.elective_cap, elective))
$$;
CREATE FUNCTION hours_reached(plans, compulsory integer, elective integer) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT compulsory >= $1.compulsory_min AND elective >= $1.elective_min
     AND least(compulsory, coalesce($1.compulsory_cap, compulsory)) + least(elective, coalesce($1.elective_cap, elective)) >= $1.required_hours
$$;
-- Whether somebody's place in a plan is paid: by an enrolment that is confirmed and paid (or free), or by opening it from the wallet.
CREATE FUNCTION takes_part(wanted_learner uuid, wanted_plan uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM course_openings WHERE learner_id = wanted_learner AND plan_id = wanted_plan AND closed_at IS NULL)
      OR EXISTS (SELECT 1 FROM enrolments e LEFT JOIN orders o ON o.id = e.order_id
                 WHERE e.learner_id = wanted_learner AND e.plan_id = wanted_plan AND e.state = 'confirmed' AND e.refunded_at IS NULL
                   AND (e.fee_fen = 0 OR o.state = 'paid'))
$$;

-- What learning platforms sent
ALTER TABLE learning_courses ADD CONSTRAINT learning_courses_hours CHECK (hours > 0 AND hours <= 100000);
ALTER TABLE learning_statements
  ADD CONSTRAINT learning_statements_why CHECK (outcome IN ('recorded', 'voided') OR reason IS NOT NULL),
  ADD CONSTRAINT learning_statements_seconds CHECK (seconds IS NULL OR seconds >= 0);
CREATE TRIGGER learning_statements_not_deleted BEFORE DELETE ON learning_statements FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Certificates: what one says stays; it can be revoked, once.
ALTER TABLE certificates
  ADD CONSTRAINT certificates_revoked CHECK ((state = 'revoked') = (revoked_at IS NOT NULL) AND (state = 'revoked') = (revoked_reason IS NOT NULL)),
  ADD CONSTRAINT certificates_code CHECK (code ~ '^[23456789ABCDEFGHJKLMNPQRSTUVWXYZ]{12}$');
CREATE UNIQUE INDEX certificates_one_valid ON certificates (learner_id, plan_id) WHERE state = 'valid';
CREATE TRIGGER certificates_not_deleted BEFORE DELETE ON certificates FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_as_issued BEFORE UPDATE ON certificates FOR EACH ROW
  WHEN (OLD.state = 'revoked' AND NEW.state <> 'revoked'
        OR (OLD.id, OLD.number, OLD.code, OLD.learner_id, OLD.plan_id, OLD.organisation_id, OLD.title, OLD.plan_number, OLD.plan_name, OLD.publisher, OLD.year, OLD.hours,
            OLD.compulsory_hours, OLD.elective_hours, OLD.centre_name, OLD.issued_on, OLD.issued_at, OLD.replaces_id)
        IS DISTINCT FROM (NEW.id, NEW.number, NEW.code, NEW.learner_id, NEW.plan_id, NEW.organisation_id, NEW.title, NEW.plan_number, NEW.plan_name, NEW.publisher, NEW.year, NEW.hours,
            NEW.compulsory_hours, NEW.elective_hours, NEW.centre_name, NEW.issued_on, NEW.issued_at, NEW.replaces_id))
  EXECUTE FUNCTION refuse_change();

ALTER TABLE confirmation_letters ADD CONSTRAINT confirmation_letters_received CHECK (state <> 'received' OR received_by_id IS NOT NULL);
ALTER TABLE retention_rules ADD CONSTRAINT retention_rules_days CHECK (keep_days BETWEEN 1 AND 36600);
ALTER TABLE saved_filters ADD CONSTRAINT saved_filters_values CHECK (length(name) BETWEEN 1 AND 60 AND length(query) <= 2000);
ALTER TABLE personal_data_requests ADD CONSTRAINT personal_data_requests_decided CHECK ((state = 'requested') = (decided_by_id IS NULL));
CREATE UNIQUE INDEX personal_data_requests_one_open ON personal_data_requests (learner_id, kind) WHERE state = 'requested';
CREATE TRIGGER ledger_proofs_append_only BEFORE UPDATE OR DELETE ON ledger_proofs FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- Learners as learning platforms and searches name them.
CREATE INDEX learners_by_email ON learners (lower(email)) WHERE email <> '';
