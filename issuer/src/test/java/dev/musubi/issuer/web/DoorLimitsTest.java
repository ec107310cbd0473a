package dev.musubi.issuer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.time.MachineClock;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** The turnstile, request by request: what it refuses, and in whose words. */
class DoorLimitsTest {

    private static final int HOLDERS = 1;
    private static final int RELYING_PARTIES = 2;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final DoorSettings DOORS = new DoorSettings(
            InetAddress.getLoopbackAddress(),
            HOLDERS,
            RELYING_PARTIES,
            3,
            Path.of("target", "door-limits-token"),
            Path.of("target", "door-limits-metrics-token"),
            null,
            null,
            Path.of("tls"),
            DoorSettings.ClientCertificates.REQUIRED);

    private final AtomicInteger behind = new AtomicInteger();
    private final FilterChain chain = (request, response) -> behind.incrementAndGet();

    private static Turnstile turnstile(int perAddress, int costly, int atOnce, int atOncePerPeer) {
        return turnstile(perAddress, costly, atOnce, atOncePerPeer, certificate -> false);
    }

    private static Turnstile turnstile(
            int perAddress, int costly, int atOnce, int atOncePerPeer, KnownCertificates known) {
        LimitSettings settings = new LimitSettings(
                MINUTE,
                MINUTE,
                MINUTE,
                MINUTE,
                1,
                0,
                atOnce,
                atOncePerPeer,
                perAddress,
                costly,
                0,
                0,
                List.of(),
                LimitSettings.ProxyHeader.X_FORWARDED_FOR);
        return new Turnstile(
                DOORS,
                settings,
                new ClientAddress(settings),
                new ClientCertificateGate(known, new MachineClock()),
                new Limits(settings));
    }

    private MockHttpServletResponse ask(Turnstile turnstile, int door, String method, String path, String accept)
            throws ServletException, IOException {
        return ask(turnstile, door, method, path, accept, chain);
    }

    private static MockHttpServletResponse ask(
            Turnstile turnstile, int door, String method, String path, String accept, FilterChain chain)
            throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setLocalPort(door);
        request.setRemoteAddr("203.0.113.9");
        request.addHeader("Accept", accept);
        MockHttpServletResponse response = new MockHttpServletResponse();
        turnstile.doFilter(request, response, chain);
        return response;
    }

    @Test
    void whenAnAddressAsksTooOftenThenAProblemSaysWhenToComeBack() throws Exception {
        Turnstile turnstile = turnstile(1, 0, 10, 0);
        assertThat(ask(turnstile, HOLDERS, "GET", "/v1/holder", "*/*").getStatus())
                .isEqualTo(200);
        MockHttpServletResponse refused = ask(turnstile, HOLDERS, "GET", "/v1/holder", "*/*");
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).matches("[1-9][0-9]*");
        assertThat(refused.getContentType()).isEqualTo("application/problem+json");
        assertThat(refused.getContentAsString()).contains("\"code\":\"too_many_requests\"", "detail_ja");
        assertThat(behind).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openid/token", "/openid/par", "/openid/userinfo", "/openid/register/abc"})
    void whenItIsAnEndpointOfOAuthThenItsFormIsUsed(String path) throws Exception {
        Turnstile turnstile = turnstile(1, 0, 10, 0);
        ask(turnstile, HOLDERS, "POST", path, "*/*");
        MockHttpServletResponse refused = ask(turnstile, HOLDERS, "POST", path, "*/*");
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).isNotNull();
        assertThat(refused.getContentType()).isEqualTo("application/json");
        assertThat(refused.getContentAsString()).startsWith("{\"error\":\"temporarily_unavailable\"");
    }

    @Test
    void whenAPersonIsAtABrowserThenAPageSaysItInJapanese() throws Exception {
        Turnstile turnstile = turnstile(1, 0, 10, 0);
        ask(turnstile, HOLDERS, "GET", "/home", "text/html");
        MockHttpServletResponse refused = ask(turnstile, HOLDERS, "GET", "/home", "text/html,*/*");
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getContentType()).startsWith("text/html");
        assertThat(refused.getContentAsString()).contains("しばらくしてから", "too_many_requests");
        assertThat(refused.getHeader("Content-Security-Policy")).contains("style-src 'self'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/enrol/%75pdates", "/signin/%63ard", "/home/%2e%2e/signin", "/home;x=1", "//home"})
    void whenAPathIsDisguisedThenThereIsNothing(String path) throws Exception {
        Doors doors = new Doors(DOORS, new OperatorToken(DOORS));
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
        request.setLocalPort(HOLDERS);
        MockHttpServletResponse response = new MockHttpServletResponse();
        doors.doFilter(request, response, chain);
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(behind).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "client_id=shop&scope=openid", "request_uri=&client_id=shop", "xrequest_uri=urn:a"})
    void whenAnAuthorizationRequestIsKeptForAStrangerThenItIsCountedByItself(String query) throws Exception {
        Turnstile turnstile = turnstile(0, 1, 10, 0);
        assertThat(authorize(turnstile, query).getStatus()).isEqualTo(200);
        assertThat(authorize(turnstile, query).getStatus()).isEqualTo(429);
    }

    @Test
    void whenAnAuthorizationRequestWasPushedThenItIsNotCountedTwice() throws Exception {
        Turnstile turnstile = turnstile(0, 1, 10, 0);
        for (int each = 0; each < 3; each++) {
            assertThat(authorize(turnstile, "client_id=shop&request_uri=urn:a").getStatus())
                    .isEqualTo(200);
        }
    }

    private MockHttpServletResponse authorize(Turnstile turnstile, String query) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/openid/authorize");
        request.setQueryString(query.isEmpty() ? null : query);
        request.setLocalPort(HOLDERS);
        request.setRemoteAddr("203.0.113.9");
        MockHttpServletResponse response = new MockHttpServletResponse();
        turnstile.doFilter(request, response, chain);
        return response;
    }

    @Test
    void whenAStepIsCostlyThenItIsCountedByItself() throws Exception {
        Turnstile turnstile = turnstile(0, 1, 10, 0);
        assertThat(ask(turnstile, HOLDERS, "POST", "/v1/issuance-applications", "*/*")
                        .getStatus())
                .isEqualTo(200);
        assertThat(ask(turnstile, HOLDERS, "POST", "/v1/sign-in-challenges/answer", "*/*")
                        .getStatus())
                .isEqualTo(429);
        assertThat(ask(turnstile, HOLDERS, "GET", "/v1/holder", "*/*").getStatus())
                .isEqualTo(200);
    }

    @Test
    void whenAPeerHasAllItsPlacesTakenThenTheNextIsToldSoAndLaterAPlaceIsFree() throws Exception {
        Turnstile turnstile = turnstile(0, 0, 10, 1);
        MockHttpServletResponse inside = new MockHttpServletResponse();
        ask(turnstile, HOLDERS, "GET", "/home", "*/*", (request, response) -> {
            MockHttpServletResponse second = ask(turnstile, HOLDERS, "GET", "/home", "*/*", chain);
            inside.setStatus(second.getStatus());
        });
        assertThat(inside.getStatus()).isEqualTo(429);
        assertThat(ask(turnstile, HOLDERS, "GET", "/home", "*/*").getStatus()).isEqualTo(200);
    }

    @Test
    void whenADoorHasAllItsPlacesTakenThenItIsBusy() throws Exception {
        Turnstile turnstile = turnstile(0, 0, 1, 0);
        MockHttpServletResponse inside = new MockHttpServletResponse();
        ask(turnstile, HOLDERS, "GET", "/home", "*/*", (request, response) -> {
            MockHttpServletResponse second = ask(turnstile, HOLDERS, "GET", "/home", "*/*", chain);
            inside.setStatus(second.getStatus());
            inside.setHeader("Retry-After", second.getHeader("Retry-After"));
        });
        assertThat(inside.getStatus()).isEqualTo(503);
        assertThat(inside.getHeader("Retry-After")).isEqualTo("1");
    }

    @Test
    void whenSomethingFailsBehindThenItsPlaceIsFreeAgain() throws Exception {
        Turnstile turnstile = turnstile(0, 0, 1, 1);
        for (int i = 0; i < 3; i++) {
            try {
                ask(turnstile, HOLDERS, "GET", "/home", "*/*", (request, response) -> {
                    throw new ServletException("broken");
                });
            } catch (ServletException broken) {
                behind.incrementAndGet();
            }
        }
        assertThat(behind).hasValue(3);
        assertThat(ask(turnstile, HOLDERS, "GET", "/home", "*/*").getStatus()).isEqualTo(200);
    }

    /** At the relying parties' door, from an address, with a certificate. */
    private static MockHttpServletResponse present(
            Turnstile turnstile, String path, String address, X509Certificate certificate, FilterChain chain)
            throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
        request.setLocalPort(RELYING_PARTIES);
        request.setRemoteAddr(address);
        request.setAttribute("jakarta.servlet.request.X509Certificate", new X509Certificate[] {certificate});
        MockHttpServletResponse response = new MockHttpServletResponse();
        turnstile.doFilter(request, response, chain);
        return response;
    }

    @Test
    void whenAStrangerMakesManyCertificatesThenTheyAreOnePeer() throws Exception {
        Turnstile turnstile = turnstile(0, 0, 100, 1);
        List<Integer> seen = new ArrayList<>();
        present(turnstile, "/openid/token", "203.0.113.9", ClientKey.make(-1, 1).certificate(), (request, response) -> {
            for (String from : List.of("203.0.113.9", "198.51.100.7")) {
                seen.add(present(
                                turnstile,
                                "/openid/token",
                                from,
                                ClientKey.make(-1, 1).certificate(),
                                chain)
                        .getStatus());
            }
        });
        assertThat(seen).containsExactly(429, 200);
    }

    @Test
    void whenStrangersHaveTakenTheirHalfThenARegisteredPartyComesInAllTheSame() throws Exception {
        X509Certificate party = ClientKey.make(-1, 1).certificate();
        X509Certificate stranger = ClientKey.make(-1, 1).certificate();
        Turnstile turnstile = turnstile(0, 0, 2, 0, party::equals);
        List<Integer> seen = new ArrayList<>();
        present(turnstile, "/openid/token", "203.0.113.9", stranger, (request, response) -> {
            seen.add(present(turnstile, "/openid/token", "198.51.100.7", stranger, chain)
                    .getStatus());
            seen.add(present(turnstile, "/openid/token", "203.0.113.9", party, chain)
                    .getStatus());
            seen.add(present(turnstile, "/v1/disclosures", "203.0.113.9", party, chain)
                    .getStatus());
        });
        assertThat(seen).containsExactly(503, 200, 200);
    }

    private MockHttpServletResponse withCertificate(String path, @Nullable X509Certificate certificate)
            throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
        request.setLocalPort(RELYING_PARTIES);
        request.setRemoteAddr("203.0.113.9");
        if (certificate != null) {
            request.setAttribute("jakarta.servlet.request.X509Certificate", new X509Certificate[] {certificate});
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        turnstile(0, 0, 1, 0).doFilter(request, response, chain);
        return response;
    }

    @Test
    void whenACertificateIsMissingUnknownOrOutOfTermThenNothingBehindIsReached() throws Exception {
        X509Certificate good = ClientKey.make(-1, 1).certificate();
        assertThat(withCertificate("/v1/disclosures", null).getStatus()).isEqualTo(401);
        MockHttpServletResponse unknown = withCertificate("/v1/disclosures", good);
        assertThat(unknown.getStatus()).isEqualTo(403);
        assertThat(unknown.getContentAsString()).contains("client_unknown");
        for (X509Certificate late : List.of(
                ClientKey.make(-2, -1).certificate(), ClientKey.make(1, 2).certificate())) {
            assertThat(withCertificate("/v1/disclosures", late).getContentAsString())
                    .contains("client_certificate_expired");
            MockHttpServletResponse refused = withCertificate("/openid/token", late);
            assertThat(refused.getStatus()).isEqualTo(403);
            assertThat(refused.getContentAsString()).contains("\"error\":\"invalid_client\"", "not in its term");
        }
        assertThat(behind).hasValue(0);
        // At the endpoints of OAuth who the client is, it says otherwise.
        assertThat(withCertificate("/openid/token", good).getStatus()).isEqualTo(200);
        assertThat(behind).hasValue(1);
    }

    @Test
    void whenACertificateIsInItsLastSecondThenItIsInItsTermToTheEndOfThat() throws Exception {
        MachineClock machine = new MachineClock();
        for (int tries = 1; ; tries++) {
            Instant second = machine.instant().truncatedTo(ChronoUnit.SECONDS);
            int over = withCertificate(
                            "/openid/token",
                            ClientKey.ending(second.minusSeconds(1)).certificate())
                    .getStatus();
            int last = withCertificate("/openid/token", ClientKey.ending(second).certificate())
                    .getStatus();
            // Only what was asked within that very second says anything.
            if (machine.instant().truncatedTo(ChronoUnit.SECONDS).equals(second)) {
                assertThat(List.of(over, last)).containsExactly(403, 200);
                return;
            }
            assertThat(tries).isLessThan(50);
        }
    }
}
