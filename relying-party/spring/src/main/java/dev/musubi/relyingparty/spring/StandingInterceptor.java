package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.RelyingParty;
import dev.musubi.relyingparty.SignedIn;
import dev.musubi.relyingparty.StandingAnswer;
import dev.musubi.relyingparty.SteadyClock;
import dev.musubi.relyingparty.standing.Freshness;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.standing.StandingRequirement;
import dev.musubi.relyingparty.standing.StepUpChallenge;
import dev.musubi.relyingparty.standing.Unmet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Holds calls against {@link RequireStanding}. */
final class StandingInterceptor implements HandlerInterceptor {

    /**
     * How long a sign-in that demanded as much counts as just now. The issuer's knowledge may have been almost as old as
     * was demanded, and a holder who comes back with it has to get through the door.
     */
    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    private final ObjectProvider<RelyingParty> party;

    StandingInterceptor(ObjectProvider<RelyingParty> party) {
        this.party = party;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Optional<RequireStanding> wanted = wanted(handler);
        if (wanted.isEmpty()) {
            return true;
        }
        StandingRequirement requirement = requirement(wanted.get());
        Optional<SignedIn> in = MusubiSession.signedIn(request);
        if (in.isPresent() && (isKnown(request, in.get(), requirement) || isToldNow(request, in.get(), requirement))) {
            return true;
        }
        refuse(request, response, requirement, in.map(SignedIn::standing).orElse(null));
        return false;
    }

    private static Optional<RequireStanding> wanted(Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return Optional.empty();
        }
        return Optional.ofNullable(method.getMethodAnnotation(RequireStanding.class))
                .or(() -> Optional.ofNullable(
                        AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), RequireStanding.class)));
    }

    private static StandingRequirement requirement(RequireStanding wanted) {
        return wanted.maxAge().isEmpty()
                ? StandingRequirement.live()
                : StandingRequirement.live(Duration.parse(wanted.maxAge()));
    }

    private boolean isKnown(HttpServletRequest request, SignedIn in, StandingRequirement requirement) {
        Standing known = in.standing();
        if (known == null) {
            return false;
        }
        RelyingParty asking = party.getObject();
        boolean justNow = isJustNow(asking.clock(), known.learnedAt())
                && MusubiSession.demanded(request)
                        .filter(demanded -> isAsStrict(demanded.maxAge(), requirement.maxAge()))
                        .isPresent();
        return asking.unmet(requirement, known).isEmpty()
                || (justNow && requirement.unmetBy(known).isEmpty());
    }

    /** A time that has not come yet is not just now, nor is any while the clock is set back. */
    private static boolean isJustNow(SteadyClock clock, Instant time) {
        return clock.reliable()
                .filter(now -> Freshness.of(time, now, JUST_NOW, clock.skew()) instanceof Freshness.Fresh)
                .isPresent();
    }

    private static boolean isAsStrict(@Nullable Duration demanded, @Nullable Duration wanted) {
        return wanted == null || (demanded != null && demanded.compareTo(wanted) <= 0);
    }

    /** Asks the issuer, with nobody at a screen, where that is set up. */
    private boolean isToldNow(HttpServletRequest request, SignedIn in, StandingRequirement requirement) {
        RelyingParty asking = party.getObject();
        if (!asking.asksForStanding()) {
            return false;
        }
        if (!(asking.standing(in.subject(), requirement.maxAge()) instanceof StandingAnswer.Known known)) {
            return false;
        }
        MusubiSession.know(request, in, known.standing());
        return asking.clock().reliable().isPresent()
                && requirement.unmetBy(known.standing()).isEmpty();
    }

    private void refuse(
            HttpServletRequest request,
            HttpServletResponse response,
            StandingRequirement requirement,
            @Nullable Standing known) {
        response.setHeader("Cache-Control", "no-store");
        String accept = request.getHeader("Accept");
        boolean browser = "GET".equals(request.getMethod()) && accept != null && accept.contains("text/html");
        if (browser) {
            String here =
                    request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
            Duration maxAge = requirement.maxAge();
            SignInEndpoints.redirect(
                    response,
                    SignInEndpoints.SIGN_IN + "?return_to=" + ReturnTo.encoded(here)
                            + (maxAge == null ? "" : "&max_age=" + maxAge.toSeconds()));
            return;
        }
        Unmet why = known == null
                ? Unmet.STALE
                : party.getObject().unmet(requirement, known).orElse(Unmet.STALE);
        response.setHeader("WWW-Authenticate", new StepUpChallenge("Bearer", requirement, why).header());
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    }
}
