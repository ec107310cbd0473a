package dev.musubi.issuer.credential;

import dev.musubi.issuer.dpop.RequestProofs;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.time.ClockWatch;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Whether a holder has authenticated just now (RFC 9470): by a passkey with user verification or by the card, five minutes
 * ago at most. What cannot be taken back, or lets others in, needs that.
 */
@Component
public class RecentAuthentication {

    private final CredentialSettings settings;
    private final MachineClock machine;
    private final ClockWatch watch;

    RecentAuthentication(CredentialSettings settings, MachineClock machine, ClockWatch watch) {
        this.settings = settings;
        this.machine = machine;
        this.watch = watch;
    }

    /** True if the credential's holder has. An authentication that lies in the future is none. */
    public boolean of(Credential credential) {
        return of(credential.method(), credential.authenticatedAt());
    }

    /** True if whoever authenticated thus and then has. */
    public boolean of(@Nullable SignInMethod method, @Nullable Instant authenticatedAt) {
        if (method == null || !method.verifiesItsHolder() || authenticatedAt == null) {
            return false;
        }
        Duration age = Duration.between(authenticatedAt, machine.instant());
        return watch.tellsAges() && !age.isNegative() && age.compareTo(settings.freshFor()) <= 0;
    }

    /** False while the clock is in doubt: then nobody has authenticated lately, and doing it again changes nothing. */
    public boolean canBeTold() {
        return watch.tellsAges();
    }

    /**
     * True if that was as lately as it has to be for telling others attributes of the holder: twice as long ago, since there
     * is a page to read in between.
     */
    public boolean suffices(Instant authenticatedAt) {
        Duration age = Duration.between(authenticatedAt, machine.instant());
        return watch.tellsAges()
                && !age.isNegative()
                && age.compareTo(settings.freshFor().multipliedBy(2)) <= 0;
    }

    /** What somebody is told who has not: how to, and how long ago would do (RFC 9470 section 3). */
    public ProblemException wanted() {
        return new ProblemException(
                        401,
                        "insufficient_user_authentication",
                        new Message(
                                "この操作には、もう一度ご本人の確認（カードまたはパスキー）が必要です。",
                                "Authenticate once more, by a passkey or the card: this needs an authentication of the last "
                                        + settings.freshFor().toMinutes() + " minutes."))
                .with(
                        HttpHeaders.WWW_AUTHENTICATE,
                        RequestProofs.challenge(
                                "insufficient_user_authentication",
                                "error_description=\"authenticate once more, by a passkey or the card\"",
                                "max_age=\"" + settings.freshFor().toSeconds() + "\""));
    }
}
