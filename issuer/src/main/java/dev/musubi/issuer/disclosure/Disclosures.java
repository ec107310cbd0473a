package dev.musubi.issuer.disclosure;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.consent.Consents.ConsentCancelled;
import dev.musubi.issuer.credential.CredentialEnded;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.attributes.FourAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Disclosures: the holder says what one relying party may learn and carries it a code; the relying party redeems the
 * code once, within five minutes, and every disclosure stays on record for the holder.
 *
 * <p>A code rests on the consent it was made with and on the app that ordered it. It ends with either, in the same
 * transaction, and stays ended though the app is kept.
 */
@Component
public class Disclosures {

    private static final Duration CODE_TERM = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Credentials credentials;
    private final ApplicationEventPublisher events;
    private final Consents consents;
    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final AuditLog audit;
    private final HolderTransactions holders;
    private final InstantSource clock;

    Disclosures(
            JdbcClient jdbc,
            Credentials credentials,
            ApplicationEventPublisher events,
            Consents consents,
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            AuditLog audit,
            HolderTransactions holders,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.credentials = credentials;
        this.events = events;
        this.consents = consents;
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.audit = audit;
        this.holders = holders;
        this.clock = clock;
    }

    /** A code to carry to the relying party. */
    public record Code(String code, Instant expiresAt) {
        @Override
        public String toString() {
            return "Code[…]";
        }
    }

    /** What the relying party gets. */
    public record Disclosed(
            HolderId holderId, Set<Attribute> items, FourAttributes attributes, Generation generation) {}

    /** A line in the holder's record of disclosures. */
    public record Recorded(String relyingPartyId, String purpose, Set<Attribute> items, Instant at) {}

    /**
     * The holder allows a relying party these items for this purpose; empty if the private ID is not active, or the app is
     * let in no longer.
     *
     * @param by the app that orders it: the code is good while that app is let in
     */
    public Optional<Code> allow(
            HolderId holderId, CredentialId by, RelyingParty party, String purpose, Set<Attribute> items) {
        return holders.locking(holderId, () -> {
            if (privateIds.find(holderId).orElseThrow().state() != State.ACTIVE
                    || credentials.live(holderId, by).isEmpty()) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            Instant expires = now.plus(CODE_TERM);
            ConsentId consentId = ConsentId.random();
            consents.record(
                    holderId,
                    new Consent(
                            consentId,
                            Consent.Kind.DISCLOSURE,
                            party.id(),
                            purpose,
                            Attribute.names(items),
                            now,
                            now,
                            expires,
                            null,
                            null,
                            null));
            DisclosureId disclosureId = DisclosureId.random();
            String code = random();
            jdbc.sql("""
                            insert into disclosure (holder_id, disclosure_id, relying_party_id, purpose, items, consent_id,
                                                    credential_id, created_at, expires_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            holderId,
                            disclosureId,
                            party.id(),
                            purpose,
                            Attribute.names(items).toArray(String[]::new),
                            consentId,
                            by,
                            Sql.time(now),
                            Sql.time(expires))
                    .update();
            jdbc.sql("""
                            insert into disclosure_code (code_hash, holder_id, disclosure_id, relying_party_id, expires_at)
                            values (?, ?, ?, ?, ?)""")
                    .params(Sha256.of(code), holderId, disclosureId, party.id(), Sql.time(expires))
                    .update();
            events.publishEvent(new DisclosureCodeMade(holderId, party.id()));
            return Optional.of(new Code(code, expires));
        });
    }

    /**
     * Redeems a code, once; empty if it is not one, not this relying party's, used, too old, or if what it rests on has
     * ended.
     */
    public Optional<Disclosed> redeem(RelyingParty party, String code) {
        record Found(HolderId holderId, DisclosureId disclosureId) {}
        return jdbc.sql("""
                        select holder_id, disclosure_id from disclosure_code
                        where code_hash = ? and relying_party_id = ? and expires_at > ?""")
                .params(Sha256.of(code), party.id(), Sql.time(clock.instant()))
                .query((row, n) -> new Found(HolderId.in(row, "holder_id"), DisclosureId.in(row, "disclosure_id")))
                .optional()
                .flatMap(found -> holders.locking(
                        found.holderId(),
                        () -> deliver(party, found.holderId(), found.disclosureId(), Sha256.of(code))));
    }

    private Optional<Disclosed> deliver(
            RelyingParty party, HolderId holderId, DisclosureId disclosureId, byte[] codeHash) {
        Instant now = clock.instant();
        boolean first = jdbc.sql("delete from disclosure_code where code_hash = ?")
                        .param(codeHash)
                        .update()
                == 1;
        if (!first
                || privateIds.find(holderId).orElseThrow().state() != State.ACTIVE
                || !restsOnWhatStands(holderId, disclosureId, now)) {
            return Optional.empty();
        }
        Generation generation = privateIds.generation(holderId);
        Set<Attribute> items = jdbc.sql("""
                        update disclosure set delivered_at = ?, generation = ?
                        where holder_id = ? and disclosure_id = ? returning items""")
                .params(Sql.time(now), generation.number(), holderId, disclosureId)
                .query((row, n) ->
                        Attribute.named(List.of((String[]) row.getArray(1).getArray())))
                .single();
        audit.record(
                holderId,
                now,
                "attributes.disclosed",
                "relying_party:" + party.id(),
                Map.of(
                        "items",
                        String.join(" ", Attribute.names(items)),
                        "generation",
                        Integer.toString(generation.number())),
                null);
        return Optional.of(new Disclosed(
                holderId, items, attributes.get(vault.of(holderId), generation.attributes()), generation));
    }

    /** The consent is in force, and the app is let in; each is looked at by itself, whatever has deleted the code or not. */
    private boolean restsOnWhatStands(HolderId holderId, DisclosureId disclosureId, Instant now) {
        record Grounds(ConsentId consentId, Optional<CredentialId> by) {}
        Grounds grounds = jdbc.sql(
                        "select consent_id, credential_id from disclosure where holder_id = ? and disclosure_id = ?")
                .params(holderId, disclosureId)
                .query((row, n) -> new Grounds(
                        ConsentId.in(row, "consent_id"),
                        Optional.ofNullable(row.getObject("credential_id", UUID.class))
                                .map(CredentialId::new)))
                .single();
        return consents.find(holderId, grounds.consentId())
                        .filter(consent -> consent.inForce(now))
                        .isPresent()
                && grounds.by().flatMap(by -> credentials.live(holderId, by)).isPresent();
    }

    /** The holder took the consent back, or a re-issue did: its code goes with it. */
    @EventListener
    void on(ConsentCancelled cancelled) {
        if (cancelled.kind() == Consent.Kind.DISCLOSURE) {
            jdbc.sql("""
                            select disclosure_id from disclosure
                            where holder_id = ? and consent_id = ? and carried and delivered_at is null""")
                    .params(cancelled.holderId(), cancelled.consentId())
                    .query((row, n) -> DisclosureId.in(row, "disclosure_id"))
                    .list()
                    .forEach(each -> jdbc.sql("delete from disclosure_code where holder_id = ? and disclosure_id = ?")
                            .params(cancelled.holderId(), each)
                            .update());
        }
    }

    /** An app ended: what it let be told and nobody has redeemed is taken back, also if the app is kept afterwards. */
    @EventListener
    void on(CredentialEnded ended) {
        Instant now = clock.instant();
        jdbc.sql("""
                        select consent_id from disclosure
                        where holder_id = ? and credential_id = ? and delivered_at is null and expires_at > ?""")
                .params(ended.holderId(), ended.id(), Sql.time(now))
                .query((row, n) -> ConsentId.in(row, "consent_id"))
                .list()
                .forEach(each -> consents.cancel(ended.holderId(), each, now, "credential_ended"));
    }

    /**
     * Puts on record that a relying party was told attributes in a sign-in; in the caller's transaction on the holder.
     *
     * @param consentId the consent it rests on
     */
    public void told(
            HolderId holderId, String relyingPartyId, String purpose, Set<Attribute> items, ConsentId consentId) {
        Instant now = clock.instant();
        int generation = privateIds.generation(holderId).number();
        jdbc.sql("""
                        insert into disclosure (holder_id, disclosure_id, relying_party_id, purpose, items, consent_id,
                                                created_at, expires_at, delivered_at, generation, carried)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false)""")
                .params(
                        holderId,
                        DisclosureId.random(),
                        relyingPartyId,
                        purpose,
                        Attribute.names(items).toArray(String[]::new),
                        consentId,
                        Sql.time(now),
                        Sql.time(now),
                        Sql.time(now),
                        generation)
                .update();
        audit.record(
                holderId,
                now,
                "attributes.disclosed",
                "relying_party:" + relyingPartyId,
                Map.of("items", String.join(" ", Attribute.names(items)), "generation", Integer.toString(generation)),
                null);
    }

    /** Every disclosure that took place, newest first. */
    public List<Recorded> of(HolderId holderId) {
        return jdbc.sql("""
                        select * from disclosure where holder_id = ? and delivered_at is not null
                        order by delivered_at desc""")
                .param(holderId)
                .query((row, n) -> new Recorded(
                        row.getString("relying_party_id"),
                        row.getString("purpose"),
                        Attribute.named(List.of((String[]) row.getArray("items").getArray())),
                        Sql.instant(row, "delivered_at")))
                .list();
    }

    /** When the holder last carried a code to a relying party that redeemed it. */
    public Optional<Instant> lastCarried(HolderId holderId, String relyingPartyId) {
        return jdbc.sql("""
                        select max(delivered_at) from disclosure
                        where holder_id = ? and relying_party_id = ? and carried""")
                .params(holderId, relyingPartyId)
                .query((row, n) -> Optional.ofNullable(Sql.instantOrNull(row, "max")))
                .single();
    }

    private static String random() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
