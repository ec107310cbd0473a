package dev.musubi.issuer.signin.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
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
import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.NewCredential;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.signin.BrowserMarks;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Holders' passkeys (W3C Web Authentication Level 3). The device must have verified its user each time; which make of
 * device it is, is not asked (attestation "none"), so nothing is claimed of it either.
 *
 * <p>Longer than most files: registering and signing in are two halves of one ceremony over one table.
 */
@Component
public class Passkeys {

    private static final Logger log = LoggerFactory.getLogger(Passkeys.class);
    private static final int MOST = 20;
    /** Without letters and digits that look alike. */
    private static final String TAG = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

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

    /**
     * Options for registering a passkey for this holder in this browser.
     *
     * @param label what the holder calls it; the device shows it in its list, where several people may have one of ours
     */
    public Options toRegister(HolderId holderId, BrowserMarks browser, String label) {
        Challenges.Issued given = challenges.issue(browser);
        byte[] handle = keyedHash.of("passkey-user", holderId.bytes());
        String shown = label.isEmpty() ? settings.name() + " " + tag(handle) : label;
        return new Options(
                Map.of(
                        "rp", Map.of("id", settings.origin().getHost(), "name", settings.name()),
                        // The handle tells the device nothing of the holder, and is the same each time.
                        "user", Map.of("id", base64(handle), "name", shown, "displayName", shown),
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

    /** Four letters that tell two holders on one device apart where they choose no label. */
    private static String tag(byte[] handle) {
        StringBuilder tag = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            tag.append(TAG.charAt(handle[i] & 31));
        }
        return tag.toString();
    }

    /** Options for signing in with any passkey the browser has for us. */
    public Options toSignIn(BrowserMarks browser) {
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
     * @return why it was not taken; nothing is changed then. Empty if it was
     */
    public Optional<PasskeyRefusal> register(
            BrowserSession session, BrowserMarks browser, String ticket, String answer, String label) {
        Challenges.Taken taken = challenges.take(ticket, browser);
        if (taken instanceof Challenges.Taken.Refused(PasskeyRefusal why)) {
            return refused(why, "challenge");
        }
        if (!(taken instanceof Challenges.Taken.Good(Challenge challenge)) || answer.length() > LONGEST_ANSWER) {
            return refused(PasskeyRefusal.INVALID, "length");
        }
        RegistrationData data;
        try {
            data = byLibrary(() -> webAuthn.verifyRegistrationResponseJSON(
                    answer, new RegistrationParameters(server(challenge), ALGORITHMS, true, true)));
        } catch (NotTakenException refused) {
            return refused(PasskeyRefusal.INVALID, refused.check());
        }
        if (data.getAttestationObject() == null) {
            return refused(PasskeyRefusal.INVALID, "attestation");
        }
        AuthenticatorData<?> authenticator = data.getAttestationObject().getAuthenticatorData();
        AttestedCredentialData credential = authenticator.getAttestedCredentialData();
        if (credential == null) {
            return refused(PasskeyRefusal.INVALID, "attested credential");
        }
        return store(session, credential, authenticator, label).flatMap(why -> refused(why, "store"));
    }

    private static Optional<PasskeyRefusal> refused(PasskeyRefusal why, String check) {
        log.info("passkey.refused reason={} check={}", why.reason(), check);
        return Optional.of(why);
    }

    private Optional<PasskeyRefusal> store(
            BrowserSession session,
            AttestedCredentialData credential,
            AuthenticatorData<?> authenticator,
            String label) {
        HolderId holderId = session.holderId();
        try {
            return holders.locking(holderId, () -> {
                Optional<Credential> going = lineage.live(holderId, session.credential());
                if (going.isEmpty()) {
                    return Optional.of(PasskeyRefusal.SIGNED_OUT);
                }
                if (lineage.live(holderId, Kind.PASSKEY).size() >= MOST) {
                    return Optional.of(PasskeyRefusal.TOO_MANY);
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
                return Optional.empty();
            });
        } catch (DuplicateKeyException known) {
            return Optional.of(PasskeyRefusal.REGISTERED);
        }
    }

    /** What came of an answer to {@link #toSignIn}. */
    public sealed interface Answered {
        /** Rightly and freshly, by this holder's passkey. */
        record Rightly(SignedIn signedIn) implements Answered {}

        /** Not. */
        record Refused(PasskeyRefusal why) implements Answered {}
    }

    /** Whose passkey answered the challenge. */
    public Answered signIn(BrowserMarks browser, String ticket, String answer) {
        Challenges.Taken taken = challenges.take(ticket, browser);
        if (taken instanceof Challenges.Taken.Refused(PasskeyRefusal why)) {
            return notIn(why, "challenge");
        }
        if (!(taken instanceof Challenges.Taken.Good(Challenge challenge)) || answer.length() > LONGEST_ANSWER) {
            return notIn(PasskeyRefusal.INVALID, "length");
        }
        try {
            AuthenticationData data = byLibrary(() -> webAuthn.parseAuthenticationResponseJSON(answer));
            byte[] credentialId = credentialId(data);
            return holderOf(credentialId)
                    .map(holderId -> holders.locking(holderId, () -> answered(holderId, credentialId, data, challenge)))
                    .orElseGet(() -> notIn(PasskeyRefusal.UNKNOWN, "directory"));
        } catch (NotTakenException refused) {
            return notIn(PasskeyRefusal.INVALID, refused.check());
        }
    }

    /**
     * The library has many exceptions for what it cannot read or does not believe, and where a member is missing it is the JVM's
     * own: all of them are about what was sent. Nothing of ours may fail in here.
     */
    private static <T> T byLibrary(Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException refused) {
            throw new NotTakenException(refused.getClass().getSimpleName());
        }
    }

    private static final class NotTakenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotTakenException(String check) {
            super(check, null, false, false);
        }

        String check() {
            return String.valueOf(getMessage());
        }
    }

    private static Answered notIn(PasskeyRefusal why, String check) {
        refused(why, check);
        return new Answered.Refused(why);
    }

    private Answered answered(HolderId holderId, byte[] credentialId, AuthenticationData data, Challenge challenge) {
        Optional<Known> known = jdbc.sql("select * from passkey where holder_id = ? and credential_id = ?")
                .params(holderId, credentialId)
                .query((row, n) -> new Known(CredentialId.in(row, "lineage_id"), record(row)))
                .optional();
        if (known.isEmpty()) {
            return notIn(PasskeyRefusal.UNKNOWN, "passkey");
        }
        // One that a re-issue ended lets nobody in, though it is there to be kept.
        if (lineage.live(holderId, known.get().lineage()).isEmpty()) {
            return notIn(PasskeyRefusal.ENDED, "lineage");
        }
        CredentialRecordImpl stored = known.get().stored();
        byLibrary(() -> webAuthn.verify(
                data, new AuthenticationParameters(server(challenge), stored, List.of(credentialId), true, true)));
        Instant now = machine.instant();
        AuthenticatorData<?> authenticator = data.getAuthenticatorData();
        jdbc.sql("update passkey set sign_count = ?, used_at = ? where holder_id = ? and credential_id = ?")
                .params(authenticator == null ? 0 : authenticator.getSignCount(), Sql.time(now), holderId, credentialId)
                .update();
        lineage.used(holderId, known.get().lineage());
        return new Answered.Rightly(new SignedIn(
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
