package dev.musubi.issuer.signin;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.CredentialEnded;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.NewCredential;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The sessions of holders' browsers. A session is a credential; a cookie is a sealed reference to it, so whoever reads the
 * database can be nobody, and ending the credential ends the cookie. It says when its holder had authenticated when it was
 * given, and nothing later counts for it: who has a copy waits in vain for the holder to authenticate again.
 */
@Component
public class BrowserSessions {

    private static final String PURPOSE = "session";
    private static final int LENGTH = 40;

    /** How long a second click gets the answer of the first. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Credentials credentials;
    private final SealedTokens tokens;
    private final SignInSettings settings;
    private final AuditLog audit;
    private final HolderTransactions holders;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;
    private final MachineClock machine;

    BrowserSessions(
            Credentials credentials,
            SealedTokens tokens,
            SignInSettings settings,
            AuditLog audit,
            HolderTransactions holders,
            ApplicationEventPublisher events,
            InstantSource clock,
            MachineClock machine) {
        this.credentials = credentials;
        this.tokens = tokens;
        this.settings = settings;
        this.audit = audit;
        this.holders = holders;
        this.events = events;
        this.clock = clock;
        this.machine = machine;
    }

    /**
     * Begins a session; what it gives back is the cookie's value. What signed the holder in is looked at once more under
     * the holder's lock: a re-issue meanwhile has ended it, and it begins nothing.
     */
    public Optional<String> begin(SignedIn signedIn, String device) {
        HolderId holderId = signedIn.holderId();
        return holders.locking(
                holderId,
                () -> descent(signedIn).map(proofing -> {
                    Credential session = credentials.make(
                            holderId,
                            new NewCredential(
                                    Kind.SESSION,
                                    proofing,
                                    device,
                                    null,
                                    signedIn.method(),
                                    signedIn.at(),
                                    machine.instant().plus(settings.sessionTerm())));
                    noteSignIn(signedIn);
                    return cookie(holderId, session.id(), signedIn.at());
                }));
    }

    /** A session that a browser began, or had go on, a moment ago. */
    public record Begun(String holderId, String sessionId, Instant authenticatedAt) {}

    /** The cookie's value of a session that began a moment ago, once more; empty if it has ended. */
    public Optional<String> cookieOf(Begun begun) {
        HolderId holderId = HolderId.of(begun.holderId());
        return find(holderId, new SessionId(UUID.fromString(begun.sessionId())))
                .map(each -> cookie(holderId, each.credential(), begun.authenticatedAt()));
    }

    private String cookie(HolderId holderId, CredentialId session, Instant authenticatedAt) {
        return tokens.seal(
                PURPOSE,
                ByteBuffer.allocate(LENGTH)
                        .put(holderId.bytes())
                        .put(session.bytes())
                        .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, authenticatedAt))
                        .array());
    }

    /**
     * The holder signs in once more where they are signed in: the session goes on, so that whoever rests on it still does.
     *
     * @return the cookie's value from now on; empty if the session, or what signed the holder in, has ended meanwhile
     */
    public Optional<String> again(BrowserSession session, SignedIn signedIn) {
        return holders.locking(session.holderId(), () -> {
            boolean goesOn =
                    credentials.live(session.holderId(), session.credential()).isPresent()
                            && descent(signedIn).isPresent()
                            && credentials.authenticated(
                                    session.holderId(),
                                    session.credential(),
                                    signedIn.method(),
                                    signedIn.at(),
                                    machine.instant().plus(settings.sessionTerm()));
            if (goesOn) {
                noteSignIn(signedIn);
            }
            return goesOn
                    ? Optional.of(cookie(session.holderId(), session.credential(), signedIn.at()))
                    : Optional.empty();
        });
    }

    /** The proofing that what signed the holder in descends from; empty if it has ended. */
    private Optional<Integer> descent(SignedIn signedIn) {
        CredentialId by = signedIn.by();
        if (by != null) {
            return credentials.live(signedIn.holderId(), by).map(Credential::proofing);
        }
        int last = credentials.lastProofing(signedIn.holderId());
        return signedIn.proofing() == null || signedIn.proofing() == last ? Optional.of(last) : Optional.empty();
    }

    private void noteSignIn(SignedIn signedIn) {
        audit.record(
                signedIn.holderId(),
                clock.instant(),
                "holder.signed_in",
                "holder",
                Map.of("method", signedIn.method().name()),
                null);
    }

    /** The session a cookie's value refers to, if it is still going on. */
    public Optional<BrowserSession> of(String cookie) {
        return reference(cookie)
                .flatMap(each -> live(each.holderId(), each.id()).map(found -> {
                    if (credentials.isUseDueSinceMade(found)) {
                        // So that its holder sees a copy of the cookie at work.
                        holders.locking(each.holderId(), () -> {
                            credentials.used(each.holderId(), each.id());
                            return true;
                        });
                    }
                    return session(each.holderId(), found).asOf(each.authenticatedAt());
                }));
    }

    private Optional<Credential> live(HolderId holderId, CredentialId id) {
        return credentials.live(holderId, id).filter(each -> each.kind() == Kind.SESSION);
    }

    /** The credential a cookie's value refers to, whether it is still going on or not. */
    public Optional<CredentialId> credentialOf(String cookie) {
        return reference(cookie).map(Reference::id);
    }

    /**
     * Whether a cookie's session ended a moment ago because its holder gave the private ID up: the one who did that in this
     * browser may be clicking twice.
     */
    public Optional<HolderId> gaveUpJustNow(String cookie) {
        Instant now = machine.instant();
        return reference(cookie)
                .filter(each -> credentials
                        .find(each.holderId(), each.id())
                        .map(found -> found.endedBy(now))
                        .filter(ended -> ended.why() == Why.ID_ENDED
                                && now.isBefore(ended.at().plus(AGAIN)))
                        .isPresent())
                .map(Reference::holderId);
    }

    private record Reference(HolderId holderId, CredentialId id, Instant authenticatedAt) {}

    private Optional<Reference> reference(String cookie) {
        return tokens.open(PURPOSE, cookie)
                .filter(said -> said.length == LENGTH)
                .map(said -> {
                    ByteBuffer buffer = ByteBuffer.wrap(said);
                    HolderId holderId = new HolderId(DatabaseId.next(buffer));
                    return new Reference(
                            holderId,
                            new CredentialId(DatabaseId.next(buffer)),
                            Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS));
                });
    }

    /** A session that is still going on. */
    public Optional<BrowserSession> find(HolderId holderId, SessionId sessionId) {
        return live(holderId, new CredentialId(sessionId.value())).map(each -> session(holderId, each));
    }

    /** Ends a session, and tells whoever rests on it. Nothing happens if it has ended. */
    public void end(HolderId holderId, SessionId sessionId) {
        holders.locking(holderId, () -> credentials.end(holderId, new CredentialId(sessionId.value()), Why.SIGNED_OUT));
    }

    /** A session ended, by whatever: whoever rests on it is told in the same transaction. */
    @EventListener
    void on(CredentialEnded ended) {
        if (ended.kind() == Kind.SESSION) {
            audit.record(ended.holderId(), clock.instant(), "holder.signed_out", "holder", Map.of(), null);
            events.publishEvent(new SessionEnded(
                    ended.holderId(),
                    new SessionId(ended.id().value()),
                    ended.why() == Why.REISSUED || ended.why() == Why.HOLDER));
        }
    }

    private static BrowserSession session(HolderId holderId, Credential each) {
        Instant authenticatedAt = Objects.requireNonNull(each.authenticatedAt());
        return new BrowserSession(
                holderId,
                new SessionId(each.id().value()),
                each.proofing(),
                Objects.requireNonNull(each.method()),
                authenticatedAt,
                each.madeAt(),
                each.label());
    }
}
