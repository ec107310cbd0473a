package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    private static final Addresses ADDRESSES = new Addresses(InetAddress::getAllByName);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "[::1]",
                "[fe80::1]",
                "[fd00:ec2::254]",
                "[::ffff:10.0.0.1]"
            })
    void whenItIsInsideThenAProviderOutsideDoesNotSendUsThere(String host) {
        URI endpoint = URI.create("https://" + host + "/token");
        assertThat(ADDRESSES.mayName(URI.create("https://203.0.113.7"), endpoint))
                .isFalse();
        assertThat(ADDRESSES.mayName(URI.create("https://127.0.0.1:8443"), endpoint))
                .as("one that is inside itself may")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://203.0.113.7, https://198.51.100.2/token",
        "https://203.0.113.7, https://203.0.113.7:9443/token",
        "https://10.0.0.1, https://10.0.0.1/token",
        "https://issuer.invalid, https://mtls.issuer.invalid/token",
        "https://[2001:db8::1], https://[2001:db8::2]/token"
    })
    void whenItIsThereOrOutsideThenItMay(URI issuer, URI endpoint) {
        assertThat(ADDRESSES.mayName(issuer, endpoint)).isTrue();
    }
}
