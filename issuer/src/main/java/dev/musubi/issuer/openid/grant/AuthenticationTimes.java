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
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Which time of authentication a client is told ({@code auth_time}, OpenID Connect Core 1.0 section 2).
 *
 * <p>A session serves many clients, and the second of its authentication would be the same at all of them. Nor may one of
 * them be told the truth and the others something else: who was first would be told with it, and the first of one session is
 * never the first of it elsewhere. So all are told a bound, the first of a few steps that is not later than the truth: ten
 * minutes, fifty, 345, or the longest a session lasts. What a client demands by {@code max_age} changes which steps will do
 * and nothing else, so that who demands now this and now that learns the step and no more. Where no step will do, the holder
 * signs in anew, and if that was just done the true time is told, to one relying party alone: for the next one that demands as
 * much the holder signs in once more. Within one session a relying party is told the same again.
 */
@Component
public class AuthenticationTimes {

    /** What is left of a demand for the client to act in. */
    private static final long LEFT_OVER = 5 * 60;

    /** Few, so that asking again and again by other demands tells no more than they do. */
    private static final List<Duration> STEPS =
            List.of(Duration.ofMinutes(10), Duration.ofMinutes(50), Duration.ofMinutes(345));

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
     * @param bound true where it is not the true time, or that is another's to know
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
        List<Grant> told = grants.inSession(session.holderId(), session.sessionId()).stream()
                .filter(each -> each.details().authenticatedAt() == real)
                .toList();
        Optional<Long> before = told.stream()
                .filter(each -> each.relyingPartyId().equals(client.party().id()))
                .findFirst()
                .map(each -> each.details().told());
        if (before.isPresent()) {
            return new Told(before.get(), maxAge < 0 || (dated && before.get() + maxAge >= now), before.get() != real);
        }
        OptionalLong bound = bound(now - real, maxAge);
        if (bound.isPresent()) {
            return new Told(now - bound.getAsLong(), maxAge < 0 || dated, true);
        }
        // Good only where the holder signs in for this very request; and the true time is one relying party's alone.
        boolean another = told.stream().anyMatch(each -> each.details().told() == real);
        return new Told(real, false, another);
    }

    /** The shortest step that is long enough for the truth and short enough for the demand; none if no step is both. */
    private OptionalLong bound(long age, long maxAge) {
        return Stream.concat(STEPS.stream(), Stream.of(settings.sessionTerm()))
                .mapToLong(Duration::toSeconds)
                .filter(step -> age <= step && (maxAge < 0 || step + LEFT_OVER <= maxAge))
                .min();
    }
}
