package dev.musubi.issuer.signing.card;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.CredentialEnded;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.NewCredential;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.signin.SignedIn;
import dev.musubi.issuer.signing.SigningOrder.Recognised;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The cards holders sign in with. The app's server names a card's holder by a pairwise subject and hands out nothing of the
 * certificate; nobody says that this name is the signature certificate's subject, nor that it outlives a renewal. So it is a
 * credential like a passkey: its holder adds it by a signature made at the app under the same name, and it is never the only
 * key.
 *
 * <p>A row leads from the keyed hash of a subject to its holder. It is one of an index table of its own, seen by nobody.
 */
@Component
public class CardSubjects {

    private static final String LABEL = "マイナンバーカード";

    private final JdbcClient jdbc;
    private final Credentials credentials;
    private final KeyedHash keyedHash;
    private final MachineClock machine;

    CardSubjects(JdbcClient jdbc, Credentials credentials, KeyedHash keyedHash, MachineClock machine) {
        this.jdbc = jdbc;
        this.credentials = credentials;
        this.keyedHash = keyedHash;
        this.machine = machine;
    }

    private record Kept(HolderId holderId, CredentialId id) {}

    private Optional<Kept> kept(byte[] hash) {
        return jdbc.sql("select holder_id, credential_id from card_subject where subject_hash = ?")
                .param(hash)
                .query((row, n) -> new Kept(HolderId.in(row, "holder_id"), CredentialId.in(row, "credential_id")))
                .optional();
    }

    /** Whoever has added this card, and may sign in with it now. */
    Optional<SignedIn> find(Recognised recognised) {
        return kept(hash(recognised.subject()))
                .filter(each -> credentials.live(each.holderId(), each.id()).isPresent())
                .map(each ->
                        new SignedIn(each.holderId(), SignInMethod.JPKI_AUTHENTICATION, recognised.at(), each.id()));
    }

    /**
     * Adds a card, in the caller's transaction on the holder.
     *
     * @param proofing the proofing that what vouches for it descends from
     * @return false if it is another holder's
     */
    public boolean add(HolderId holderId, int proofing, String subject) {
        byte[] hash = hash(subject);
        Optional<Kept> kept = kept(hash);
        if (kept.isPresent() && !kept.get().holderId().equals(holderId)) {
            // Whoever let it go, or lost it with a re-issue, has no row here any more.
            return false;
        }
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        credentials.live(holderId, Kind.CARD).stream()
                .filter(each -> key.equals(each.key()))
                .forEach(each -> credentials.end(holderId, each.id(), Why.REPLACED));
        CredentialId id = CredentialId.random();
        // Two holders at the same moment: the first has it, and the other's credential is not made.
        boolean first = jdbc.sql("""
                                insert into card_subject (subject_hash, holder_id, credential_id) values (?, ?, ?)
                                on conflict (subject_hash) do nothing""").params(hash, holderId, id).update() == 1;
        if (first) {
            credentials.make(
                    holderId,
                    id,
                    new NewCredential(
                            Kind.CARD,
                            proofing,
                            LABEL,
                            key,
                            SignInMethod.JPKI_AUTHENTICATION,
                            machine.instant(),
                            null));
        }
        return first;
    }

    /** A card that has ended leads to nobody. */
    @EventListener
    void on(CredentialEnded ended) {
        if (ended.kind() == Kind.CARD) {
            credentials
                    .find(ended.holderId(), ended.id())
                    .map(Credential::key)
                    .ifPresent(key -> jdbc.sql("delete from card_subject where subject_hash = ? and credential_id = ?")
                            .params(Base64.getUrlDecoder().decode(key), ended.id())
                            .update());
        }
    }

    private byte[] hash(String subject) {
        return keyedHash.of("card-subject", subject.getBytes(StandardCharsets.UTF_8));
    }
}
