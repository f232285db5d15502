-- New words of enums, in a migration of their own: PostgreSQL lets them be used only once they are committed.
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'paymentReversed';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'creditReversed';
ALTER TYPE "payment_state" ADD VALUE 'reversed';
ALTER TYPE "invoice_request_state" ADD VALUE 'withdrawn';
