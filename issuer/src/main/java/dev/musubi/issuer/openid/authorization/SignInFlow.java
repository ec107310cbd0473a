package dev.musubi.issuer.openid.authorization;

import com.nimbusds.jwt.JWT;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Prompt;
import dev.musubi.assurance.Assurance;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.openid.claims.StandingDemand;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.AuthenticationTimes;
import dev.musubi.issuer.openid.grant.ClientAgreements;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.openid.release.AcrLevels;
import dev.musubi.issuer.openid.request.AuthorizationError;
import dev.musubi.issuer.openid.request.RequestReading;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.standing.Standing;
import dev.musubi.issuer.standing.Standings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides what an authorization request needs next: the holder signed in, the private ID standing, a consent; or nothing
 * more. One method, asked again at every step, so that nothing is remembered that could be out of date.
 */
@Component
public final class SignInFlow {

    private final Standings standings;
    private final PairwiseSubjects subjects;
    private final Consents consents;
    private final Signer signer;
    private final AcrLevels levels;
    private final ClientAgreements agreements;
    private final AuthenticationTimes times;
    private final RecentAuthentication recent;
    private final InstantSource clock;

    SignInFlow(
            Standings standings,
            PairwiseSubjects subjects,
            Consents consents,
            Signer signer,
            AcrLevels levels,
            ClientAgreements agreements,
            AuthenticationTimes times,
            RecentAuthentication recent,
            InstantSource clock) {
        this.standings = standings;
        this.subjects = subjects;
        this.consents = consents;
        this.signer = signer;
        this.levels = levels;
        this.agreements = agreements;
        this.times = times;
        this.recent = recent;
        this.clock = clock;
    }

    /** What is needed next. */
    public sealed interface Step {
        /** The holder signs in. */
        record SignIn() implements Step {}

        /** The private ID does not stand as demanded; {@code first} as in {@link Ask}: the client may not be told so. */
        record Reissue(BrowserSession session, StandingDemand.Unmet why, boolean first) implements Step {}

        /**
         * The holder is asked what may be told; {@code first} if the holder never agreed to this client before, and
         * {@code monitoring} if also whether the relying party may be told what becomes of the private ID.
         */
        record Ask(
                BrowserSession session,
                Set<Attribute> items,
                Set<Attribute> essential,
                boolean first,
                boolean monitoring)
                implements Step {}

        /** Nothing: these items may be told, by this consent. */
        record Done(
                BrowserSession session,
                Set<Attribute> items,
                @Nullable ConsentId consentId) implements Step {}

        /** It cannot be done. */
        record Impossible(AuthorizationError error) implements Step {}
    }

    /**
     * The next step.
     *
     * @param session who is signed in in this browser
     * @param cameAt when the request came: what it wants done anew must be newer
     */
    public Step next(RequestReading.Accepted accepted, Optional<BrowserSession> session, Instant cameAt) {
        if (session.isEmpty()) {
            return new Step.SignIn();
        }
        // Whatever is asked for, and whatever was allowed others: whom the holder never agreed to learns nothing.
        boolean first = !agreements.isAgreed(session.get().holderId(), accepted.client());
        if (first && accepted.silent()) {
            return new Step.Ask(
                    session.get(), accepted.claims().items(), accepted.claims().essentialItems(), true, false);
        }
        return signIn(accepted, session.get(), cameAt).orElseGet(() -> standing(accepted, session.get(), first));
    }

    private Optional<Step> signIn(RequestReading.Accepted accepted, BrowserSession session, Instant cameAt) {
        AuthenticationRequest request = accepted.request();
        boolean justNow = !session.authenticatedAt().isBefore(cameAt);
        Prompt prompt = request.getPrompt();
        boolean anew =
                prompt != null && (prompt.contains(Prompt.Type.LOGIN) || prompt.contains(Prompt.Type.SELECT_ACCOUNT));
        if (accepted.maxAge() >= 0 && !recent.canBeTold()) {
            return Optional.of(clockInDoubt());
        }
        AuthenticationTimes.Told told = times.of(session, accepted.client(), accepted.maxAge());
        if ((anew && !justNow) || told.wantsAnother(justNow)) {
            return Optional.of(new Step.SignIn());
        }
        if (isSomebodyElse(request.getIDTokenHint(), accepted.client(), session)) {
            return Optional.of(
                    justNow
                            ? impossible("login_required", "Somebody else than id_token_hint names signed in.")
                            : new Step.SignIn());
        }
        if (accepted.claims().namesSubjects()
                && !accepted.claims()
                        .admitsSubject(subjects.of(
                                session.holderId(), accepted.client().party().sector()))) {
            return Optional.of(
                    justNow
                            ? impossible("login_required", "Somebody else than the claim sub names signed in.")
                            : new Step.SignIn());
        }
        if (accepted.claims().acrIsEssential() && !reachesAcr(accepted, session, told)) {
            return Optional.of(
                    justNow
                            ? impossible(
                                    "unmet_authentication_requirements",
                                    "The holder did not sign in by a class that was asked for as essential.")
                            : new Step.SignIn());
        }
        return Optional.empty();
    }

    private boolean reachesAcr(
            RequestReading.Accepted accepted, BrowserSession session, AuthenticationTimes.Told told) {
        Assurance assurance = levels.of(session.holderId(), session.method(), Instant.ofEpochSecond(told.seconds()));
        return accepted.claims().acr().stream().anyMatch(each -> levels.holds(assurance, session.method(), each));
    }

    private boolean isSomebodyElse(@Nullable JWT hint, OpenIdClient client, BrowserSession session) {
        return hint != null
                && signer.own(hint.serialize())
                        .filter(claims -> subjects.of(
                                        session.holderId(), client.party().sector())
                                .equals(claims.getSubject()))
                        .isEmpty();
    }

    private Step standing(RequestReading.Accepted accepted, BrowserSession session, boolean first) {
        StandingDemand demand = accepted.claims().standing();
        Standing standing = standings.of(
                session.holderId(),
                subjects.of(session.holderId(), accepted.client().party().sector()),
                demand.essential() ? demand.maxAge() : null);
        return demand.unmet(standing)
                .<Step>map(why -> new Step.Reissue(session, why, first))
                .orElseGet(() -> consent(accepted, session, first));
    }

    private Step consent(RequestReading.Accepted accepted, BrowserSession session, boolean first) {
        Set<Attribute> items = accepted.claims().items();
        Set<Attribute> essential = accepted.claims().essentialItems();
        Prompt prompt = accepted.request().getPrompt();
        boolean anew = prompt != null && prompt.contains(Prompt.Type.CONSENT);
        boolean monitoring = asksForMonitoring(accepted, session, anew);
        if (first) {
            return ask(accepted, new Step.Ask(session, items, essential, true, monitoring));
        }
        if (items.isEmpty() && !accepted.lasts() && !monitoring) {
            return new Step.Done(session, Set.of(), null);
        }
        if (anew || monitoring) {
            return ask(accepted, new Step.Ask(session, items, essential, false, monitoring));
        }
        for (Consent consent : consents.inForce(
                session.holderId(),
                Consent.Kind.DISCLOSURE,
                accepted.client().party().id(),
                clock.instant())) {
            Set<Attribute> allowed = Attribute.named(consent.items());
            if (allowed.containsAll(items)
                    && (!accepted.lasts() || consent.items().contains(Consent.OFFLINE_ACCESS))
                    && consent.purpose().equals(accepted.client().purposeOrDefault())) {
                return new Step.Done(session, items, consent.consentId());
            }
        }
        return ask(accepted, new Step.Ask(session, items, essential, false, false));
    }

    /** Where nobody can be asked, nobody is; and who agreed already is asked anew only where the client wants that. */
    private boolean asksForMonitoring(RequestReading.Accepted accepted, BrowserSession session, boolean anew) {
        return accepted.wantsMonitoring()
                && !accepted.silent()
                && (anew
                        || consents.inForce(
                                        session.holderId(),
                                        Consent.Kind.MONITORING,
                                        accepted.client().party().id(),
                                        clock.instant())
                                .isEmpty());
    }

    /** Who lets others know attributes, or lets them look later, has to be there: a session that lies about may not. */
    private Step ask(RequestReading.Accepted accepted, Step.Ask ask) {
        boolean tells = !ask.items().isEmpty() || accepted.lasts() || ask.monitoring();
        if (!tells || recent.suffices(ask.session().authenticatedAt())) {
            return ask;
        }
        return recent.canBeTold() ? new Step.SignIn() : clockInDoubt();
    }

    /** Signing in anew, as often as one may, would not help. */
    private static Step clockInDoubt() {
        return impossible(
                "temporarily_unavailable",
                "How long ago somebody signed in cannot be told right now, since the provider's clock is in doubt.");
    }

    private static Step impossible(String code, String description) {
        return new Step.Impossible(new AuthorizationError(code, description));
    }
}
