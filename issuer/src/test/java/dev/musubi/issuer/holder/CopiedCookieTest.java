package dev.musubi.issuer.holder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.BrowserSessions;
import dev.musubi.issuer.signin.SignedIn;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Somebody has a copy of a session's cookie, and waits until its holder authenticates in that session. */
class CopiedCookieTest extends IssuerTest {

    @Autowired
    private SignedInHolder signedIn;

    @Autowired
    private BrowserSessions sessions;

    @Autowired
    private MachineClock machine;

    @Test
    void whenTheHolderHasAuthenticatedThenTheCopyOrdersNothingThatNeedsIt() {
        HolderId holderId = holder(person(), false);
        Instant now = machine.instant();
        String copied = sessions.begin(
                        new SignedIn(holderId, SignInMethod.PASSKEY, now.minus(Duration.ofHours(1)), null), "x")
                .orElseThrow();
        String given = sessions.again(
                        sessions.of(copied).orElseThrow(), new SignedIn(holderId, SignInMethod.PASSKEY, now, null))
                .orElseThrow();
        AtomicInteger done = new AtomicInteger();
        BrowserSession thiefs = sessions.of(copied).orElseThrow();
        assertThat(signedIn.orderFreshly(thiefs, done::incrementAndGet)).isEmpty();
        assertThat(done).hasValue(0);
        BrowserSession holders = sessions.of(given).orElseThrow();
        assertThat(signedIn.orderFreshly(holders, done::incrementAndGet)).contains(1);
        assertThat(signedIn.order(thiefs, done::incrementAndGet))
                .as("what needs no fresh authentication a session may")
                .isEqualTo(2);
    }
}
