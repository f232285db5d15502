-- Erasure of one person's data (个人信息保护法 47) takes their name and addresses out of the audit trail too. Nothing else of an
-- entry can change, none can go, and only a transaction that says what it does is let through; the entry that it writes
-- vouches for what is left of each (audit/redact-audit.ts), so that the chain is proven as a whole all the same.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('xueshi.erasing', true) = 'on'
     AND (OLD.id, OLD.txid, OLD.at, OLD.actor_kind, OLD.actor_id, OLD.ip, OLD.action, OLD.subject_type, OLD.subject_id, OLD.organisation_id)
         IS NOT DISTINCT FROM (NEW.id, NEW.txid, NEW.at, NEW.actor_kind, NEW.actor_id, NEW.ip, NEW.action, NEW.subject_type, NEW.subject_id, NEW.organisation_id)
     AND (OLD.before IS NULL) = (NEW.before IS NULL) AND (OLD.after IS NULL) = (NEW.after IS NULL) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit_entries is append-only' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER audit_entries_append_only ON audit_entries;
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
