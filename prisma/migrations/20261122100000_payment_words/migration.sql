-- New words of enums, in a migration of their own: PostgreSQL lets them be used only once they are committed.
ALTER TYPE "ledger_account_kind" ADD VALUE 'gateway';
ALTER TYPE "ledger_account_kind" ADD VALUE 'refund';
ALTER TYPE "ledger_account_kind" ADD VALUE 'cardIssue';
ALTER TYPE "ledger_account_kind" ADD VALUE 'cardBatch';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'refundPaid';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'refundToCredit';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'refundToOrder';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'refundReturned';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'cardsIssued';
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'cardsTakenBack';
ALTER TYPE "payment_method" ADD VALUE 'alipay';
ALTER TYPE "payment_method" ADD VALUE 'wechat';
ALTER TYPE "payment_method" ADD VALUE 'credit';
