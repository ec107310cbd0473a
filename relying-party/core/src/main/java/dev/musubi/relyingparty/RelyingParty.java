package dev.musubi.relyingparty;

import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.decision.PresentedMeans;
import dev.musubi.relyingparty.law.Law;
import dev.musubi.relyingparty.law.ProofingMethod;
import dev.musubi.relyingparty.law.ProofingRecord;
import dev.musubi.relyingparty.person.VerifiedPerson;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.standing.StandingRequirement;
import dev.musubi.relyingparty.standing.Unmet;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A relying party (利用事業者): whoever lets people sign in with a private ID. One object serves a whole application and is
 * safe to use from many threads.
 *
 * {@snippet :
 * RelyingParty bank = RelyingParty.at("https://id.example").client("bank", ClientKey.in(Path.of("bank.jwk")))
 *         .redirectTo("https://bank.example/callback").under(Law.JP_AML).build();
 * SignInStart start = bank.begin(Demand.verified(NAME, ADDRESS, BIRTHDATE).requireLiveAnchor(Duration.ofMinutes(15)));
 * }
 *
 * <p>Sign-ins are by the FAPI 2.0 Security Profile: pushed requests (RFC 9126), PKCE (RFC 7636), {@code private_key_jwt}
 * with tokens bound by DPoP (RFC 9449), or mutual TLS with tokens bound to the certificate (RFC 8705), and the issuer in
 * the response (RFC 9207).
 */
public final class RelyingParty implements AutoCloseable {

    private final String clientId;
    private final Law law;
    private final boolean verifier;
    private final Transport transport;
    private final Provider provider;
    private final SignInFlow flow;
    private final Logout logout;
    private final SignalStreams signals;
    private final SteadyClock clock;
    private final StatusLists statusLists;
    private final ChangeFeed changes;
    private final @Nullable StandingApi standingApi;
    private final @Nullable DecisionApi decisionApi;
    private final @Nullable ReissueApi reissueApi;

    RelyingParty(
            String clientId,
            Law law,
            boolean verifier,
            Transport transport,
            Provider provider,
            SignInFlow flow,
            Logout logout,
            SignalStreams signals,
            SteadyClock clock,
            StatusLists statusLists,
            ChangeFeed changes,
            @Nullable StandingApi standingApi,
            @Nullable DecisionApi decisionApi,
            @Nullable ReissueApi reissueApi) {
        this.clientId = clientId;
        this.law = law;
        this.verifier = verifier;
        this.transport = transport;
        this.provider = provider;
        this.flow = flow;
        this.logout = logout;
        this.signals = signals;
        this.clock = clock;
        this.statusLists = statusLists;
        this.changes = changes;
        this.standingApi = standingApi;
        this.decisionApi = decisionApi;
        this.reissueApi = reissueApi;
    }

    /** Of the issuer with this identifier, an https URL. Nothing is asked of it before the first sign-in. */
    public static RelyingPartyBuilder at(String issuer) {
        return new RelyingPartyBuilder(URI.create(issuer));
    }

    /** Begins a sign-in: pushes what is demanded to the provider, and says where to send the holder's browser. */
    public SignInStart begin(Demand demand) {
        try {
            return flow.begin(demand);
        } catch (NotSignedInException e) {
            Log.notSignedIn(e.outcome());
            return new SignInStart.NotNow(e.outcome());
        }
    }

    /**
     * Ends a sign-in with the parameters that came back to the redirect URI. Take {@code pending} out of the browser's
     * session before, so that one answer is used once.
     */
    public SignInOutcome finish(PendingSignIn pending, Map<String, List<String>> parameters) {
        try {
            return flow.finish(pending, parameters);
        } catch (NotSignedInException e) {
            Log.notSignedIn(e.outcome());
            return e.outcome();
        }
    }

    /**
     * The record of the proofing, for the application to keep.
     *
     * @param in a sign-in that brought a person
     * @param transaction what it was for, in the relying party's own words
     * @throws IllegalArgumentException if the sign-in brought no person
     */
    public ProofingRecord record(SignedIn in, String transaction) {
        VerifiedPerson person = in.person();
        if (person == null) {
            throw new IllegalArgumentException("a sign-in without attributes proofs nobody's identity");
        }
        return new ProofingRecord(
                law,
                ProofingMethod.at(law, in.at(), verifier).orElse(null),
                clientId,
                transaction,
                in.subject(),
                person,
                in.standing(),
                in.how().acr(),
                in.at());
    }

    /** Checks a logout token the provider sent ({@code logout_token} of a POST to the back-channel address). */
    public LogoutOutcome loggedOut(String logoutToken) {
        LogoutOutcome outcome = logout.read(logoutToken);
        if (outcome instanceof LogoutOutcome.Refused refused) {
            Log.logoutRefused(refused);
        }
        return outcome;
    }

    /**
     * Where to send the browser to sign out at the provider too (OpenID Connect RP-Initiated Logout 1.0); empty if the
     * provider has no such page or cannot be reached.
     *
     * @param backTo a registered address to come back to; null to stay there
     */
    public Optional<URI> signOutAt(SignedIn in, @Nullable String backTo) {
        try {
            URI page = provider.known().endSession();
            if (page == null) {
                return Optional.empty();
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("id_token_hint", in.idToken());
            if (backTo != null) {
                parameters.put("post_logout_redirect_uri", backTo);
            }
            return Optional.of(
                    URI.create(page + (page.getRawQuery() == null ? "?" : "&") + Transport.form(parameters)));
        } catch (NotSignedInException unreachable) {
            Log.notSignedIn(unreachable.outcome());
            return Optional.empty();
        }
    }

    /**
     * Asks the issuer how a private ID stands, by its interface for relying parties, with nobody at a screen.
     *
     * @param subject the holder's name at this relying party
     * @param maxAge how old the answer may be; null for the issuer's own measure
     * @throws IllegalStateException if the interface's address was not set when this was built
     */
    public StandingAnswer standing(String subject, @Nullable Duration maxAge) {
        return set(standingApi).standing(subject, maxAge);
    }

    /**
     * Has the issuer decide whether what is known of whoever signed in suffices for a procedure: the state of the private ID
     * as it is now, how it was proofed, and how the holder authenticated in this sign-in.
     *
     * @param procedure a procedure of the catalogue, such as {@code bank-account}
     * @throws IllegalStateException if the interface's address was not set when this was built
     */
    public Decision decide(SignedIn in, String procedure) {
        return decide(in.subject(), procedure);
    }

    /** The same with nobody at a screen, on the holder's last sign-in here. */
    public Decision decide(String subject, String procedure) {
        return set(decisionApi).on(subject, procedure);
    }

    /** The same on a means that was presented to this relying party itself, without saying whose. The issuer keeps nothing. */
    public Decision decide(PresentedMeans means, String procedure) {
        return set(decisionApi).on(means, procedure);
    }

    /**
     * Demands that a private ID be issued anew. Demanding twice finds the first demand. Send the holder to its {@link
     * dev.musubi.relyingparty.reissue.ReissueDemand#holderPage()}, and keep its reference with that browser's session.
     *
     * @param subject the holder's name at this relying party
     * @param returnUri where the holder goes on afterwards, one of the addresses registered for that, to the letter; null for
     *     nowhere
     * @throws IllegalStateException if the interface's address was not set when this was built
     */
    public ReissueAnswer demandReissue(String subject, @Nullable URI returnUri) {
        return set(reissueApi).demand(subject, returnUri);
    }

    /**
     * What became of a demand.
     *
     * @param reference its reference. A browser that comes back brings it in the parameter {@code demand}: believe what is
     *     answered here, and not that the browser came
     * @throws IllegalStateException if the interface's address was not set when this was built
     */
    public ReissueAnswer reissueDemand(String reference) {
        return set(reissueApi).find(reference);
    }

    private static <T> T set(@Nullable T api) {
        if (api == null) {
            throw new IllegalStateException("set standingApi and a certificate when building");
        }
        return api;
    }

    /** Whether {@link #standing} and {@link #decide} can be asked, and {@link #demandReissue} demanded. */
    public boolean asksForStanding() {
        return standingApi != null;
    }

    /**
     * Why what is known of somebody does not meet this now; empty if it does. Nothing that rests on an age is met while this
     * relying party's clock is set back.
     */
    public Optional<Unmet> unmet(StandingRequirement requirement, Standing known) {
        Optional<Instant> now = clock.reliable();
        return now.isPresent()
                ? requirement.unmetBy(known, now.get(), clock.skew())
                : requirement.unmetBy(known).or(() -> Optional.of(Unmet.UNKNOWN));
    }

    /** Its streams of signals at the issuer: to be told what becomes of private IDs whose holders agreed to that. */
    public SignalStreams signals() {
        return signals;
    }

    /**
     * The issuer's status lists, by which what was told once is judged again later without asking anybody: with the {@link
     * SignedIn#status()} of a sign-in, kept beside the record.
     */
    public StatusLists statusLists() {
        return statusLists;
    }

    /** The issuer's batches, by which it is found without asking about anybody of whom something changed. */
    public ChangeFeed changes() {
        return changes;
    }

    /** The clock it goes by. */
    public SteadyClock clock() {
        return clock;
    }

    /** The law it proofs under. */
    public Law law() {
        return law;
    }

    /** Lets go of its connections. */
    @Override
    public void close() {
        statusLists.close();
        transport.close();
    }
}
