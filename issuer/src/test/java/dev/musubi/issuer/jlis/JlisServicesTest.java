package dev.musubi.issuer.jlis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.anchor.NumberLinks;
import dev.musubi.issuer.consent.ConsentRegistry.Cancellation;
import dev.musubi.issuer.consent.ConsentRegistry.Cancellations;
import dev.musubi.issuer.consent.ConsentRegistry.Registration;
import dev.musubi.issuer.consent.ConsentRegistry.Registrations;
import dev.musubi.issuer.fixture.HostileServer;
import dev.musubi.issuer.outbound.Outbound;
import dev.musubi.issuer.outbound.OutboundForTests;
import dev.musubi.issuer.refresh.LatestAttributesSource.Answer;
import dev.musubi.jpki.attributes.Sex;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.profile.CertificateKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What the adapters of J-LIS's services send, and what they make of each answer, over a real socket. */
class JlisServicesTest {

    private static final TestAuthority AUTHORITY = TestAuthority.signature();
    private static final CertificateId OLD = CertificateId.of(AUTHORITY.keyId(), "01f4");
    private static final String NEW =
            "{\"authorityKeyId\":\"" + AUTHORITY.keyId().hex() + "\",\"issueNumber\":\"01f5\"";
    private static final List<String> ITEMS = List.of("NAME", "ADDRESS", "DATE_OF_BIRTH", "SEX");

    private static final String REGISTERED = """
            {"consentId":"c-1","receivedAt":"2026-04-01T00:00:00Z","startsAt":"2026-04-01T00:05:00Z",
             "endsAt":"2036-04-01T00:00:00Z","items":["NAME","SEX"]}""";
    private static final String PROVIDED = """
            {"outcome":"PROVIDED","asOf":"2026-04-01T00:00:00Z",
             "attributes":{"name":{"value":"V","substitutes":"0"},"address":{"value":"A","substitutes":"0"},
                           "dateOfBirth":"319900102","sex":"2"},
             "certificate":%s,"kind":"CARD_SIGNATURE","notAfter":"2031-01-02T14:59:59Z",
                            "crlDistributionPoint":{"prefecture":"Tokyo-to","municipality":"Chofu-shi"}}}""".formatted(NEW);

    @TempDir
    Path folder;

    private final HostileServer server = HostileServer.begin(HostileServer.answering(500, ""));
    private final Outbound outbound = OutboundForTests.withLoopback();
    private final List<String> requests = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        try (OutputStream out = Files.newOutputStream(folder.resolve("client.p12"))) {
            keys.store(out, "x".toCharArray());
        }
    }

    @AfterEach
    void end() {
        server.close();
        outbound.destroy();
    }

    private VerifierServices services() {
        URI uri = URI.create("http://127.0.0.1:" + server.port());
        JlisSettings settings = new JlisSettings(
                uri,
                uri,
                uri,
                uri,
                folder.resolve("client.p12"),
                "x",
                null,
                null,
                "musubi & co",
                Duration.ofSeconds(20),
                List.of());
        try {
            return new VerifierServices(settings, new JlisLines(settings, outbound), new JsonMapper());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JlisConsentRegistry consents() {
        return new JlisConsentRegistry(services());
    }

    private Answer latest() {
        return new JlisLatestAttributes(services()).latest("c-1", OLD, ITEMS);
    }

    private void says(int status, String body) {
        server.now((self, socket) -> {
            requests.add(HostileServer.request(socket));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            HostileServer.say(
                    socket,
                    "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                            .formatted(status, bytes.length));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        });
    }

    @Test
    void whenAConsentIsRegisteredThenItSaysFromWhenToWhenForWhat() {
        says(201, REGISTERED);
        assertThat(consents().register("a.b.c"))
                .isEqualTo(new Registration.Registered(
                        "c-1",
                        Instant.parse("2026-04-01T00:00:00Z"),
                        Instant.parse("2026-04-01T00:05:00Z"),
                        Instant.parse("2036-04-01T00:00:00Z"),
                        List.of("NAME", "SEX"),
                        null));
        assertThat(requests.getFirst())
                .startsWith("POST /v1/consents HTTP/1.1\r\n")
                .endsWith("{\"application\":\"a.b.c\"}");
    }

    @Test
    void whenAConsentWasTakenBackMeanwhileThenTheAnswerSaysSo() {
        says(200, REGISTERED.replace("}", ",\"cancelledAt\":\"2026-05-01T00:00:00Z\"}"));
        assertThat(consents().register("a.b.c"))
                .isInstanceOfSatisfying(
                        Registration.Registered.class,
                        answer -> assertThat(answer.cancelledAt()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z")));
        says(200, REGISTERED.replace("}", ",\"cancelledAt\":null}"));
        assertThat(consents().register("a.b.c"))
                .isInstanceOfSatisfying(
                        Registration.Registered.class,
                        answer -> assertThat(answer.cancelledAt()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "\"\"", "7", "true", "{}"})
    void whenWhetherAConsentWasTakenBackIsNotUnderstoodThenItIsNotInForce(String cancelledAt) {
        says(200, REGISTERED.replace("}", ",\"cancelledAt\":" + cancelledAt + "}"));
        assertThat(consents().register("a.b.c")).isEqualTo(new Registration.Unavailable("malformed"));
    }

    @Test
    void whenAConsentIsCancelledThenItSaysWhen() {
        says(200, "{\"cancelledAt\":\"2026-05-01T00:00:00Z\"}");
        assertThat(consents().cancel("c/1?x", "a.b.c"))
                .isEqualTo(new Cancellation.Cancelled(Instant.parse("2026-05-01T00:00:00Z")));
        assertThat(requests.getFirst()).startsWith("POST /v1/consents/c%2F1%3Fx/cancellation HTTP/1.1\r\n");
    }

    @Test
    void whenCancellationsAreAskedForThenThePageIsRead() {
        says(
                200,
                "{\"cancellations\":[{\"consentId\":\"c-1\",\"cancelledAt\":\"2026-05-01T00:00:00Z\"}],\"cursor\":8}");
        assertThat(consents().cancellationsAfter(7))
                .isEqualTo(new Cancellations.Page(
                        List.of(new Cancellations.One("c-1", Instant.parse("2026-05-01T00:00:00Z"))), 8));
        assertThat(requests.getFirst())
                .startsWith("GET /v1/consents/cancellations?serviceProvider=musubi+%26+co&after=7&limit=1000 HTTP/1.1");
    }

    @Test
    void whenRegistrationsAreAskedForThenThePageIsRead() {
        says(200, """
                {"registrations":[
                  {"consentId":"c-1","receivedAt":"2026-04-01T00:00:00Z"},
                  {"consentId":"c-2","receivedAt":"2026-04-02T00:00:00Z","cancelledAt":null},
                  {"consentId":"c-3","receivedAt":"2026-04-03T00:00:00Z","cancelledAt":"2026-05-01T00:00:00Z"}],
                 "cursor":3}""");
        assertThat(consents().registrationsAfter(0))
                .isEqualTo(new Registrations.Page(
                        List.of(
                                new Registrations.Entry("c-1", Instant.parse("2026-04-01T00:00:00Z"), null),
                                new Registrations.Entry("c-2", Instant.parse("2026-04-02T00:00:00Z"), null),
                                new Registrations.Entry(
                                        "c-3",
                                        Instant.parse("2026-04-03T00:00:00Z"),
                                        Instant.parse("2026-05-01T00:00:00Z"))),
                        3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "7",
                "{\"registrations\":[],\"cancellations\":[]}",
                "{\"registrations\":[],\"cancellations\":[],\"cursor\":\"9\"}",
                "{\"registrations\":[],\"cancellations\":[],\"cursor\":9.5}",
                "{\"registrations\":[],\"cancellations\":[],\"cursor\":99999999999999999999}",
                // Back to where it was: whoever followed it would ask for ever.
                "{\"registrations\":[],\"cancellations\":[],\"cursor\":6}",
                "{\"registrations\":[{}],\"cancellations\":[{}],\"cursor\":9}",
                "{\"registrations\":[{\"consentId\":\"\",\"receivedAt\":\"2026-04-01T00:00:00Z\"}],"
                        + "\"cancellations\":[{\"consentId\":\"\",\"cancelledAt\":\"2026-04-01T00:00:00Z\"}],\"cursor\":9}",
                "{\"registrations\":[{\"consentId\":\"c\",\"receivedAt\":\"soon\"}],"
                        + "\"cancellations\":[{\"consentId\":\"c\",\"cancelledAt\":\"soon\"}],\"cursor\":9}",
                "{\"registrations\":{},\"cancellations\":{},\"cursor\":9}"
            })
    void whenAPageIsNotUnderstoodThenThereIsNone(String body) {
        says(200, body);
        assertThat(consents().registrationsAfter(7)).isEqualTo(new Registrations.Unavailable("malformed"));
        assertThat(consents().cancellationsAfter(7)).isEqualTo(new Cancellations.Unavailable("malformed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"consentId\":\"c-1\"}",
                "{\"consentId\":7,\"receivedAt\":\"2026-04-01T00:00:00Z\",\"startsAt\":\"2026-04-01T00:00:00Z\","
                        + "\"endsAt\":\"2026-04-01T00:00:00Z\",\"items\":[]}",
                "{\"consentId\":\"c\",\"receivedAt\":\"2026-04-01T00:00:00Z\",\"startsAt\":\"2026-04-01T00:00:00Z\","
                        + "\"endsAt\":\"2026-04-01T00:00:00Z\",\"items\":[\"SHOE_SIZE\"]}",
                "{\"consentId\":\"c\\u0000\",\"receivedAt\":\"2026-04-01T00:00:00Z\",\"startsAt\":\"2026-04-01T00:00:00Z\","
                        + "\"endsAt\":\"2026-04-01T00:00:00Z\",\"items\":[]}"
            })
    void whenARegistrationIsNotUnderstoodThenItIsTriedAgain(String body) {
        says(201, body);
        assertThat(consents().register("a.b.c")).isEqualTo(new Registration.Unavailable("malformed"));
        assertThat(consents().cancel("c-1", "a.b.c")).isEqualTo(new Cancellation.Unavailable("malformed"));
    }

    @Test
    void whenJlisRefusesThenItsCodeIsKept() {
        says(409, "{\"code\":\"REPLAYED\"}");
        assertThat(consents().register("a.b.c")).isEqualTo(new Registration.Refused("REPLAYED"));
        assertThat(consents().cancel("c-1", "a.b.c")).isEqualTo(new Cancellation.Refused("REPLAYED"));
        assertThat(latest()).isEqualTo(new Answer.Refused("REPLAYED"));
        assertThat(consents().cancellationsAfter(0)).isEqualTo(new Cancellations.Unavailable("REPLAYED"));
        assertThat(consents().registrationsAfter(0)).isEqualTo(new Registrations.Unavailable("REPLAYED"));
    }

    @Test
    void whenSomebodyOnTheWayRefusesThenJlisHasNotSpoken() {
        for (String body : List.of("{}", "{\"code\":{}}", "{\"code\":\"see <http://x/>\"}", "[]")) {
            says(429, body);
            assertThat(consents().register("a.b.c")).isEqualTo(new Registration.Unavailable("http_429"));
        }
        says(404, "<html>");
        assertThat(consents().register("a.b.c")).isEqualTo(new Registration.Unavailable("not_json"));
        says(503, "{\"code\":\"REPLAYED\"}");
        assertThat(consents().register("a.b.c")).isEqualTo(new Registration.Unavailable("http_503"));
        assertThat(latest()).isEqualTo(new Answer.Unavailable("http_503"));
    }

    @Test
    void whenAttributesAreProvidedThenAllOfThemAreRead() {
        says(200, PROVIDED);
        assertThat(latest()).isInstanceOfSatisfying(Answer.Provided.class, provided -> {
            assertThat(provided.attributes().name().value()).isEqualTo("V");
            assertThat(provided.attributes().sex()).isEqualTo(Sex.FEMALE);
            assertThat(provided.certificate()).isEqualTo(CertificateId.of(AUTHORITY.keyId(), "01f5"));
            assertThat(provided.kind()).isEqualTo(CertificateKind.CARD_SIGNATURE);
            assertThat(provided.municipality()).isEqualTo("Chofu-shi");
        });
        assertThat(requests.getFirst())
                .startsWith("POST /v1/latest-attributes HTTP/1.1")
                .contains("\"consentId\":\"c-1\"", "\"issueNumber\":\"1f4\"", "\"DATE_OF_BIRTH\"");
    }

    static Stream<String> spoiled() {
        return Stream.of(
                        "\"outcome\":\"PROVIDED\"",
                        "\"name\":{\"value\":\"V\"",
                        "\"substitutes\":\"0\"",
                        "\"dateOfBirth\":\"319900102\"",
                        "\"sex\":\"2\"",
                        "\"issueNumber\":\"01f5\"",
                        "\"kind\":\"CARD_SIGNATURE\"",
                        "\"notAfter\":\"2031-01-02T14:59:59Z\"",
                        "\"prefecture\":\"Tokyo-to\"",
                        "\"asOf\":\"2026-04-01T00:00:00Z\"")
                .flatMap(member -> {
                    String name = member.substring(0, member.indexOf(':'));
                    String value = member.substring(member.lastIndexOf(':') + 1);
                    return Stream.of(
                            PROVIDED.replaceFirst(
                                    java.util.regex.Pattern.quote(member),
                                    java.util.regex.Matcher.quoteReplacement(member.replace(name, "\"other\""))),
                            PROVIDED.replaceFirst(
                                    java.util.regex.Pattern.quote(member),
                                    java.util.regex.Matcher.quoteReplacement(
                                            member.startsWith("\"name") || member.contains("Z\"")
                                                    ? name + ":7" + (member.contains("{") ? ",\"x\":{\"y\":1" : "")
                                                    : member.replace(value, "\"\""))));
                });
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void whenAMemberOfTheAttributesIsNotUnderstoodThenThereAreNone(String body) {
        says(200, body);
        assertThat(latest()).isEqualTo(new Answer.Unavailable("malformed"));
    }

    @Test
    void whenNothingIsProvidedThenItSaysWhy() {
        Supplier<Answer> latest = this::latest;
        says(200, "{\"outcome\":\"NO_NEW_CERTIFICATE\"}");
        assertThat(latest.get()).isEqualTo(new Answer.NoNewCertificate());
        says(200, "{\"outcome\":\"STILL_VALID\"}");
        assertThat(latest.get()).isEqualTo(new Answer.StillValid());
        says(200, "{\"outcome\":\"CONSENT_NOT_STARTED\"}");
        assertThat(latest.get()).isEqualTo(new Answer.ConsentNotStarted());
        says(200, "{\"outcome\":\"REFUSED\"}");
        assertThat(latest.get()).isEqualTo(new Answer.Refused("REFUSED"));
        for (String why : List.of("CONSENT_MISSING", "CONSENT_EXPIRED", "CONSENT_CANCELLED", "ITEM_NOT_CONSENTED")) {
            says(200, "{\"outcome\":\"" + why + "\"}");
            assertThat(latest.get()).isEqualTo(new Answer.NotConsented(why));
        }
        says(200, "{\"outcome\":{}}");
        assertThat(latest.get()).isEqualTo(new Answer.Unavailable("malformed"));
    }

    @Test
    void whenNumbersAreLinkedThenAllAreReadOrNone() {
        JlisNumberLinks links = new JlisNumberLinks(services());
        says(200, "{\"links\":[{\"certificate\":" + NEW + "}}]}");
        assertThat(links.linkedTo(OLD))
                .isEqualTo(new NumberLinks.Answer.Linked(List.of(CertificateId.of(AUTHORITY.keyId(), "01f5"))));
        for (String body : List.of(
                "{}",
                "{\"links\":{}}",
                "{\"links\":[{}]}",
                "{\"links\":[{\"certificate\":" + NEW + "}},{\"certificate\":{\"issueNumber\":\"01f5\"}}]}",
                "{\"links\":[" + "{},".repeat(1000) + "{}]}")) {
            says(200, body);
            assertThat(links.linkedTo(OLD)).isEqualTo(new NumberLinks.Answer.Unavailable("malformed"));
        }
    }
}
