package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.relyingparty.fixture.TestDecisions;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestStatusList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The bank in front of a provider for tests, with one holder, and what the provider tells it. */
abstract class BankTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String ACCOUNT = "account-1000001";
    static final int ENTRY = 7;

    @TempDir
    static Path data;

    static Sites sites;
    static TestStatusList list;

    private int told;

    @BeforeAll
    static void begin() {
        sites = Sites.start(data);
        list = new TestStatusList(sites.provider, 1, 2, TestStatusList.ENTRIES);
    }

    @AfterAll
    static void end() {
        sites.close();
    }

    @BeforeEach
    void asUsual() throws IOException {
        sites.provider.decision = TestDecisions.accept();
        sites.provider.standing = standing("ACTIVE", 1);
        sites.provider.standingStatus = 200;
        sites.provider.managedStatus = 0;
        sites.provider.streamStatus = "enabled";
        sites.provider.idToken = claims -> {};
        agrees(true);
        for (String each : List.of("bank/records", "bank/watched")) {
            Path folder = data.resolve(each);
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
        sites.provider.managed.clear();
    }

    static void agrees(boolean agrees) {
        sites.provider.tokenAnswer = answer -> answer.put("scope", agrees ? "openid monitoring" : "openid");
    }

    static Map<String, Object> standing(String state, int generation) {
        Map<String, Object> standing = TestProvider.standing(state, true);
        standing.put("generation", generation);
        standing.put("monitored_until", Days.of(Instant.now()).plusYears(1).toString());
        return standing;
    }

    /** Looks until it is so: others do it by threads of their own. */
    static void until(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in vain: " + what).isLessThan(deadline);
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    static Person customer() {
        Person person = new Person(sites, Shop.BANK).open("/procedure").post("/procedure");
        assertThat(person.at.getPath()).isEqualTo("/mine");
        return person;
    }

    static Person watchedCustomer() {
        Person person = customer();
        untilIntroduced();
        return person;
    }

    static void untilIntroduced() {
        until(
                "the issuer is told to tell",
                () -> new Watches(data.resolve("bank/watched"))
                        .find(TestProvider.SUBJECT)
                        .filter(Watched::inStream)
                        .isPresent());
    }

    static Person clerk() {
        return new Person(sites, Shop.BANK).open("/counter");
    }

    static String mark() {
        return clerk().attribute(ACCOUNT, "data-mark");
    }

    /** The provider's tokens say from now on where to look the holder up in its list. */
    static void listed() {
        sites.provider.idToken = claims -> claims.claim(
                "status", Map.of("status_list", Map.of("uri", list.uri().toString(), "idx", ENTRY)));
    }

    private static String secret() {
        try {
            return Files.readString(data.resolve("bank/signals-authorization"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String token(String type, Map<String, Object> said) {
        told++;
        return sites.provider.sign(
                "secevent+jwt",
                new JWTClaimsSet.Builder()
                        .issuer(sites.provider.issuer())
                        .audience("bank")
                        .issueTime(Date.from(Instant.now().minusSeconds(30).plusSeconds(told)))
                        .jwtID(getClass().getSimpleName() + System.nanoTime())
                        .claim(
                                "sub_id",
                                Map.of(
                                        "format",
                                        "iss_sub",
                                        "iss",
                                        sites.provider.issuer(),
                                        "sub",
                                        TestProvider.SUBJECT))
                        .claim("events", Map.of(type, said))
                        .build());
    }

    void tell(String type, Map<String, Object> said) {
        push(token(type, said), 202);
    }

    static void push(String token, int status) {
        assertThat(new Person(sites, Shop.BANK).push(secret(), token).status).isEqualTo(status);
    }
}
