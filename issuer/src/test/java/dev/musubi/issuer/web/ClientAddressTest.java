package dev.musubi.issuer.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressTest {

    private static final ClientAddress BEHIND_A_PROXY =
            with(LimitSettings.ProxyHeader.X_FORWARDED_FOR, "10.0.0.0/8", "fd00::/8");
    private static final ClientAddress BEHIND_A_STANDARD_PROXY =
            with(LimitSettings.ProxyHeader.FORWARDED, "10.0.0.0/8", "fd00::/8");
    private static final ClientAddress BARE = with(LimitSettings.ProxyHeader.X_FORWARDED_FOR);

    private static ClientAddress with(LimitSettings.ProxyHeader header, String... proxies) {
        Duration second = Duration.ofSeconds(1);
        return new ClientAddress(
                new LimitSettings(second, second, second, second, 1, 0, 1, 0, 0, 0, 0, 0, List.of(proxies), header));
    }

    private static MockHttpServletRequest from(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        return request;
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Test
    void whenACallerIsNoTrustedProxyThenItsWordMeansNothing() {
        MockHttpServletRequest request = from("203.0.113.9");
        request.addHeader("Forwarded", "for=198.51.100.1");
        request.addHeader("X-Forwarded-For", "198.51.100.2");
        assertThat(BEHIND_A_PROXY.of(request)).isEqualTo(address("203.0.113.9"));
        assertThat(BARE.of(request)).isEqualTo(address("203.0.113.9"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.9 | 203.0.113.9",
                "For=\"203.0.113.9:4711\";proto=https;by=10.0.0.1 | 203.0.113.9",
                "for=\"[2001:db8::7]:4711\" | 2001:db8::7",
                // What the caller itself wrote stands before what the proxies wrote.
                "for=198.51.100.66, for=203.0.113.9, for=10.0.0.7 | 203.0.113.9",
                "for=unknown | 10.0.0.1",
                "for=203.0.113.9, for=_hidden | 10.0.0.1",
                "nonsense | 10.0.0.1",
                "for=10.0.0.8, for=10.0.0.7 | 10.0.0.8"
            })
    void whenATrustedProxySaysItInTheStandardsFormThenTheLastStrangerCounts(String header, String expected) {
        MockHttpServletRequest request = from("10.0.0.1");
        request.addHeader("Forwarded", header);
        request.addHeader("X-Forwarded-For", "198.51.100.99");
        assertThat(BEHIND_A_STANDARD_PROXY.of(request)).isEqualTo(address(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "198.51.100.66, 203.0.113.9 | 203.0.113.9",
                "203.0.113.9, 10.0.0.7 | 203.0.113.9",
                "2001:db8::7 | 2001:db8::7",
                "203.0.113.9:80 | 203.0.113.9",
                "localhost | 10.0.0.1",
                "'' | 10.0.0.1"
            })
    void whenATrustedProxySaysItInTheUsualFormThenTheLastStrangerCounts(String header, String expected) {
        MockHttpServletRequest request = from("10.0.0.1");
        request.addHeader("X-Forwarded-For", header);
        // The proxy does not write this one: it is the caller's own word, passed on as it came.
        request.addHeader("Forwarded", "for=198.51.100.77");
        assertThat(BEHIND_A_PROXY.of(request)).isEqualTo(address(expected));
    }

    @Test
    void whenAProxySaysNothingThenItIsTheProxy() {
        assertThat(BEHIND_A_PROXY.of(from("10.0.0.1"))).isEqualTo(address("10.0.0.1"));
    }

    @Test
    void whenAHeaderIsEndlessThenOnlyItsEndIsRead() {
        MockHttpServletRequest request = from("10.0.0.1");
        request.addHeader("X-Forwarded-For", "203.0.113.9, " + "10.0.0.2, ".repeat(500) + "10.0.0.3");
        assertThat(BEHIND_A_PROXY.of(request)).isEqualTo(address("10.0.0.2"));
    }

    @Test
    void whenAddressesAreCountedThenASubscribersIpv6NetworkIsOne() {
        assertThat(ClientAddress.key(address("2001:db8:1:2::1")))
                .isEqualTo(ClientAddress.key(address("2001:db8:1:2:ffff::9")))
                .isNotEqualTo(ClientAddress.key(address("2001:db8:1:3::1")));
        assertThat(ClientAddress.key(address("203.0.113.9"))).isNotEqualTo(ClientAddress.key(address("203.0.113.8")));
    }
}
