package dev.musubi.issuer.openid.authorization;

import com.nimbusds.openid.connect.sdk.claims.ACR;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.authorization.SignInFlow.Step;
import dev.musubi.issuer.openid.grant.AuthenticationTimes;
import dev.musubi.issuer.openid.grant.Grant;
import dev.musubi.issuer.openid.grant.Grants;
import dev.musubi.issuer.openid.request.AuthorizationError;
import dev.musubi.issuer.openid.request.RequestReader;
import dev.musubi.issuer.openid.request.RequestReading;
import dev.musubi.issuer.openid.request.RequestReading.Accepted;
import dev.musubi.issuer.openid.request.WaitingRequests;
import dev.musubi.issuer.openid.request.WaitingRequests.Waiting;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.BrowserSessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the grant that answers an authorization request, and its code (OpenID Connect Core 1.0 section 3.1.2.5). */
@Component
public final class CodeIssuance {

    private static final AuthorizationError SIGNED_OUT =
            new AuthorizationError("login_required", "The holder signed out meanwhile.");
    private static final AuthorizationError TAKEN_BACK =
            new AuthorizationError("login_required", "The holder took the consent back meanwhile.");
    private static final AuthorizationError TOO_LONG_AGO =
            new AuthorizationError("login_required", "The sign-in has become older than max_age meanwhile.");

    private final Grants grants;
    private final AuthenticationTimes times;
    private final WaitingRequests waiting;
    private final BrowserSessions sessions;
    private final PrivateIds privateIds;
    private final Consents consents;
    private final HolderTransactions holders;
    private final OpenIdSettings settings;
    private final InstantSource clock;

    CodeIssuance(
            Grants grants,
            AuthenticationTimes times,
            WaitingRequests waiting,
            BrowserSessions sessions,
            PrivateIds privateIds,
            Consents consents,
            HolderTransactions holders,
            OpenIdSettings settings,
            InstantSource clock) {
        this.grants = grants;
        this.times = times;
        this.waiting = waiting;
        this.sessions = sessions;
        this.privateIds = privateIds;
        this.consents = consents;
        this.holders = holders;
        this.settings = settings;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Issued {
        /** A code. */
        record Code(String code) implements Issued {
            @Override
            public String toString() {
                return "Code[…]";
            }
        }

        /** What it rests on has ended meanwhile; the request is spent. */
        record Ended(AuthorizationError error) implements Issued {}

        /** The request was answered before. */
        record Gone() implements Issued {}

        /** The values that the holder saw are no longer those of the private ID; the request still waits. */
        record Changed() implements Issued {}
    }

    /**
     * A code for what the holder let be told. The request is spent with it, in one transaction: if that does not come about,
     * the request still waits.
     *
     * @param waits the request, where it waited for the holder
     */
    public Issued issue(Accepted accepted, @Nullable Waiting waits, Step.Done done) {
        return holders.locking(done.session().holderId(), () -> {
            if (waits != null && !waiting.complete(waits)) {
                return new Issued.Gone();
            }
            return remembered(waits, ended(done).<Issued>map(Issued.Ended::new).orElseGet(() -> make(accepted, done)));
        });
    }

    /** The same browser asking again gets the same answer. */
    private Issued remembered(@Nullable Waiting waits, Issued issued) {
        if (waits != null) {
            switch (issued) {
                case Issued.Code(String code) -> waiting.remember(waits.id(), Map.of("code", code));
                case Issued.Ended(AuthorizationError error) -> waiting.remember(waits.id(), error.parameters());
                case Issued.Gone gone -> {}
                case Issued.Changed changed -> {}
            }
        }
        return issued;
    }

    /** Whether a code of ours could still be exchanged. */
    public boolean isUnused(String code) {
        return grants.byCode(code)
                .flatMap(reference -> grants.find(reference.holderId(), reference.grantId()))
                .filter(grant -> grant.codeUsedAt() == null && grant.revokedAt() == null)
                .isPresent();
    }

    /**
     * The same for what the holder agrees to now; the consent is given in that transaction too.
     *
     * @param generation the one whose values the holder saw
     * @param monitoring whether the relying party may be told, from now on, what becomes of the private ID
     */
    public Issued agreed(
            Accepted accepted,
            Waiting waits,
            BrowserSession session,
            int generation,
            Set<Attribute> items,
            boolean remember,
            boolean monitoring) {
        return holders.locking(session.holderId(), () -> {
            if (privateIds.generation(session.holderId()).number() != generation) {
                return new Issued.Changed();
            }
            if (!waiting.complete(waits)) {
                return new Issued.Gone();
            }
            if (sessions.find(session.holderId(), session.sessionId()).isEmpty()) {
                return remembered(waits, new Issued.Ended(SIGNED_OUT));
            }
            if (monitoring && accepted.wantsMonitoring()) {
                monitored(accepted, session);
            }
            return remembered(waits, make(accepted, consented(accepted, session, items, remember)));
        });
    }

    private Issued make(Accepted accepted, Step.Done done) {
        List<String> scope = accepted.request().getScope().toStringList().stream()
                .filter(RequestReader.SCOPES::contains)
                .filter(each -> !each.equals("offline_access") || accepted.lasts())
                .filter(each -> !each.equals(RequestReading.MONITORING) || isMonitored(accepted, done.session()))
                .distinct()
                .toList();
        // Under the lock, so that of two clients only one is the first.
        BrowserSession session = done.session();
        AuthenticationTimes.Told told = times.of(session, accepted.client(), accepted.maxAge());
        return told.meets() || !told.bound()
                ? new Issued.Code(grants.make(
                        session,
                        accepted.client(),
                        scope,
                        done.items(),
                        done.consentId(),
                        details(accepted, session, told)))
                : new Issued.Ended(TOO_LONG_AGO);
    }

    private static Grant.Details details(Accepted accepted, BrowserSession session, AuthenticationTimes.Told told) {
        List<String> claims = accepted.parameters().get("claims");
        return new Grant.Details(
                accepted.request().getRedirectionURI().toString(),
                accepted.request().getCodeChallenge() == null
                        ? null
                        : accepted.request().getCodeChallenge().getValue(),
                accepted.request().getNonce() == null
                        ? null
                        : accepted.request().getNonce().getValue(),
                claims == null ? null : claims.getFirst(),
                accepted.request().getDPoPJWKThumbprintConfirmation() == null
                        ? null
                        : accepted.request()
                                .getDPoPJWKThumbprintConfirmation()
                                .getValue()
                                .toString(),
                session.method(),
                accepted.request().getACRValues() == null
                        ? List.of()
                        : accepted.request().getACRValues().stream()
                                .map(ACR::getValue)
                                .toList(),
                session.method().amr(),
                session.authenticatedAt().getEpochSecond(),
                told.seconds(),
                accepted.client().purposeOrDefault());
    }

    /** What a grant was to rest on and is not there any more, now that the holder's row is locked. */
    private Optional<AuthorizationError> ended(Step.Done done) {
        BrowserSession session = done.session();
        if (sessions.find(session.holderId(), session.sessionId()).isEmpty()) {
            return Optional.of(SIGNED_OUT);
        }
        ConsentId consentId = done.consentId();
        return consentId == null
                        || consents.find(session.holderId(), consentId)
                                .filter(consent -> consent.cancelledAt() == null)
                                .isPresent()
                ? Optional.empty()
                : Optional.of(TAKEN_BACK);
    }

    /** Whether the holder agrees, now, that the relying party is told what becomes of the private ID. */
    private boolean isMonitored(Accepted accepted, BrowserSession session) {
        return !consents.inForce(
                        session.holderId(),
                        Consent.Kind.MONITORING,
                        accepted.client().party().id(),
                        clock.instant())
                .isEmpty();
    }

    /** Notes that the holder agrees to that; what was agreed to before ends with it. */
    private void monitored(Accepted accepted, BrowserSession session) {
        Instant now = clock.instant();
        consents.record(
                session.holderId(),
                new Consent(
                        ConsentId.random(),
                        Consent.Kind.MONITORING,
                        accepted.client().party().id(),
                        accepted.client().purposeOrDefault(),
                        List.of(),
                        now,
                        now,
                        now.plus(settings.monitorFor()),
                        null,
                        null,
                        null));
    }

    /** Notes what the holder agreed to, and tells what may now be granted on it. */
    private Step.Done consented(Accepted accepted, BrowserSession session, Set<Attribute> items, boolean remember) {
        List<String> names = new ArrayList<>(Attribute.names(items));
        if (accepted.lasts()) {
            names.add(Consent.OFFLINE_ACCESS);
        }
        if (names.isEmpty()) {
            return new Step.Done(session, items, null);
        }
        Instant now = clock.instant();
        ConsentId consentId = ConsentId.random();
        Consent consent = new Consent(
                consentId,
                Consent.Kind.DISCLOSURE,
                accepted.client().party().id(),
                accepted.client().purposeOrDefault(),
                names,
                now,
                now,
                // Without being remembered it serves this sign-in alone, whose code is short-lived.
                now.plus(remember ? settings.rememberFor() : Duration.ofMillis(1)),
                null,
                null,
                null);
        consents.record(session.holderId(), consent);
        return new Step.Done(session, items, consentId);
    }
}
