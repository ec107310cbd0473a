package dev.musubi.relyingparty.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestTls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Doors that ask the issuer, with nobody at a screen. */
class StandingByApiTest extends StarterTest {

    private @Nullable KeyStore certificate;

    @Override
    List<String> settings() throws IOException, GeneralSecurityException {
        certificate = certificate();
        return List.of(
                "--musubi.relying-party.certificate=" + folder.resolve("bank.p12"),
                "--musubi.relying-party.certificate-password=" + new String(TestTls.PASSWORD),
                "--musubi.relying-party.standing-api=" + provider.issuer());
    }

    @Test
    void whenTheSignInIsTooOldThenTheIssuerIsAskedAndTheHolderSeesNothing() throws GeneralSecurityException {
        Browser browser = new Browser();
        browser.signIn("");
        offset.set(Duration.ofHours(2));
        assertThat(browser.get("/account").body()).isEqualTo("account of " + TestProvider.SUBJECT);
        assertThat(provider.shown).isEqualTo(Objects.requireNonNull(certificate).getCertificate("key"));
    }

    @Test
    void whenTheIssuerSaysNoOrNothingThenTheDoorStaysShut() {
        Browser browser = new Browser();
        browser.signIn("");
        offset.set(Duration.ofHours(2));
        provider.standing = TestProvider.standing("REISSUE_REQUIRED", true);
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        // What was learned counts from now on, at every door.
        assertThat(browser.get("/safe").statusCode()).isEqualTo(303);
        assertThat(browser.post("/transfer", "")
                        .headers()
                        .firstValue("WWW-Authenticate")
                        .orElseThrow())
                .contains("REISSUE_REQUIRED");
        provider.standing = TestProvider.standing("ACTIVE", false);
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        for (int status : new int[] {401, 404, 503}) {
            provider.standingStatus = status;
            assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        }
        provider.standingStatus = 200;
        provider.standing = TestProvider.standing("ACTIVE", true);
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    }
}
