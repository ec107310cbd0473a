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
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.signin.SignInSettings;
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
    private final Challenges challenges;
    private final KeyedHash keyedHash;
    private final SignInSettings settings;
    private final HolderTransactions holders;
    private final AuditLog audit;
    private final InstantSource clock;
    private final MachineClock machine;

    Passkeys(
            JdbcClient jdbc,
            Challenges challenges,
            KeyedHash keyedHash,
            SignInSettings settings,
            HolderTransactions holders,
            AuditLog audit,
            InstantSource clock,
            MachineClock machine) {
        this.jdbc = jdbc;
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
        Challenges.Given given = challenges.give(browser);
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
        Challenges.Given given = challenges.give(browser);
        return new Options(
                Map.of(
                        "rpId", settings.origin().getHost(),
                        "challenge", given.challenge(),
                        "userVerification", "required",
                        "timeout", settings.challengeTerm().toMillis()),
                given.ticket());
    }

    /**
     * Takes a new passkey.
     *
     * @param answer the browser's PublicKeyCredential as JSON
     * @return false if it is not one, not for this challenge, or known already; nothing is changed then
     */
    public boolean register(HolderId holderId, String browser, String ticket, String answer, String label) {
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
        return store(holderId, credential, authenticator, label);
    }

    private boolean store(
            HolderId holderId, AttestedCredentialData credential, AuthenticatorData<?> authenticator, String label) {
        Instant now = machine.instant();
        try {
            return holders.on(holderId, () -> {
                if (credentialIds(holderId).size() >= MOST) {
                    return false;
                }
                jdbc.sql("insert into passkey_directory (credential_id, holder_id) values (?, ?)")
                        .params(credential.getCredentialId(), holderId)
                        .update();
                jdbc.sql("""
                                insert into passkey (holder_id, credential_id, label, public_key, sign_count,
                                                     backup_eligible, created_at)
                                values (?, ?, ?, ?, ?, ?, ?)""")
                        .params(
                                holderId,
                                credential.getCredentialId(),
                                label,
                                credentials.convert(credential),
                                authenticator.getSignCount(),
                                authenticator.isFlagBE(),
                                Sql.time(now))
                        .update();
                audit.record(holderId, clock.instant(), "passkey.registered", "holder", Map.of(), null);
                return true;
            });
        } catch (DuplicateKeyException known) {
            return false;
        }
    }

    /** Who answered a challenge, and whether by a passkey that may be on other devices too. */
    public record Answered(HolderId holderId, boolean synced) {}

    /** Whose passkey answered the challenge; empty if none did, rightly and freshly. */
    public Optional<Answered> signIn(String browser, String ticket, String answer) {
        Optional<Challenge> challenge = challenges.take(ticket, browser);
        if (challenge.isEmpty() || answer.length() > LONGEST_ANSWER) {
            return Optional.empty();
        }
        try {
            AuthenticationData data = webAuthn.parseAuthenticationResponseJSON(answer);
            byte[] credentialId = credentialId(data);
            return holderOf(credentialId)
                    .flatMap(holderId ->
                            holders.on(holderId, () -> answersRightly(holderId, credentialId, data, challenge.get())));
        } catch (DataConversionException | VerificationException refused) {
            return Optional.empty();
        }
    }

    private Optional<Answered> answersRightly(
            HolderId holderId, byte[] credentialId, AuthenticationData data, Challenge challenge) {
        Optional<CredentialRecordImpl> known = jdbc.sql(
                        "select * from passkey where holder_id = ? and credential_id = ?")
                .params(holderId, credentialId)
                .query((row, n) -> record(row))
                .optional();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        webAuthn.verify(
                data, new AuthenticationParameters(server(challenge), known.get(), List.of(credentialId), true, true));
        AuthenticatorData<?> authenticator = data.getAuthenticatorData();
        jdbc.sql("update passkey set sign_count = ?, used_at = ? where holder_id = ? and credential_id = ?")
                .params(
                        authenticator == null ? 0 : authenticator.getSignCount(),
                        Sql.time(machine.instant()),
                        holderId,
                        credentialId)
                .update();
        return Optional.of(
                new Answered(holderId, Boolean.TRUE.equals(known.get().isBackupEligible())));
    }

    /** The holder's passkeys, the oldest first. */
    public List<Passkey> of(HolderId holderId) {
        return jdbc.sql("select * from passkey where holder_id = ? order by created_at")
                .param(holderId)
                .query((row, n) -> new Passkey(
                        base64(row.getBytes("credential_id")),
                        row.getString("label"),
                        Sql.instant(row, "created_at"),
                        Sql.instantOrNull(row, "used_at")))
                .list();
    }

    /** Forgets a passkey; false if the holder has no such one. */
    public boolean remove(HolderId holderId, String reference) {
        byte[] credentialId;
        try {
            credentialId = Base64.getUrlDecoder().decode(reference);
        } catch (IllegalArgumentException none) {
            return false;
        }
        return holders.on(holderId, () -> {
            boolean there = jdbc.sql("delete from passkey where holder_id = ? and credential_id = ?")
                            .params(holderId, credentialId)
                            .update()
                    == 1;
            if (there) {
                jdbc.sql("delete from passkey_directory where credential_id = ?")
                        .param(credentialId)
                        .update();
                audit.record(holderId, clock.instant(), "passkey.removed", "holder", Map.of(), null);
            }
            return there;
        });
    }

    /** A private ID that has ended is signed in to by nothing. */
    @EventListener
    void on(PrivateIdChanged change) {
        if (change.to() == State.ENDED) {
            of(change.holderId()).forEach(each -> remove(change.holderId(), each.reference()));
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

    private List<byte[]> credentialIds(HolderId holderId) {
        return jdbc.sql("select credential_id from passkey where holder_id = ?")
                .param(holderId)
                .query((row, n) -> row.getBytes(1))
                .list();
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
