package dev.musubi.issuer.openid.grant;

import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents.ConsentCancelled;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.openid.LastingAccess;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.claims.ClaimsDemand;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.SessionId;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The grants. Each is one row of its holder's; its code and its tokens are sealed strings that name it, so there is no
 * table of tokens to search, and whatever ends the row ends them all. Methods that change something take part in the
 * caller's transaction on the holder.
 */
@Component
public class Grants implements LastingAccess {

    private static final String DETAILS = "grant-details";
    private static final String CODE = "authorization-code";
    private static final String REFRESH = "refresh-token";

    private final JdbcClient jdbc;
    private final ClientAgreements agreements;
    private final SealedTokens tokens;
    private final OpenIdSettings settings;
    private final MachineClock machine;

    Grants(
            JdbcClient jdbc,
            ClientAgreements agreements,
            SealedTokens tokens,
            OpenIdSettings settings,
            MachineClock machine) {
        this.jdbc = jdbc;
        this.agreements = agreements;
        this.tokens = tokens;
        this.settings = settings;
        this.machine = machine;
    }

    /** A reference to a grant, out of a code or a token. */
    public record Reference(HolderId holderId, GrantId grantId, int serial) {}

    /** Makes a grant to a client the holder agreed to; gives its authorization code. */
    public String make(
            BrowserSession session,
            OpenIdClient client,
            Collection<String> scope,
            Set<Attribute> items,
            @Nullable ConsentId consentId,
            Grant.Details details) {
        agreements.agreed(session.holderId(), client);
        GrantId grantId = GrantId.random();
        Instant now = machine.instant();
        boolean lasting = scope.contains("offline_access");
        jdbc.sql("""
                        insert into openid_grant (holder_id, grant_id, client_id, relying_party_id, session_id, scope, items,
                                                  consent_id, sealed, created_at, code_expires_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Sql.values(
                        session.holderId(),
                        grantId,
                        client.id(),
                        client.party().id(),
                        session.sessionId(),
                        scope.toArray(String[]::new),
                        items.stream().map(Attribute::name).toArray(String[]::new),
                        consentId,
                        tokens.seal(DETAILS, StoredJson.bytes(details)).getBytes(StandardCharsets.US_ASCII),
                        Sql.time(now),
                        Sql.time(now.plus(settings.codeTerm())),
                        Sql.time(now.plus(
                                lasting
                                        ? settings.refreshTokenTerm()
                                        : settings.codeTerm().plus(settings.accessTokenTerm())))))
                .update();
        return tokens.seal(CODE, bytes(session.holderId(), grantId, 0));
    }

    /** The grant a code is for; whether it is still good, the grant says. */
    public Optional<Reference> byCode(String code) {
        return tokens.open(CODE, code).flatMap(Grants::reference);
    }

    /** The grant a refresh token is for, and the token's serial. */
    public Optional<Reference> byRefreshToken(String token) {
        return tokens.open(REFRESH, token).flatMap(Grants::reference);
    }

    /** The refresh token of this serial. */
    public String refreshToken(Grant grant, int serial) {
        return tokens.seal(REFRESH, bytes(grant.holderId(), grant.grantId(), serial));
    }

    /** A grant to this client. */
    public Optional<Grant> find(HolderId holderId, GrantId grantId, OpenIdClient client) {
        return find(holderId, grantId).filter(grant -> grant.isTo(client));
    }

    /** A grant, to whomever. */
    public Optional<Grant> find(HolderId holderId, GrantId grantId) {
        return jdbc.sql("select * from openid_grant where holder_id = ? and grant_id = ?")
                .params(holderId, grantId)
                .query(this::grant)
                .optional();
    }

    /** The grants made in a session, the newest first. */
    List<Grant> inSession(HolderId holderId, SessionId sessionId) {
        return jdbc.sql("""
                        select * from openid_grant where holder_id = ? and session_id = ?
                        order by created_at desc limit 500""").params(holderId, sessionId).query(this::grant).list();
    }

    /** The latest grant of a holder to a relying party whose code was used. */
    public Optional<Grant> latest(HolderId holderId, String relyingPartyId) {
        return jdbc.sql("""
                        select * from openid_grant
                        where holder_id = ? and relying_party_id = ? and code_used_at is not null
                        order by created_at desc limit 1""").params(holderId, relyingPartyId).query(this::grant).optional();
    }

    /** Notes that the code was used; false if it had been. */
    public boolean useCode(Grant grant) {
        return jdbc.sql("""
                                update openid_grant set code_used_at = ?
                                where holder_id = ? and grant_id = ? and code_used_at is null""")
                        .params(Sql.time(machine.instant()), grant.holderId(), grant.grantId())
                        .update()
                == 1;
    }

    /** Ends the present refresh token in favour of the next. */
    public void rotate(Grant grant) {
        jdbc.sql("update openid_grant set refresh_serial = ? where holder_id = ? and grant_id = ?")
                .params(grant.refreshSerial() + 1, grant.holderId(), grant.grantId())
                .update();
    }

    /** Notes that the attributes of a generation were told under this grant; true the first time. */
    public boolean disclosed(Grant grant, int generation) {
        return jdbc.sql("""
                                update openid_grant set disclosed_generation = ?
                                where holder_id = ? and grant_id = ? and disclosed_generation < ?""")
                        .params(generation, grant.holderId(), grant.grantId(), generation)
                        .update()
                == 1;
    }

    @Override
    public List<String> lasting(HolderId holderId) {
        return jdbc.sql("""
                        select distinct relying_party_id from openid_grant
                        where holder_id = ? and revoked_at is null and code_used_at is not null and expires_at > ?
                          and 'offline_access' = any (scope)
                        order by relying_party_id limit 100""")
                .params(holderId, Sql.time(machine.instant()))
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** Takes a grant back, and with it its code and all of its tokens. */
    public void revoke(HolderId holderId, GrantId grantId) {
        jdbc.sql("""
                        update openid_grant set revoked_at = ?
                        where holder_id = ? and grant_id = ? and revoked_at is null""").params(Sql.time(machine.instant()), holderId, grantId).update();
    }

    @Override
    public void revokeAll(HolderId holderId, String relyingPartyId) {
        jdbc.sql("""
                        update openid_grant set revoked_at = ?
                        where holder_id = ? and relying_party_id = ? and revoked_at is null""")
                .params(Sql.time(machine.instant()), holderId, relyingPartyId)
                .update();
        // It is a stranger again: the next time the holder is asked.
        jdbc.sql("delete from client_agreement where holder_id = ? and relying_party_id = ?")
                .params(holderId, relyingPartyId)
                .update();
    }

    /** The clients that were granted something in a session. */
    public List<String> clientsIn(HolderId holderId, SessionId sessionId) {
        return jdbc.sql("select distinct client_id from openid_grant where holder_id = ? and session_id = ?")
                .params(holderId, sessionId)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** The sessions in which a relying party was granted something, and came for it; whether they still are, is not said. */
    public List<SessionId> sessionsWith(HolderId holderId, String relyingPartyId) {
        return jdbc.sql("""
                        select distinct session_id from openid_grant
                        where holder_id = ? and relying_party_id = ? and code_used_at is not null""")
                .params(holderId, relyingPartyId)
                .query((row, n) -> SessionId.in(row, "session_id"))
                .list();
    }

    /**
     * Ends the grants of a session that has ended.
     *
     * @param whole also those meant to last (offline access): the session may have been in a thief's hands
     */
    public void revokeIn(HolderId holderId, SessionId sessionId, boolean whole) {
        jdbc.sql("""
                        update openid_grant set revoked_at = ?
                        where holder_id = ? and session_id = ? and revoked_at is null
                          and (? or not ('offline_access' = any (scope)))""")
                .params(Sql.time(machine.instant()), holderId, sessionId, whole)
                .update();
    }

    /** A consent was taken back: what rests on it ends in the same transaction. */
    @EventListener
    void on(ConsentCancelled cancelled) {
        jdbc.sql("""
                        delete from client_agreement where holder_id = ? and relying_party_id in (
                          select relying_party_id from openid_grant where holder_id = ? and consent_id = ?)""")
                .params(cancelled.holderId(), cancelled.holderId(), cancelled.consentId())
                .update();
        jdbc.sql("""
                        update openid_grant set revoked_at = ?
                        where holder_id = ? and consent_id = ? and revoked_at is null""")
                .params(Sql.time(machine.instant()), cancelled.holderId(), cancelled.consentId())
                .update();
    }

    /** A private ID that has ended grants nothing, not even what was meant to last; nor does one that was signed for anew. */
    @EventListener
    void on(PrivateIdChanged change) {
        if (change.cause() == Cause.REISSUED) {
            // What was granted in an earlier proofing's sessions may have been granted by a thief, whether or not they
            // last.
            jdbc.sql("delete from client_agreement where holder_id = ?")
                    .param(change.holderId())
                    .update();
        }
        if (change.to() == State.ENDED || change.cause() == Cause.REISSUED) {
            jdbc.sql("update openid_grant set revoked_at = ? where holder_id = ? and revoked_at is null")
                    .params(Sql.time(machine.instant()), change.holderId())
                    .update();
        }
    }

    private Grant grant(ResultSet row, int n) throws SQLException {
        byte[] details = tokens.open(DETAILS, new String(row.getBytes("sealed"), StandardCharsets.US_ASCII))
                .orElseThrow(() -> new IllegalStateException("a grant's details do not open"));
        Grant.Details said = StoredJson.read(details, Grant.Details.class, 1);
        List<String> scope = List.of((String[]) row.getArray("scope").getArray());
        return new Grant(
                HolderId.in(row, "holder_id"),
                GrantId.in(row, "grant_id"),
                row.getString("client_id"),
                row.getString("relying_party_id"),
                SessionId.in(row, "session_id"),
                scope,
                Attribute.named(List.of((String[]) row.getArray("items").getArray())),
                ConsentId.inOrNull(row, "consent_id"),
                ClaimsDemand.of(scope, said.claims()),
                said,
                Sql.instant(row, "code_expires_at"),
                Sql.instantOrNull(row, "code_used_at"),
                row.getInt("refresh_serial"),
                Sql.instant(row, "expires_at"),
                Sql.instantOrNull(row, "revoked_at"));
    }

    private static byte[] bytes(HolderId holderId, GrantId grantId, int serial) {
        return ByteBuffer.allocate(36)
                .put(holderId.bytes())
                .put(grantId.bytes())
                .putInt(serial)
                .array();
    }

    private static Optional<Reference> reference(byte[] said) {
        if (said.length != 36) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(said);
        return Optional.of(new Reference(
                new HolderId(DatabaseId.next(buffer)), new GrantId(DatabaseId.next(buffer)), buffer.getInt()));
    }
}
