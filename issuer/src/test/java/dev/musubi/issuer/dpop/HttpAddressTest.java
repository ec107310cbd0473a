package dev.musubi.issuer.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {

    private static final URI MEANT = URI.create("https://issuer.example:8443/openid/token");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://issuer.example:8443/openid/token",
                "https://issuer.example:8443/openid/token?a=b",
                "https://issuer.example:8443/openid/token#part",
                "https://issuer.example:8443/openid/token?a=b#part",
                "HTTPS://ISSUER.example:8443/openid/token",
                "https://issuer.example:8443/%6fpenid/tok%65n",
                "https://issuer.example:8443/openid/./x/../token"
            })
    void whenAnAddressIsWrittenOtherwiseThenItIsTheSame(String said) {
        assertThat(HttpAddress.same(said, MEANT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://issuer.example:8443/openid/token",
                "https://issuer.example/openid/token",
                "https://issuer.example:443/openid/token",
                "https://other.example:8443/openid/token",
                "https://issuer.example:8443/openid/token/",
                "https://issuer.example:8443/openid/Token",
                "https://issuer.example:8443/openid%2ftoken",
                "https://issuer.example:8443/",
                "https://somebody@issuer.example:8443/openid/token",
                "https://issuer.example:8443@other.example/openid/token",
                "//issuer.example:8443/openid/token",
                "/openid/token",
                "urn:issuer.example",
                "https://issuer.example:8443/openid/token%",
                "not an address",
                ""
            })
    void whenAnAddressIsAnotherOrNoneThenItIsNotTheSame(String said) {
        assertThat(HttpAddress.same(said, MEANT)).isFalse();
    }

    @Test
    void whenTheUsualPortIsSaidThenItIsTheSame() {
        assertThat(HttpAddress.same("https://issuer.example:443", URI.create("https://issuer.example/")))
                .isTrue();
        assertThat(HttpAddress.same("http://issuer.example:80/", URI.create("http://issuer.example")))
                .isTrue();
    }

    @Test
    void whenEscapesDifferInCapitalsOnlyThenItIsTheSame() {
        assertThat(HttpAddress.same("https://issuer.example/a%2fb", URI.create("https://issuer.example/a%2Fb")))
                .isTrue();
    }

    @Test
    void whenAnAddressIsTooLongThenItIsNotTheSame() {
        assertThat(HttpAddress.same(MEANT + "?" + "x".repeat(2000), MEANT)).isFalse();
    }
}
