package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestTls;
import dev.musubi.relyingparty.standing.Standing;
import java.io.IOException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Relying parties known by their certificate, and the issuer's interface for them. */
class CertificateTest extends RelyingPartyTest {

    @Test
    void whenAClientIsKnownByItsCertificateThenItSignsInWithoutAssertionAndProof()
            throws IOException, KeyStoreException {
        KeyStore certificate = TestTls.key();
        try (TestProvider other = new TestProvider(folder);
                RelyingParty telco = building(other)
                        .client(TestProvider.CLIENT, certificate, TestTls.PASSWORD)
                        .build()) {
            other.metadata =
                    all -> all.put("mtls_endpoint_aliases", Map.of("token_endpoint", other.issuer() + "/token"));
            bank.close();
            bank = telco;
            provider.close();
            provider = other;
            assertThat(signIn(DEMAND)).isInstanceOf(SignedIn.class);
            assertThat(other.shown).isEqualTo(certificate.getCertificate("key"));
            assertThat(other.lastRequest).doesNotContainKeys("dpop_jkt", "client_assertion");
        }
    }

    private RelyingParty withStandingApi(KeyStore certificate) throws IOException {
        return building(provider)
                .client(TestProvider.CLIENT, ClientKey.in(folder.resolve("bank.jwk")))
                .certificate(certificate, TestTls.PASSWORD)
                .standingApi(provider.issuer() + "/")
                .build();
    }

    @Test
    void whenStandingIsAskedForThenByCertificateAndWithNobodyAtAScreen() throws IOException, KeyStoreException {
        KeyStore certificate = TestTls.key();
        try (RelyingParty asking = withStandingApi(certificate)) {
            StandingAnswer answer = asking.standing("a subject/with signs", Duration.ofMinutes(5));
            assertThat(answer).isInstanceOf(StandingAnswer.Known.class);
            assertThat(((StandingAnswer.Known) answer).standing().state()).isEqualTo(Standing.State.ACTIVE);
            assertThat(provider.shown).isEqualTo(certificate.getCertificate("key"));
        }
    }

    @Test
    void whenTheIssuerDoesNotAnswerThenItIsNeverTakenForGood() throws IOException {
        try (RelyingParty asking = withStandingApi(TestTls.key())) {
            provider.standingStatus = 404;
            assertThat(asking.standing("x", null)).isEqualTo(new StandingAnswer.UnknownSubject());
            provider.standingStatus = 401;
            assertThat(asking.standing("x", null)).isEqualTo(new StandingAnswer.NotAdmitted());
            provider.standingStatus = 503;
            assertThat(asking.standing("x", null)).isInstanceOf(StandingAnswer.Unreachable.class);
            provider.standingStatus = 200;
            provider.standing = Map.of("state", "ACTIVE");
            assertThat(asking.standing("x", null)).isInstanceOf(StandingAnswer.Unreachable.class);
            provider.close();
            assertThat(asking.standing("x", null)).isInstanceOf(StandingAnswer.Unreachable.class);
        }
    }

    @Test
    void whenSomethingIsMissingThenBuildingSaysWhat() {
        assertThat(bank.asksForStanding()).isFalse();
        assertThatThrownBy(() -> bank.standing("x", null)).hasMessageContaining("standingApi");
        assertThatThrownBy(() -> building(provider).build()).hasMessageContaining("a client with its key");
        assertThatThrownBy(() -> RelyingParty.at("http://localhost")
                        .client("x", ClientKey.in(folder.resolve("bank.jwk")))
                        .redirectTo(REDIRECT)
                        .build())
                .hasMessageContaining("https");
        assertThatThrownBy(() -> building(provider)
                        .client("x", ClientKey.in(folder.resolve("bank.jwk")))
                        .standingApi("https://localhost")
                        .build())
                .hasMessageContaining("certificate");
    }
}
