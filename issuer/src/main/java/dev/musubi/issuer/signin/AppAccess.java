package dev.musubi.issuer.signin;

import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.Orders;
import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.dpop.RequestProofs;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.web.Limits;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Tells which holder's app is behind a request, by its token and the proof of its key (RFC 9449 section 7.1). A token
 * without the key, or shown as a bearer token, lets nobody in.
 */
@Component
public class AppAccess {

    private static final String SCHEME = "DPoP ";
    private static final int LONGEST = 500;

    private final AppTokens tokens;
    private final RequestProofs proofs;
    private final RecentAuthentication recent;
    private final Orders orders;
    private final Credentials credentials;
    private final SignInSettings settings;
    private final Limits limits;

    AppAccess(
            AppTokens tokens,
            RequestProofs proofs,
            RecentAuthentication recent,
            Orders orders,
            Credentials credentials,
            SignInSettings settings,
            Limits limits) {
        this.tokens = tokens;
        this.proofs = proofs;
        this.recent = recent;
        this.orders = orders;
        this.credentials = credentials;
        this.settings = settings;
        this.limits = limits;
    }

    /** Whether a request shows a token at all. */
    public boolean isShown(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    }

    /**
     * The app behind a request.
     *
     * @throws ProblemException {@code access_required}, or about the proof
     */
    public AppTokens.App of(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            throw required(AppRefusal.TOKEN_MISSING);
        }
        if (header.length() > LONGEST || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw required(AppRefusal.TOKEN_SCHEME);
        }
        String token = header.substring(SCHEME.length());
        AppTokens.App app = switch (tokens.find(token)) {
            case AppTokens.Found.Live(AppTokens.App live) -> live;
            case AppTokens.Found.Unknown unknown -> throw required(AppRefusal.TOKEN_UNKNOWN);
            case AppTokens.Found.Expired expired -> throw required(AppRefusal.TOKEN_EXPIRED);
            case AppTokens.Found.Ended ended -> throw required(AppRefusal.TOKEN_ENDED);
        };
        proofs.mustProve(
                request,
                settings.origin(),
                token,
                Objects.requireNonNull(app.credential().key()));
        limits.holder(app.holderId().toString());
        tokens.used(app);
        return app;
    }

    /**
     * The app behind a request, if its holder has authenticated just now.
     *
     * @throws ProblemException {@code insufficient_user_authentication}, and as above
     */
    public AppTokens.App fresh(HttpServletRequest request) {
        AppTokens.App app = of(request);
        if (!recent.of(app.credential())) {
            throw recent.wanted();
        }
        return app;
    }

    /**
     * Does what an app orders, under its holder's lock.
     *
     * @throws ProblemException {@code access_required} if the app is let in no longer, now that the lock is held
     */
    public <T> T order(AppTokens.App app, Supplier<T> order) {
        return orders.by(app.holderId(), app.credential().id(), order)
                .orElseThrow(() -> required(AppRefusal.TOKEN_ENDED));
    }

    /**
     * The same for an order that needs its holder to have authenticated just now.
     *
     * @throws ProblemException {@code insufficient_user_authentication}, and as above
     */
    public <T> T orderFreshly(AppTokens.App app, Supplier<T> order) {
        return orders.freshlyBy(app.holderId(), app.credential().id(), order)
                .orElseThrow(() ->
                        credentials.live(app.holderId(), app.credential().id()).isPresent()
                                ? recent.wanted()
                                : required(AppRefusal.TOKEN_ENDED));
    }

    private static ProblemException required(AppRefusal why) {
        String challenge = why == AppRefusal.TOKEN_MISSING
                ? RequestProofs.challenge(null)
                : RequestProofs.challenge("invalid_token", RequestProofs.description(why.sentence()));
        return new ProblemException(
                        401,
                        "access_required",
                        new Message(
                                "アプリの利用登録が切れています。もう一度カードで署名してください。",
                                "The app is not let in. " + why.sentence() + " Sign once more with your card."))
                .because(why.code())
                .with(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
}
