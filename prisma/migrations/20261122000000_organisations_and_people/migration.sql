-- CreateEnum
CREATE TYPE "one_time_secret_purpose" AS ENUM ('activation', 'passwordReset', 'mobileChange', 'registrationResume');

-- CreateEnum
CREATE TYPE "import_state" AS ENUM ('received', 'reading', 'previewed', 'committing', 'committed', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "import_mode" AS ENUM ('goodOnly', 'allOrNothing');

-- CreateEnum
CREATE TYPE "registration_state" AS ENUM ('draft', 'pending', 'approved', 'rejected');

-- CreateEnum
CREATE TYPE "registration_code_kind" AS ENUM ('creditCode', 'organisationCode', 'memberNo');

-- CreateEnum
CREATE TYPE "registration_file_purpose" AS ENUM ('licence', 'qualification');

-- CreateEnum
CREATE TYPE "learner_account_state" AS ENUM ('none', 'given', 'active');

-- The states of a voucher's file are those of every photographed file.
ALTER TYPE "voucher_file_state" RENAME TO "file_state";

-- DropForeignKey
ALTER TABLE "learners" DROP CONSTRAINT "learners_organisation_id_fkey";

-- DropIndex
DROP INDEX "audit_entries_organisation_id_id_idx";

-- DropIndex
DROP INDEX "learners_organisation_id_id_idx";

-- AlterTable
ALTER TABLE "centre_settings" ADD COLUMN     "registration_review_days" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "learners" ADD COLUMN     "account_state" "learner_account_state" NOT NULL DEFAULT 'none',
ADD COLUMN     "email" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "id_number_masked" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "name_key" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "organisation_path" TEXT COLLATE "C" NOT NULL DEFAULT '',
ADD COLUMN     "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "organisation_admins" ADD COLUMN     "may_unmask" BOOLEAN NOT NULL DEFAULT false;

-- Learners of before: their masks need the key, and are filled in by the command that rotates it (README).
UPDATE learners l SET organisation_path = o.path, name_key = upper(regexp_replace(normalize(l.name, NFKC), '[\s·•・.]', '', 'g'))
  FROM organisations o WHERE o.id = l.organisation_id;
UPDATE learners l SET account_state = (CASE WHEN a.must_change_password THEN 'given' ELSE 'active' END)::learner_account_state
  FROM accounts a WHERE a.id = l.account_id;
ALTER TABLE learners ALTER COLUMN id_number_masked DROP DEFAULT, ALTER COLUMN name_key DROP DEFAULT, ALTER COLUMN organisation_path DROP DEFAULT;

-- CreateTable
CREATE TABLE "one_time_secrets" (
    "id" UUID NOT NULL,
    "purpose" "one_time_secret_purpose" NOT NULL,
    "subject_id" UUID NOT NULL,
    "payload" JSONB,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "one_time_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "organisation_id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "state" "import_state" NOT NULL DEFAULT 'received',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "mode" "import_mode",
    "file_name" TEXT NOT NULL,
    "file_kind" TEXT NOT NULL,
    "file_key" TEXT,
    "sha256" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sheet_name" TEXT,
    "header_row" INTEGER,
    "columns" JSONB,
    "notes" JSONB,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "rows_total" INTEGER,
    "new_count" INTEGER NOT NULL DEFAULT 0,
    "changed_count" INTEGER NOT NULL DEFAULT 0,
    "unchanged_count" INTEGER NOT NULL DEFAULT 0,
    "error_count" INTEGER NOT NULL DEFAULT 0,
    "warning_count" INTEGER NOT NULL DEFAULT 0,
    "created_count" INTEGER NOT NULL DEFAULT 0,
    "updated_count" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_details" JSONB,
    "committed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_chunks" (
    "import_id" UUID NOT NULL,
    "first_row" INTEGER NOT NULL,
    "row_count" INTEGER NOT NULL,
    "new_count" INTEGER NOT NULL,
    "changed_count" INTEGER NOT NULL,
    "unchanged_count" INTEGER NOT NULL,
    "error_count" INTEGER NOT NULL,
    "warning_count" INTEGER NOT NULL,
    "issues" JSONB NOT NULL,
    "identities" TEXT[],
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "import_chunks_pkey" PRIMARY KEY ("import_id","first_row")
);

-- CreateTable
CREATE TABLE "registrations" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "code_kind" "registration_code_kind" NOT NULL,
    "code_doubtful" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT NOT NULL DEFAULT '',
    "name_key" TEXT NOT NULL DEFAULT '',
    "contact_name" TEXT NOT NULL DEFAULT '',
    "mobile" TEXT NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "state" "registration_state" NOT NULL DEFAULT 'draft',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "form_version" INTEGER NOT NULL DEFAULT 1,
    "submitted_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "decided_by_name" TEXT,
    "rejected_reason" TEXT,
    "approval_note" TEXT,
    "organisation_id" UUID,
    "checked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "registrations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registration_files" (
    "id" UUID NOT NULL,
    "registration_id" UUID NOT NULL,
    "purpose" "registration_file_purpose" NOT NULL,
    "state" "file_state" NOT NULL DEFAULT 'received',
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
    "pdf_items" JSONB,
    "reading" JSONB,
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "registration_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registration_checks" (
    "registration_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "verdict" "check_verdict" NOT NULL,
    "found" TEXT,
    "expected" TEXT,
    "finding" TEXT NOT NULL,
    "details" JSONB NOT NULL,

    CONSTRAINT "registration_checks_pkey" PRIMARY KEY ("registration_id","code")
);

-- CreateIndex
CREATE INDEX "audit_entries_organisation_id_at_id_idx" ON "audit_entries"("organisation_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_at_id_idx" ON "audit_entries"("actor_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_entries_action_at_id_idx" ON "audit_entries"("action", "at", "id");

-- CreateIndex
CREATE INDEX "audit_entries_at_id_idx" ON "audit_entries"("at", "id");

-- CreateIndex
CREATE INDEX "one_time_secrets_subject_id_purpose_idx" ON "one_time_secrets"("subject_id", "purpose");

-- CreateIndex
CREATE INDEX "one_time_secrets_expires_at_idx" ON "one_time_secrets"("expires_at");

-- CreateIndex
CREATE INDEX "imports_organisation_id_id_idx" ON "imports"("organisation_id", "id" DESC);

-- CreateIndex
CREATE INDEX "imports_state_id_idx" ON "imports"("state", "id");

-- CreateIndex
CREATE UNIQUE INDEX "registrations_organisation_id_key" ON "registrations"("organisation_id");

-- CreateIndex
CREATE INDEX "registrations_code_mobile_idx" ON "registrations"("code", "mobile");

-- CreateIndex
CREATE INDEX "registrations_name_key_idx" ON "registrations"("name_key");

-- CreateIndex
CREATE INDEX "registrations_state_state_since_id_idx" ON "registrations"("state", "state_since" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "registration_files_registration_id_idx" ON "registration_files"("registration_id");

-- CreateIndex
CREATE INDEX "registration_files_sha256_idx" ON "registration_files"("sha256");

-- CreateIndex
CREATE INDEX "learners_organisation_path_id_idx" ON "learners"("organisation_path", "id");

-- CreateIndex
CREATE INDEX "learners_enabled_account_state_organisation_path_id_idx" ON "learners"("enabled", "account_state", "organisation_path", "id");

-- CreateIndex
CREATE INDEX "learners_name_key_idx" ON "learners"("name_key");

-- CreateIndex
CREATE INDEX "learners_mobile_idx" ON "learners"("mobile");

-- CreateIndex
CREATE INDEX "learners_id_number_masked_idx" ON "learners"("id_number_masked");

-- CreateIndex
CREATE UNIQUE INDEX "organisations_id_path_key" ON "organisations"("id", "path");

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_chunks" ADD CONSTRAINT "import_chunks_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learners" ADD CONSTRAINT "learners_organisation_id_organisation_path_fkey" FOREIGN KEY ("organisation_id", "organisation_path") REFERENCES "organisations"("id", "path") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registration_files" ADD CONSTRAINT "registration_files_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registrations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registration_checks" ADD CONSTRAINT "registration_checks_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registrations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the Prisma schema cannot say

ALTER TABLE centre_settings ADD CONSTRAINT centre_settings_registration_days CHECK (registration_review_days BETWEEN 1 AND 30);
ALTER TABLE registrations
  ADD CONSTRAINT registrations_submitted CHECK (state = 'draft' OR (submitted_at IS NOT NULL AND due_at IS NOT NULL)),
  ADD CONSTRAINT registrations_rejected CHECK (state <> 'rejected' OR rejected_reason IS NOT NULL),
  ADD CONSTRAINT registrations_approved CHECK ((state = 'approved') = (organisation_id IS NOT NULL));
ALTER TABLE registration_files
  ADD CONSTRAINT registration_files_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT registration_files_unreadable CHECK (state <> 'unreadable' OR error_code IS NOT NULL);
ALTER TABLE imports ADD CONSTRAINT imports_failed CHECK (state <> 'failed' OR error_code IS NOT NULL);
ALTER TABLE organisations ADD CONSTRAINT organisations_not_above_itself CHECK (parent_id <> id);

CREATE UNIQUE INDEX registration_files_once ON registration_files (registration_id, sha256) WHERE removed_at IS NULL;
-- One link or code of a purpose lives for a subject: a newer one takes the place of the earlier.
CREATE UNIQUE INDEX one_time_secrets_living ON one_time_secrets (purpose, subject_id) WHERE used_at IS NULL;
CREATE INDEX registrations_review_queue ON registrations (due_at, id) WHERE state = 'pending';
-- Departments are named in import files: a name stands for one of them under each parent.
CREATE UNIQUE INDEX organisations_department_name ON organisations (parent_id, name_key) WHERE kind = 'department';

-- Whether a learner can log in stands with the account; lists are filtered by it, so the learner's row repeats it.
CREATE FUNCTION learner_account_state_of(wanted uuid) RETURNS learner_account_state LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT (CASE WHEN must_change_password THEN 'given' ELSE 'active' END)::learner_account_state
                   FROM accounts WHERE id = wanted), 'none')
$$;
CREATE FUNCTION take_account_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.account_state := learner_account_state_of(NEW.account_id);
  RETURN NEW;
END
$$;
CREATE TRIGGER learners_account_state_given BEFORE INSERT ON learners
  FOR EACH ROW WHEN (NEW.account_id IS NOT NULL OR NEW.account_state <> 'none') EXECUTE FUNCTION take_account_state();
CREATE TRIGGER learners_account_state_changed BEFORE UPDATE OF account_id, account_state ON learners
  FOR EACH ROW EXECUTE FUNCTION take_account_state();
CREATE FUNCTION pass_on_account_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE learners SET account_state = 'none' WHERE account_id = NEW.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER accounts_password_due AFTER UPDATE OF must_change_password ON accounts
  FOR EACH ROW WHEN (OLD.must_change_password <> NEW.must_change_password) EXECUTE FUNCTION pass_on_account_state();

-- What searches for learners look up, in the order of bytes (plans are asserted in a test).
CREATE INDEX learners_id_number_end ON learners ((right(id_number_masked, 4)));
CREATE INDEX learners_mobile_end ON learners ((right(mobile, 4)));
-- Names are short and have no blanks: a part of one is found by its pairs of characters.
CREATE FUNCTION name_pairs_of_long(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT substr(name, i, 2)), '{}') FROM generate_series(1, length(name) - 1) AS i
$$;
-- Nearly all names have two to four characters: written out, PostgreSQL takes the expression into the query, and an import
-- of 100,000 people costs it a second and a half less.
CREATE FUNCTION name_pairs(name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE length(name)
    WHEN 2 THEN ARRAY[name]
    WHEN 3 THEN ARRAY[substr(name, 1, 2), substr(name, 2, 2)]
    WHEN 4 THEN ARRAY[substr(name, 1, 2), substr(name, 2, 2), substr(name, 3, 2)]
    ELSE public.name_pairs_of_long(name)
  END
$$;
CREATE INDEX learners_name_pairs ON learners USING gin (name_pairs(name_key));
ALTER TABLE learners ALTER COLUMN name_key TYPE text COLLATE "C", ALTER COLUMN id_number_masked TYPE text COLLATE "C",
  ALTER COLUMN mobile TYPE text COLLATE "C";

-- Registrations of before were organisations in waiting: what nobody refers to becomes one again, the rest stays, closed.
INSERT INTO registrations (id, code, code_kind, name, name_key, contact_name, mobile, email, address, state, state_since, submitted_at, due_at, rejected_reason, created_at)
  SELECT o.id, coalesce(o.credit_code, o.organisation_code, o.member_no),
         CASE WHEN o.credit_code IS NOT NULL THEN 'creditCode' WHEN o.organisation_code IS NOT NULL THEN 'organisationCode' ELSE 'memberNo' END::registration_code_kind,
         o.name, o.name_key, o.contact_name, o.mobile, o.email, o.address, o.state::text::registration_state, o.state_since, o.created_at,
         o.created_at + interval '1 day', CASE WHEN o.state = 'rejected' THEN coalesce(o.rejected_reason, '') END, o.created_at
  FROM organisations o
  WHERE o.state <> 'approved' AND coalesce(o.credit_code, o.organisation_code, o.member_no) IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM organisation_admins a WHERE a.organisation_id = o.id)
    AND NOT EXISTS (SELECT 1 FROM organisations c WHERE c.parent_id = o.id)
    AND NOT EXISTS (SELECT 1 FROM learners l WHERE l.organisation_id = o.id)
    AND NOT EXISTS (SELECT 1 FROM orders r WHERE r.organisation_id = o.id)
    AND NOT EXISTS (SELECT 1 FROM invoice_requests i WHERE i.organisation_id = o.id)
    AND NOT EXISTS (SELECT 1 FROM billing_profiles b WHERE b.organisation_id = o.id);
DELETE FROM organisations o USING registrations r WHERE r.id = o.id;
UPDATE organisations SET enabled = false WHERE state <> 'approved';
ALTER TABLE organisations DROP COLUMN state, DROP COLUMN state_since, DROP COLUMN rejected_reason;
DROP TYPE organisation_state;

-- Whether anybody may act for an organisation: neither it nor one above it is disabled.
CREATE FUNCTION organisation_open(wanted_path text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT 1 FROM organisations WHERE id = ANY (string_to_array(trim(BOTH '/' FROM wanted_path), '/')::uuid[]) AND NOT enabled)
$$;

-- Staff are few among the accounts of all learners; the audit search looks for them by name.
CREATE INDEX accounts_staff ON accounts (name) WHERE staff_roles <> '{}';
