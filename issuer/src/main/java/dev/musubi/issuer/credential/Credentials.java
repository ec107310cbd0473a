package dev.musubi.issuer.credential;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The credentials of holders: the one place that knows which there are, what each descends from, and whether it still
 * lets its holder in. Methods that change something take part in the caller's transaction on the holder.
 *
 * <p>A new proofing ends all that descend from an earlier one, at once. Whoever signed it is shown them and may keep some,
 * as long as that signature is fresh; a thief who still had one has no part in it.
 */
@Component
public class Credentials {

    /** How exactly the last use is written down: a row is not written for each request. */
    private static final Duration COARSE = Duration.ofHours(1);

    private static final int MOST_SHOWN = 200;
    private static final String LIVE = " and ended_at is null and (expires_at is null or expires_at > ?)";

    private final JdbcClient jdbc;
    private final PrivateIds privateIds;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;
    private final MachineClock machine;

    Credentials(
            JdbcClient jdbc,
            PrivateIds privateIds,
            AuditLog audit,
            ApplicationEventPublisher events,
            InstantSource clock,
            MachineClock machine) {
        this.jdbc = jdbc;
        this.privateIds = privateIds;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
        this.machine = machine;
    }

    /** The proofing a new credential of this holder descends from if nothing earlier vouches for it: the last signature. */
    public int lastProofing(HolderId holderId) {
        return jdbc.sql("""
                        select coalesce(max(number), 1) from generation
                        where holder_id = ? and source = 'SIGNATURE_CERTIFICATE'""").param(holderId).query(Integer.class).single();
    }

    /** Makes a credential. */
    public Credential make(HolderId holderId, NewCredential made) {
        return make(holderId, CredentialId.random(), made);
    }

    /** Makes a credential of this id. */
    public Credential make(HolderId holderId, CredentialId id, NewCredential made) {
        mustNotOutlive(holderId, made.kind());
        Instant now = machine.instant();
        jdbc.sql("""
                        insert into credential (holder_id, credential_id, kind, proofing, label, bound_key, method,
                                                authenticated_at, made_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Sql.values(
                        holderId,
                        id,
                        made.kind().name(),
                        made.proofing(),
                        made.label(),
                        made.key(),
                        made.method() == null ? null : made.method().name(),
                        Sql.timeOrNull(made.authenticatedAt()),
                        Sql.time(now),
                        Sql.timeOrNull(made.expiresAt())))
                .update();
        note(holderId, id, made.kind(), "made", Map.of("proofing", Integer.toString(made.proofing())));
        events.publishEvent(new CredentialMade(holderId, id, made.kind(), made.label()));
        return new Credential(
                id,
                made.kind(),
                made.proofing(),
                made.label(),
                made.key(),
                made.method(),
                made.authenticatedAt(),
                now,
                null,
                made.expiresAt(),
                null);
    }

    /** Whose private ID has ended may look at that in a browser, and gets no further way in, which nothing would end. */
    private void mustNotOutlive(HolderId holderId, Kind kind) {
        if (kind == Kind.PASSKEY || kind == Kind.CARD || kind == Kind.APP) {
            mustNotHaveEnded(holderId);
        }
    }

    /**
     * Nothing that lasts is begun for whoever's private ID has ended.
     *
     * @throws ProblemException {@code private_id_ended}
     */
    public void mustNotHaveEnded(HolderId holderId) {
        if (hasEnded(holderId)) {
            throw new ProblemException(
                    410, "private_id_ended", new Message("この民間IDは終了しています。", "This private ID has ended."));
        }
    }

    /** Whether the private ID has ended. */
    public boolean hasEnded(HolderId holderId) {
        return privateIds
                .find(holderId)
                .filter(each -> each.state() == State.ENDED)
                .isPresent();
    }

    /** A credential that lets its holder in now. */
    public Optional<Credential> live(HolderId holderId, CredentialId id) {
        return jdbc.sql("select * from credential where holder_id = ? and credential_id = ?" + LIVE)
                .params(holderId, id, Sql.time(machine.instant()))
                .query(Credentials::credential)
                .optional();
    }

    /** A credential, whether it lets its holder in or has ended. */
    public Optional<Credential> find(HolderId holderId, CredentialId id) {
        return jdbc.sql("select * from credential where holder_id = ? and credential_id = ?")
                .params(holderId, id)
                .query(Credentials::credential)
                .optional();
    }

    /** All that let this holder in now and are of this kind, the newest first. */
    public List<Credential> live(HolderId holderId, Kind kind) {
        return jdbc.sql("select * from credential where holder_id = ? and kind = ?" + LIVE
                        + " order by made_at desc limit " + MOST_SHOWN)
                .params(holderId, kind.name(), Sql.time(machine.instant()))
                .query(Credentials::credential)
                .list();
    }

    /** All there are, and then those there were, the newest first; not without end. */
    public List<Credential> of(HolderId holderId) {
        return jdbc.sql("select * from credential where holder_id = ?"
                        + " order by ended_at is null and (expires_at is null or expires_at > ?) desc, made_at desc limit "
                        + MOST_SHOWN)
                .params(holderId, Sql.time(machine.instant()))
                .query(Credentials::credential)
                .list();
    }

    /** Whether a use now has to be written down: it is an hour since the last that was. */
    boolean isUseDue(Credential credential) {
        Instant last = credential.lastUsedAt();
        return last == null || last.plus(COARSE).isBefore(machine.instant());
    }

    /** The same for what is used from the moment on in which it is made. */
    public boolean isUseDueSinceMade(Credential credential) {
        return isUseDue(credential) && credential.madeAt().plus(COARSE).isBefore(machine.instant());
    }

    /** Notes a use; its time runs to {@code expiresAt} from now on. */
    void used(HolderId holderId, CredentialId id, Instant expiresAt) {
        jdbc.sql("""
                        update credential set last_used_at = ?, expires_at = ?
                        where holder_id = ? and credential_id = ? and ended_at is null""")
                .params(Sql.time(machine.instant()), Sql.time(expiresAt), holderId, id)
                .update();
    }

    /** Notes a use. */
    public void used(HolderId holderId, CredentialId id) {
        jdbc.sql(
                        "update credential set last_used_at = ? where holder_id = ? and credential_id = ? and ended_at is null")
                .params(Sql.time(machine.instant()), holderId, id)
                .update();
    }

    /**
     * The holder authenticated once more where this credential is.
     *
     * @param at when, which is before now if a signature was under way for a while
     * @param expiresAt where its time runs to from now on; null leaves that as it is
     * @return false if it has ended meanwhile
     */
    public boolean authenticated(
            HolderId holderId, CredentialId id, SignInMethod method, Instant at, @Nullable Instant expiresAt) {
        return jdbc.sql("""
                                update credential set method = ?, authenticated_at = ?, last_used_at = ?,
                                                      expires_at = coalesce(?, expires_at)
                                where holder_id = ? and credential_id = ? and ended_at is null""")
                        .params(Sql.values(
                                method.name(),
                                Sql.time(at),
                                Sql.time(machine.instant()),
                                Sql.timeOrNull(expiresAt),
                                holderId,
                                id))
                        .update()
                == 1;
    }

    /** Ends one; false if there is none such, or it had ended. */
    public boolean end(HolderId holderId, CredentialId id, Why why) {
        return end(holderId, id, why, null);
    }

    private boolean end(HolderId holderId, CredentialId id, Why why, @Nullable Integer proofing) {
        Optional<Kind> ended = jdbc.sql("""
                        update credential set ended_at = ?, ended_why = ?, ended_by_proofing = ?
                        where holder_id = ? and credential_id = ? and ended_at is null returning kind""")
                .params(Sql.values(Sql.time(machine.instant()), why.name(), proofing, holderId, id))
                .query((row, n) -> Kind.valueOf(row.getString(1)))
                .optional();
        ended.ifPresent(kind -> {
            note(holderId, id, kind, "ended", Map.of("why", why.name()));
            events.publishEvent(new CredentialEnded(holderId, id, kind, why));
        });
        return ended.isPresent();
    }

    /** Ends all that are live and of these kinds. */
    public void endAll(HolderId holderId, Collection<Kind> kinds, Why why) {
        jdbc.sql("select credential_id from credential where holder_id = ? and kind = any(?)" + LIVE)
                .params(holderId, kinds.stream().map(Kind::name).toArray(String[]::new), Sql.time(machine.instant()))
                .query((row, n) -> CredentialId.in(row, "credential_id"))
                .list()
                .forEach(each -> end(holderId, each, why, null));
    }

    /**
     * A new proofing: ends all that descend from an earlier one.
     *
     * @param proofing its number
     * @param thumbprint of the key of the app that sent the signature: what that app had is replaced, and nothing to keep; null
     *     where no app did
     * @return what else it ended
     */
    public List<Credential> endEarlier(HolderId holderId, int proofing, @Nullable String thumbprint) {
        live(holderId, Kind.APP).stream()
                .filter(each -> thumbprint != null && thumbprint.equals(each.key()))
                .forEach(each -> end(holderId, each.id(), Why.REPLACED, proofing));
        List<Credential> earlier = jdbc.sql("select * from credential where holder_id = ? and proofing < ?" + LIVE
                        + " order by made_at desc")
                .params(holderId, proofing, Sql.time(machine.instant()))
                .query(Credentials::credential)
                .list();
        earlier.forEach(each -> end(holderId, each.id(), Why.REISSUED, proofing));
        if (!earlier.isEmpty()) {
            events.publishEvent(new EarlierEnded(holderId, earlier.size()));
        }
        return earlier;
    }

    /**
     * What a proofing ended and may still be kept: not cards, which whoever has just signed adds anew, nor what would have
     * ended by itself.
     */
    public List<Credential> keepable(HolderId holderId, int proofing) {
        return jdbc.sql("""
                        select * from credential where holder_id = ? and ended_by_proofing = ? and ended_why = 'REISSUED'
                          and kind <> 'CARD' and (expires_at is null or expires_at > ?) order by made_at desc""")
                .params(holderId, proofing, Sql.time(machine.instant()))
                .query(Credentials::credential)
                .list();
    }

    /**
     * The session that a proofing ended in the very browser in which its own has begun: there is nothing left to keep or to let
     * go, and its holder is not asked.
     */
    public void replaced(HolderId holderId, CredentialId session) {
        jdbc.sql("""
                        update credential set ended_why = 'REPLACED'
                        where holder_id = ? and credential_id = ? and kind = 'SESSION' and ended_why = 'REISSUED'""").params(holderId, session).update();
    }

    /**
     * Keeps what a proofing ended: it descends from that proofing from now on. What rested on it has ended and stays so.
     *
     * @param ids which; whatever is not {@link #keepable} is passed over
     * @return what was kept
     */
    public List<CredentialId> keep(HolderId holderId, int proofing, Collection<CredentialId> ids) {
        List<CredentialId> kept = keepable(holderId, proofing).stream()
                .filter(each -> ids.contains(each.id()))
                .map(each -> {
                    jdbc.sql("""
                                    update credential set ended_at = null, ended_why = null, ended_by_proofing = null,
                                                          proofing = ?
                                    where holder_id = ? and credential_id = ?""").params(proofing, holderId, each.id()).update();
                    note(holderId, each.id(), each.kind(), "kept", Map.of("proofing", Integer.toString(proofing)));
                    return each.id();
                })
                .toList();
        if (!kept.isEmpty()) {
            events.publishEvent(new EarlierKept(holderId, kept.size()));
        }
        return kept;
    }

    /** A private ID that has ended lets nobody in but to the app, which says that it has ended. */
    @EventListener
    void on(PrivateIdChanged change) {
        if (change.to() == State.ENDED) {
            HolderId holderId = change.holderId();
            endAll(holderId, List.of(Kind.SESSION, Kind.PASSKEY, Kind.CARD), Why.ID_ENDED);
            // What a re-issue ended, and its holder might have kept, is not kept any more either.
            jdbc.sql("""
                            update credential set ended_why = 'ID_ENDED', ended_by_proofing = null
                            where holder_id = ? and kind = 'PASSKEY' and ended_why = 'REISSUED' returning credential_id""")
                    .param(holderId)
                    .query((row, n) -> CredentialId.in(row, "credential_id"))
                    .list()
                    .forEach(each ->
                            events.publishEvent(new CredentialEnded(holderId, each, Kind.PASSKEY, Why.ID_ENDED)));
        }
    }

    /** Everything of the holder is erased, in the caller's transaction: what they called their devices too. */
    public void erased(HolderId holderId) {
        jdbc.sql("update credential set label = '' where holder_id = ?")
                .param(holderId)
                .update();
    }

    private void note(HolderId holderId, CredentialId id, Kind kind, String what, Map<String, String> more) {
        Map<String, String> details = new java.util.TreeMap<>(more);
        details.put("kind", kind.name());
        details.put("credential", id.toString());
        audit.record(holderId, clock.instant(), "credential." + what.toLowerCase(Locale.ROOT), "holder", details, null);
    }

    private static Credential credential(ResultSet row, int n) throws SQLException {
        String method = row.getString("method");
        Instant endedAt = Sql.instantOrNull(row, "ended_at");
        return new Credential(
                CredentialId.in(row, "credential_id"),
                Kind.valueOf(row.getString("kind")),
                row.getInt("proofing"),
                row.getString("label"),
                row.getString("bound_key"),
                method == null ? null : SignInMethod.valueOf(method),
                Sql.instantOrNull(row, "authenticated_at"),
                Sql.instant(row, "made_at"),
                Sql.instantOrNull(row, "last_used_at"),
                Sql.instantOrNull(row, "expires_at"),
                endedAt == null
                        ? null
                        : new Credential.Ended(
                                endedAt,
                                Why.valueOf(row.getString("ended_why")),
                                row.getObject("ended_by_proofing", Integer.class)));
    }
}
