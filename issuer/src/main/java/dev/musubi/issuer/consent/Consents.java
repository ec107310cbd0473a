package dev.musubi.issuer.consent;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.vault.ItemId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The register of consents. A consent is never changed, only cancelled; the row stays as the receipt.
 *
 * <p>All methods take part in the caller's transaction on the holder.
 */
@Component
public class Consents {

    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;

    Consents(JdbcClient jdbc, AuditLog audit, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.events = events;
    }

    /** A consent was taken back; published inside the transaction that notes it. */
    public record ConsentCancelled(HolderId holderId, ConsentId consentId, Consent.Kind kind, Instant at) {}

    /** A consent that J-LIS is to register; published inside the transaction that notes it. */
    public record ConsentPending(HolderId holderId, ConsentId consentId, Instant at) {}

    /**
     * A signature made anew takes back what was let be told in earlier proofings' sessions, whoever sat at them; and a consent
     * that J-LIS was not told of yet ends with its private ID.
     */
    @EventListener
    void on(PrivateIdChanged change) {
        boolean reissued = change.cause() == Cause.REISSUED;
        boolean over = change.to() == State.ENDED;
        if (!reissued && !over) {
            return;
        }
        for (Consent consent : all(change.holderId())) {
            boolean ends = switch (consent.kind()) {
                case DISCLOSURE -> change.at().isBefore(consent.endsAt());
                // Through a re-issue it goes on: that there was one is what it is for.
                case MONITORING -> over && change.at().isBefore(consent.endsAt());
                case TERMS, LATEST_ATTRIBUTES -> over && consent.isPending();
            };
            if (ends && consent.cancelledAt() == null) {
                cancel(change.holderId(), consent.consentId(), change.at(), reissued ? "reissued" : "ended");
            }
        }
    }

    /** Notes a consent. */
    public void record(HolderId holderId, Consent consent) {
        jdbc.sql("""
                        insert into consent (holder_id, consent_id, kind, recipient, purpose, items,
                                             given_at, starts_at, ends_at, external_ref, evidence)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Sql.values(
                        holderId,
                        consent.consentId(),
                        consent.kind().name(),
                        consent.recipient(),
                        consent.purpose(),
                        consent.items().toArray(String[]::new),
                        Sql.time(consent.givenAt()),
                        Sql.time(consent.startsAt()),
                        Sql.time(consent.endsAt()),
                        consent.externalRef(),
                        consent.evidence()))
                .update();
        if (consent.isPending()) {
            events.publishEvent(new ConsentPending(holderId, consent.consentId(), consent.givenAt()));
        }
        audit.record(
                holderId,
                consent.givenAt(),
                "consent.given",
                "holder",
                Map.of(
                        "consent",
                        consent.consentId().toString(),
                        "kind",
                        consent.kind().name(),
                        "recipient",
                        consent.recipient(),
                        "items",
                        String.join(" ", consent.items())),
                consent.evidence());
        if (consent.kind() == Consent.Kind.MONITORING) {
            replace(holderId, consent);
        }
    }

    /** Of a kind that goes on by itself there is one to a recipient: the last one given. */
    private void replace(HolderId holderId, Consent by) {
        inForce(holderId, by.kind(), by.recipient(), by.givenAt()).stream()
                .filter(each -> !each.consentId().equals(by.consentId()))
                .forEach(each -> cancel(holderId, each.consentId(), by.givenAt(), "replaced:" + by.consentId()));
    }

    /**
     * Notes that J-LIS registered a pending consent, on its terms. Older consents to the same service end with it; it ends
     * itself where a newer one has been given, in whatever order J-LIS took them: the holder's last word counts. It ends at
     * once where J-LIS holds it as taken back already. Nothing happens if it is not pending any more.
     */
    void registered(HolderId holderId, ConsentId consentId, ConsentRegistry.Registration.Registered there, Instant at) {
        boolean pending = jdbc.sql("""
                                update consent set external_ref = ?, starts_at = ?, ends_at = ?, items = ?
                                where holder_id = ? and consent_id = ? and external_ref is null and cancelled_at is null""")
                        .params(
                                there.consentId(),
                                Sql.time(there.startsAt()),
                                Sql.time(there.endsAt()),
                                there.items().toArray(String[]::new),
                                holderId,
                                consentId)
                        .update()
                == 1;
        if (!pending) {
            return;
        }
        jdbc.sql("""
                        insert into jlis_consent_directory (jlis_consent_id, holder_id, consent_id) values (?, ?, ?)
                        on conflict (jlis_consent_id) do nothing""").params(there.consentId(), holderId, consentId).update();
        audit.record(holderId, at, "consent.registered", "jlis", Map.of("consent", consentId.toString()), null);
        Consent registered = find(holderId, consentId).orElseThrow();
        List<Consent> others = all(holderId).stream()
                .filter(other -> other.kind() == Consent.Kind.LATEST_ATTRIBUTES
                        && !other.consentId().equals(consentId))
                .toList();
        // Also one that was taken back since: that was said later than this.
        Optional<Consent> newer = others.stream()
                .filter(other -> other.givenAt().isAfter(registered.givenAt()))
                .findFirst();
        if (newer.isPresent()) {
            cancel(holderId, consentId, at, "replaced:" + newer.get().consentId());
            return;
        }
        others.stream()
                .filter(other -> other.cancelledAt() == null && other.externalRef() != null)
                .forEach(replaced -> cancel(holderId, replaced.consentId(), at, "replaced:" + consentId));
        Instant takenBack = there.cancelledAt();
        if (takenBack != null) {
            cancel(holderId, consentId, takenBack, "jlis");
        }
    }

    /**
     * The holder signs anew, and says anew whether J-LIS may be asked: what was said before and J-LIS was not told of is
     * taken back, whether there is a new consent or none. What J-LIS has registered stays until it has the new one.
     *
     * <p>To be called before the new one is noted, so that it cannot be taken for one of before.
     */
    public void signedAnew(HolderId holderId, Instant at) {
        all(holderId).stream()
                .filter(Consent::isPending)
                .forEach(pending -> cancel(holderId, pending.consentId(), at, "reissued"));
    }

    /**
     * Notes that a consent was taken back at {@code at}.
     *
     * @return whether it was in force or pending; nothing happens if it had been taken back before, or never was
     */
    public boolean cancel(HolderId holderId, ConsentId consentId, Instant at, String actor) {
        Optional<Consent> cancelled = jdbc.sql("""
                        update consent set cancelled_at = ?
                        where holder_id = ? and consent_id = ? and cancelled_at is null returning *""")
                .params(Sql.time(at), holderId, consentId)
                .query(Consents::consent)
                .optional();
        cancelled.ifPresent(consent -> {
            audit.record(holderId, at, "consent.cancelled", actor, Map.of("consent", consentId.toString()), null);
            events.publishEvent(new ConsentCancelled(holderId, consentId, consent.kind(), at));
        });
        return cancelled.isPresent();
    }

    /** The consent of that kind that is in force at {@code at}; of several, the one given last. */
    public Optional<Consent> inForce(HolderId holderId, Consent.Kind kind, Instant at) {
        return all(holderId).stream()
                .filter(consent -> consent.kind() == kind && consent.inForce(at))
                .findFirst();
    }

    /** Consents of that kind to this recipient that are in force at {@code at}, the newest first. */
    public List<Consent> inForce(HolderId holderId, Consent.Kind kind, String recipient, Instant at) {
        return jdbc.sql("""
                        select * from consent where holder_id = ? and kind = ? and recipient = ? and cancelled_at is null
                          and starts_at <= ? and ends_at > ? order by given_at desc, consent_id limit 20""")
                .params(holderId, kind.name(), recipient, Sql.time(at), Sql.time(at))
                .query(Consents::consent)
                .list();
    }

    /** The consent of that kind which is in force now or will be: given, not cancelled, not over. */
    public Optional<Consent> standing(HolderId holderId, Consent.Kind kind, Instant at) {
        return all(holderId).stream()
                .filter(consent ->
                        consent.kind() == kind && consent.cancelledAt() == null && at.isBefore(consent.endsAt()))
                .findFirst();
    }

    /** One consent. */
    public Optional<Consent> find(HolderId holderId, ConsentId consentId) {
        return jdbc.sql("select * from consent where holder_id = ? and consent_id = ?")
                .params(holderId, consentId)
                .query(Consents::consent)
                .optional();
    }

    /** Whose consent it is that J-LIS's register knows by this id. */
    Optional<Map.Entry<HolderId, ConsentId>> byExternalRef(String externalRef) {
        return jdbc.sql("select holder_id, consent_id from jlis_consent_directory where jlis_consent_id = ?")
                .param(externalRef)
                .query((row, n) -> Map.entry(HolderId.in(row, "holder_id"), ConsentId.in(row, "consent_id")))
                .optional();
    }

    /** Everything the holder ever allowed, newest first. */
    public List<Consent> all(HolderId holderId) {
        return jdbc.sql("select * from consent where holder_id = ? order by given_at desc, consent_id")
                .param(holderId)
                .query(Consents::consent)
                .list();
    }

    private static Consent consent(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        return new Consent(
                ConsentId.in(row, "consent_id"),
                Consent.Kind.valueOf(row.getString("kind")),
                row.getString("recipient"),
                row.getString("purpose"),
                List.of((String[]) row.getArray("items").getArray()),
                Sql.instant(row, "given_at"),
                Sql.instant(row, "starts_at"),
                Sql.instant(row, "ends_at"),
                Sql.instantOrNull(row, "cancelled_at"),
                row.getString("external_ref"),
                ItemId.inOrNull(row, "evidence"));
    }
}
