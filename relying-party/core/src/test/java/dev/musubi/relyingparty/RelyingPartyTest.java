package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.law.Law;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A relying party, a provider, and a browser between them. */
abstract class RelyingPartyTest {

    static final String REDIRECT = "https://bank.example/callback";

    static final Demand DEMAND =
            Demand.verified(Item.NAME, Item.ADDRESS, Item.BIRTHDATE).requireLiveAnchor(Duration.ofMinutes(15));

    @TempDir
    Path folder;

    TestProvider provider;
    RelyingParty bank;
    /** How far this relying party's clock is from the machine's. */
    Duration offset = Duration.ZERO;

    @BeforeEach
    void begin() throws IOException {
        provider = new TestProvider(folder);
        ClientKey key = ClientKey.in(folder.resolve("bank.jwk"));
        provider.register(key.publicKey());
        bank = building(provider).client(TestProvider.CLIENT, key).build();
    }

    RelyingPartyBuilder building(TestProvider of) {
        InstantSource clock = () -> Instant.now().plus(offset);
        return RelyingParty.at(of.issuer())
                .redirectTo(REDIRECT)
                .under(Law.JP_AML)
                .trusting(of.pem())
                .clock(clock);
    }

    @AfterEach
    void end() {
        bank.close();
        provider.close();
    }

    SignInStart.Ready begun(Demand demand) {
        SignInStart start = bank.begin(demand);
        assertThat(start).isInstanceOf(SignInStart.Ready.class);
        return (SignInStart.Ready) start;
    }

    /** Goes to the provider and brings back what it sends along. */
    Map<String, List<String>> through(URI location) {
        try {
            HttpClient browser = HttpClient.newBuilder()
                    .sslContext(ClientTls.context(List.of(provider.pem()), null, new char[0]))
                    .build();
            URI back = browser.send(HttpRequest.newBuilder(location).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .map(URI::create)
                    .orElseThrow();
            assertThat(back.toString()).startsWith(REDIRECT + "?");
            Map<String, List<String>> parameters = new LinkedHashMap<>();
            TestProvider.query(back.getRawQuery()).forEach((name, value) -> parameters.put(name, List.of(value)));
            return parameters;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    SignInOutcome signIn(Demand demand) {
        SignInStart.Ready begun = begun(demand);
        return bank.finish(begun.pending(), through(begun.location()));
    }

    SignedIn signedIn(Demand demand) {
        SignInOutcome outcome = signIn(demand);
        assertThat(outcome).isInstanceOf(SignedIn.class);
        return (SignedIn) outcome;
    }

    /** What a test needs to be there. */
    static <T> T known(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    /** Nobody is signed in; the code says why. */
    static String code(SignInOutcome outcome) {
        assertThat(outcome).isInstanceOf(NotSignedIn.class);
        return ((NotSignedIn) outcome).code();
    }

    /** What the matter is where the provider cannot be reached. */
    static Trouble trouble(NotSignedIn outcome) {
        assertThat(outcome).isInstanceOf(NotSignedIn.Unreachable.class);
        return ((NotSignedIn.Unreachable) outcome).trouble();
    }

    /** The same where a sign-in could not even begin. */
    static Trouble trouble(SignInStart start) {
        assertThat(start).isInstanceOf(SignInStart.NotNow.class);
        return trouble(((SignInStart.NotNow) start).why());
    }
}
