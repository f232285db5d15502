-- New words of enums, alone: PostgreSQL uses none of them in the transaction that adds it.
ALTER TYPE "ledger_account_kind" ADD VALUE 'wallet';
ALTER TYPE "ledger_account_kind" ADD VALUE 'cardUse';
ALTER TYPE "ledger_account_kind" ADD VALUE 'cardExpired';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'recharged';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'rechargeTakenBack';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'courseOpened';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'courseClosed';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'cardsExpired';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'cardsRevived';
