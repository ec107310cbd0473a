package dev.musubi.issuer.openid.release;

import dev.musubi.assurance.Assurance;
import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.issuer.assurance.PrivateIdMeans;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.signin.SignInMethod;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What a sign-in is worth: computed from the private ID as it stands now, the authenticator and the age of the
 * authentication, never stamped on it. So {@code acr} falls when the anchor goes stale.
 */
@Component
public class AcrLevels {

    private static final String PRESENTATION = "oidc-signed";
    private static final String NONE = "0";

    private final AssuranceEngine engine;
    private final PrivateIdMeans means;
    private final SignInSettings signIn;
    private final InstantSource clock;
    private final MachineClock machine;

    AcrLevels(
            AssuranceEngine engine,
            PrivateIdMeans means,
            SignInSettings signIn,
            InstantSource clock,
            MachineClock machine) {
        this.engine = engine;
        this.means = means;
        this.signIn = signIn;
        this.clock = clock;
        this.machine = machine;
    }

    /** The assurance of a holder who authenticated by {@code method} at {@code authenticatedAt} (machine's time). */
    public Assurance of(HolderId holderId, SignInMethod method, Instant authenticatedAt) {
        Instant now = clock.instant();
        Duration ago = Duration.between(authenticatedAt, machine.instant());
        return engine.assurance(
                means.of(holderId)
                        .authenticated(method.authenticator(), now.minus(ago))
                        .presented(PRESENTATION),
                now);
    }

    /**
     * The {@code acr} to tell: the first of those asked for that holds, which may be the class of the method or a level; else
     * the level reached ("0" for none, OpenID Connect Core 1.0 section 2).
     */
    public String acr(Assurance assurance, SignInMethod method, List<String> asked) {
        return asked.stream()
                .filter(each -> holds(assurance, method, each))
                .findFirst()
                .orElseGet(() -> assurance.acr().orElse(NONE));
    }

    /** Whether a class or level holds. */
    public boolean holds(Assurance assurance, SignInMethod method, String acr) {
        return acr.equals(method.acr()) || engine.satisfies(assurance, acr);
    }

    /** All values there are: the levels, from the lowest, then the classes of methods. */
    public List<String> values() {
        return Stream.concat(
                        engine.acrValues().stream(),
                        Arrays.stream(SignInMethod.values())
                                // In a conformance test it can be had, and is told; elsewhere it is not there.
                                .filter(each -> each != SignInMethod.TEST_HOLDER || signIn.testHolder())
                                .map(SignInMethod::acr)
                                .distinct())
                .toList();
    }
}
