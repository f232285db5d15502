-- AlterTable
ALTER TABLE "hour_records" ADD COLUMN     "decision_id" UUID;

-- CreateTable
CREATE TABLE "hour_decisions" (
    "id" UUID NOT NULL,
    "verdict" "decision_verdict" NOT NULL,
    "reason" TEXT,
    "count" INTEGER NOT NULL,
    "settled_count" INTEGER,
    "state" "decision_state" NOT NULL DEFAULT 'waiting',
    "error_code" TEXT,
    "organisation_id" UUID,
    "decided_by_id" UUID NOT NULL,
    "decided_by_name" TEXT NOT NULL,
    "by_staff" BOOLEAN NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "hour_decisions_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "hour_records" ADD CONSTRAINT "hour_records_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "hour_decisions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE hour_decisions
  ADD CONSTRAINT hour_decisions_reason CHECK ((verdict = 'reject') = (reason IS NOT NULL)),
  ADD CONSTRAINT hour_decisions_count CHECK (count > 0 AND settled_count BETWEEN 1 AND count),
  ADD CONSTRAINT hour_decisions_settled CHECK (
    (state = 'waiting') = (settled_at IS NULL) AND (state = 'effective') = (settled_count IS NOT NULL) AND (state = 'failed') = (error_code IS NOT NULL));

-- What a decision is about while it waits, and what waits: both are few, and asked for by job, sweep and undo.
CREATE INDEX hour_records_deciding ON hour_records (decision_id) WHERE state = 'pending' AND decision_id IS NOT NULL;
CREATE INDEX hour_decisions_waiting ON hour_decisions (effective_at) WHERE state = 'waiting';

-- The last word where two decide at once: a record is one decision's until that is undone, and stays its own once it took effect.
CREATE TRIGGER hour_records_one_decision BEFORE UPDATE ON hour_records FOR EACH ROW
  WHEN (OLD.decision_id IS DISTINCT FROM NEW.decision_id
        AND (OLD.state <> 'pending' OR (OLD.decision_id IS NOT NULL AND NEW.decision_id IS NOT NULL)))
  EXECUTE FUNCTION refuse_change();
