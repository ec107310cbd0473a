package dev.musubi.issuer.openid.grant;

import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.time.ClockWatch;
import dev.musubi.issuer.time.Freshness;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Which time of authentication a client is told ({@code auth_time}, OpenID Connect Core 1.0 section 2).
 *
 * <p>A session serves many clients, and the second of its authentication would be the same at all of them. Nor may one of
 * them be told the truth and the others something else: who was first would be told with it, and the first of one session is
 * never the first of it elsewhere. So all are told a bound: an hour, six hours, or the longest a session lasts, the first
 * that the session is not older than. Where that would not meet what they demand by {@code max_age} for another quarter of an
 * hour, it is the demand itself, less that quarter or half of it. It is never later than the truth and meets the demand.
 * Where no bound can do both, the holder signs in anew, and if that was just done the true time is told.
 *
 * <p>Within one session a relying party is told the same again. That the bound is the same for many demands lets it come
 * again with a stricter one, without the holder's signing in twice within a minute.
 */
@Component
public class AuthenticationTimes {

    private static final long LEFT_OVER = 15 * 60;
    private static final List<Duration> STEPS = List.of(Duration.ofHours(1), Duration.ofHours(6));

    private final Grants grants;
    private final SignInSettings settings;
    private final ClockWatch watch;
    private final MachineClock machine;

    AuthenticationTimes(Grants grants, SignInSettings settings, ClockWatch watch, MachineClock machine) {
        this.grants = grants;
        this.settings = settings;
        this.watch = watch;
        this.machine = machine;
    }

    /**
     * A time to tell.
     *
     * @param seconds since the epoch
     * @param meets whether it is as recent as demanded
     * @param bound true where it is a bound, and not the true time
     */
    public record Told(long seconds, boolean meets, boolean bound) {

        /** Whether the holder has to sign in anew; {@code justNow} if that was done for this very request. */
        public boolean wantsAnother(boolean justNow) {
            return !meets && (bound || !justNow);
        }
    }

    /** What a client is told of a session; {@code maxAge} is what it demands in seconds, negative for nothing. */
    public Told of(BrowserSession session, OpenIdClient client, long maxAge) {
        // What is dated ahead, or cannot be dated since the clock stepped back, meets no demand.
        boolean dated = !(watch.freshness(session.authenticatedAt(), machine.instant(), settings.sessionTerm())
                instanceof Freshness.Unknown);
        long now = machine.instant().getEpochSecond();
        long real = session.authenticatedAt().getEpochSecond();
        Optional<Long> before = grants.inSession(session.holderId(), session.sessionId()).stream()
                .filter(each -> each.details().authenticatedAt() == real
                        && each.relyingPartyId().equals(client.party().id()))
                .findFirst()
                .map(each -> each.details().told());
        if (before.isPresent()) {
            return new Told(before.get(), maxAge < 0 || (dated && before.get() + maxAge >= now), before.get() != real);
        }
        long bound = bound(now - real, maxAge);
        return now - bound <= real
                ? new Told(now - bound, maxAge < 0 || dated, true)
                // Good only where the holder signs in for this very request.
                : new Told(real, false, false);
    }

    private long bound(long age, long maxAge) {
        long step = STEPS.stream()
                .map(Duration::toSeconds)
                .filter(each -> age <= each)
                .findFirst()
                .orElseGet(() -> Math.max(age, settings.sessionTerm().toSeconds()));
        return maxAge < 0 || step + LEFT_OVER <= maxAge ? step : maxAge - Math.min((maxAge + 1) / 2, LEFT_OVER);
    }
}
