package dev.musubi.issuer.signin.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.CredentialEnded;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.NewCredential;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.signin.SignedIn;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyedHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Holders' passkeys (W3C Web Authentication Level 3). The device must have verified its user each time; which make of
 * device it is, is not asked (attestation "none"), so nothing is claimed of it either.
 */
@Component
public class Passkeys {

    private static final int MOST = 20;
    private static final int LONGEST_ANSWER = 32 * 1024;
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256),
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.EdDSA),
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.RS256));

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager webAuthn = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter credentials = new AttestedCredentialDataConverter(converter);

    private final JdbcClient jdbc;
    private final Credentials lineage;
    private final Challenges challenges;
    private final KeyedHash keyedHash;
    private final SignInSettings settings;
    private final HolderTransactions holders;
    private final AuditLog audit;
    private final InstantSource clock;
    private final MachineClock machine;

    Passkeys(
            JdbcClient jdbc,
            Credentials lineage,
            Challenges challenges,
            KeyedHash keyedHash,
            SignInSettings settings,
            HolderTransactions holders,
            AuditLog audit,
            InstantSource clock,
            MachineClock machine) {
        this.jdbc = jdbc;
        this.lineage = lineage;
        this.challenges = challenges;
        this.keyedHash = keyedHash;
        this.settings = settings;
        this.holders = holders;
        this.audit = audit;
        this.clock = clock;
        this.machine = machine;
    }

    /** What a browser hands to {@code navigator.credentials}, and the ticket to send back with the answer. */
    public record Options(Map<String, Object> publicKey, String ticket) {}

    /** Options for registering a passkey for this holder in this browser. */
    public Options toRegister(HolderId holderId, String browser) {
        Challenges.Issued given = challenges.issue(browser);
        return new Options(
                Map.of(
                        "rp", Map.of("id", settings.origin().getHost(), "name", settings.name()),
                        // The handle tells the device nothing of the holder, and is the same each time.
                        "user",
                                Map.of(
                                        "id", base64(keyedHash.of("passkey-user", holderId.bytes())),
                                        "name", settings.name(),
                                        "displayName", settings.name()),
                        "challenge", given.challenge(),
                        "pubKeyCredParams",
                                ALGORITHMS.stream()
                                        .map(each -> Map.of(
                                                "type",
                                                "public-key",
                                                "alg",
                                                each.getAlg().getValue()))
                                        .toList(),
                        "excludeCredentials",
                                credentialIds(holderId).stream()
                                        .map(id -> Map.of("type", "public-key", "id", base64(id)))
                                        .toList(),
                        "authenticatorSelection", Map.of("residentKey", "required", "userVerification", "required"),
                        "attestation", "none",
                        "timeout", settings.challengeTerm().toMillis()),
                given.ticket());
    }

    /** Options for signing in with any passkey the browser has for us. */
    public Options toSignIn(String browser) {
        Challenges.Issued given = challenges.issue(browser);
        return new Options(
                Map.of(
                        "rpId", settings.origin().getHost(),
                        "challenge", given.challenge(),
                        "userVerification", "required",
                        "timeout", settings.challengeTerm().toMillis()),
                given.ticket());
    }

    /**
     * Takes a new passkey. It descends from the proofing that the session descends from in which it is registered.
     *
     * @param session the session; it is looked at once more under the holder's lock
     * @param answer the browser's PublicKeyCredential as JSON
     * @return false if it is not one, not for this challenge, or known already, or if the session has ended meanwhile;
     *     nothing is changed then
     */
    public boolean register(BrowserSession session, String browser, String ticket, String answer, String label) {
        Optional<Challenge> challenge = challenges.take(ticket, browser);
        if (challenge.isEmpty() || answer.length() > LONGEST_ANSWER) {
            return false;
        }
        RegistrationData data;
        try {
            data = webAuthn.verifyRegistrationResponseJSON(
                    answer, new RegistrationParameters(server(challenge.get()), ALGORITHMS, true, true));
        } catch (DataConversionException | VerificationException refused) {
            return false;
        }
        if (data.getAttestationObject() == null) {
            return false;
        }
        AuthenticatorData<?> authenticator = data.getAttestationObject().getAuthenticatorData();
        AttestedCredentialData credential = authenticator.getAttestedCredentialData();
        if (credential == null) {
            return false;
        }
        return store(session, credential, authenticator, label);
    }

    private boolean store(
            BrowserSession session,
            AttestedCredentialData credential,
            AuthenticatorData<?> authenticator,
            String label) {
        HolderId holderId = session.holderId();
        try {
            return holders.locking(holderId, () -> {
                Optional<Credential> going = lineage.live(holderId, session.credential());
                if (going.isEmpty() || lineage.live(holderId, Kind.PASSKEY).size() >= MOST) {
                    return false;
                }
                Credential made = lineage.make(
                        holderId,
                        new NewCredential(Kind.PASSKEY, going.get().proofing(), label, null, null, null, null));
                jdbc.sql("insert into passkey_directory (credential_id, holder_id) values (?, ?)")
                        .params(credential.getCredentialId(), holderId)
                        .update();
                jdbc.sql("""
                                insert into passkey (holder_id, credential_id, lineage_id, label, public_key, sign_count,
                                                     backup_eligible, created_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?)""")
                        .params(
                                holderId,
                                credential.getCredentialId(),
                                made.id(),
                                label,
                                credentials.convert(credential),
                                authenticator.getSignCount(),
                                authenticator.isFlagBE(),
                                Sql.time(made.madeAt()))
                        .update();
                audit.record(holderId, clock.instant(), "passkey.registered", "holder", Map.of(), null);
                return true;
            });
        } catch (DuplicateKeyException known) {
            return false;
        }
    }

    /** Whose passkey answered the challenge; empty if none did, rightly and freshly. */
    public Optional<SignedIn> signIn(String browser, String ticket, String answer) {
        Optional<Challenge> challenge = challenges.take(ticket, browser);
        if (challenge.isEmpty() || answer.length() > LONGEST_ANSWER) {
            return Optional.empty();
        }
        try {
            AuthenticationData data = webAuthn.parseAuthenticationResponseJSON(answer);
            byte[] credentialId = credentialId(data);
            return holderOf(credentialId)
                    .flatMap(holderId -> holders.locking(
                            holderId, () -> answersRightly(holderId, credentialId, data, challenge.get())));
        } catch (DataConversionException | VerificationException refused) {
            return Optional.empty();
        }
    }

    private Optional<SignedIn> answersRightly(
            HolderId holderId, byte[] credentialId, AuthenticationData data, Challenge challenge) {
        Optional<Known> known = jdbc.sql("select * from passkey where holder_id = ? and credential_id = ?")
                .params(holderId, credentialId)
                .query((row, n) -> new Known(CredentialId.in(row, "lineage_id"), record(row)))
                .optional()
                // One that a re-issue ended lets nobody in, though it is there to be kept.
                .filter(each -> lineage.live(holderId, each.lineage()).isPresent());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        CredentialRecordImpl stored = known.get().stored();
        webAuthn.verify(
                data, new AuthenticationParameters(server(challenge), stored, List.of(credentialId), true, true));
        Instant now = machine.instant();
        AuthenticatorData<?> authenticator = data.getAuthenticatorData();
        jdbc.sql("update passkey set sign_count = ?, used_at = ? where holder_id = ? and credential_id = ?")
                .params(authenticator == null ? 0 : authenticator.getSignCount(), Sql.time(now), holderId, credentialId)
                .update();
        lineage.used(holderId, known.get().lineage());
        return Optional.of(new SignedIn(
                holderId,
                Boolean.TRUE.equals(stored.isBackupEligible()) ? SignInMethod.PASSKEY : SignInMethod.PASSKEY_ON_DEVICE,
                now,
                known.get().lineage()));
    }

    /** A passkey as it is kept. */
    private record Known(CredentialId lineage, CredentialRecordImpl stored) {}

    /** Whether the holder has a passkey that signs in now. */
    public boolean has(HolderId holderId) {
        return !lineage.live(holderId, Kind.PASSKEY).isEmpty();
    }

    /** A passkey its holder removed is forgotten; one that a re-issue ended may still be kept. */
    @EventListener
    void on(CredentialEnded ended) {
        if (ended.kind() == Kind.PASSKEY && ended.why() != Why.REISSUED) {
            jdbc.sql("delete from passkey where holder_id = ? and lineage_id = ? returning credential_id")
                    .params(ended.holderId(), ended.id())
                    .query((row, n) -> row.getBytes(1))
                    .list()
                    .forEach(credentialId -> jdbc.sql("delete from passkey_directory where credential_id = ?")
                            .param(credentialId)
                            .update());
            audit.record(ended.holderId(), clock.instant(), "passkey.removed", "holder", Map.of(), null);
        }
    }

    // The library marks the bytes, not the array, as nullable; a parsed answer has an id.
    @SuppressWarnings("NullAway")
    private static byte[] credentialId(AuthenticationData data) {
        return data.getCredentialId() == null ? new byte[0] : data.getCredentialId();
    }

    private Optional<HolderId> holderOf(byte[] credentialId) {
        return jdbc.sql("select holder_id from passkey_directory where credential_id = ?")
                .param(credentialId)
                .query((row, n) -> HolderId.in(row, "holder_id"))
                .optional();
    }

    /** Those that sign in now: one that was ended may be registered anew. */
    private List<byte[]> credentialIds(HolderId holderId) {
        record Kept(byte[] id, CredentialId lineage) {}
        Set<CredentialId> live = lineage.live(holderId, Kind.PASSKEY).stream()
                .map(Credential::id)
                .collect(Collectors.toSet());
        return jdbc
                .sql("select credential_id, lineage_id from passkey where holder_id = ?")
                .param(holderId)
                .query((row, n) -> new Kept(row.getBytes("credential_id"), CredentialId.in(row, "lineage_id")))
                .list()
                .stream()
                .filter(each -> live.contains(each.lineage()))
                .map(Kept::id)
                .toList();
    }

    private ServerProperty server(Challenge challenge) {
        return ServerProperty.builder()
                .origin(Origin.create(settings.origin().toString()))
                .rpId(settings.origin().getHost())
                .challenge(challenge)
                .build();
    }

    private CredentialRecordImpl record(ResultSet row) throws SQLException {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                row.getBoolean("backup_eligible"),
                null,
                row.getLong("sign_count"),
                credentials.convert(row.getBytes("public_key")),
                null,
                null,
                null,
                null);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
