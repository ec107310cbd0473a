package dev.musubi.issuer.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.outbound.AddressRules.Refusal;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

    private static final AddressRules STRICT = AddressRules.allowing(List.of());
    private static final AddressRules WITH_LOOPBACK =
            AddressRules.allowing(List.of(Network.parse("127.0.0.0/8"), Network.parse("::1")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void whenAnAddressIsSpecialThenItIsNotCalled(String address) {
        assertThat(STRICT.of(InetAddress.ofLiteral(address))).contains(Refusal.SPECIAL_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "126.255.255.255",
                "128.0.0.1",
                "168.63.129.17",
                "172.15.255.255",
                "172.32.0.1",
                "192.169.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1",
                "2001:200::1",
                "64:ff9b::101:101"
            })
    void whenAnAddressIsPublicThenItMayBeCalled(String address) {
        assertThat(STRICT.of(InetAddress.ofLiteral(address))).isEmpty();
    }

    @Test
    void whenANetworkIsNamedThenItAloneIsOpen() {
        assertThat(WITH_LOOPBACK.of(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
        assertThat(WITH_LOOPBACK.of(InetAddress.ofLiteral("::1"))).isEmpty();
        assertThat(WITH_LOOPBACK.of(InetAddress.ofLiteral("169.254.169.254"))).isNotEmpty();
        AddressRules wider = WITH_LOOPBACK.alsoAllowing(List.of(Network.parse("10.20.0.0/16")));
        assertThat(wider.of(InetAddress.ofLiteral("10.20.3.4"))).isEmpty();
        assertThat(wider.of(InetAddress.ofLiteral("10.21.3.4"))).isNotEmpty();
        assertThat(wider.of(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1/x, SPECIAL_ADDRESS",
        "https://10.0.0.1:8443/, SPECIAL_ADDRESS",
        "https://[::1]/, SPECIAL_ADDRESS",
        "https://[::ffff:169.254.169.254]/, SPECIAL_ADDRESS",
        "https://[fe80::1%25eth0]/, AMBIGUOUS_HOST",
        "https://localhost/, SPECIAL_ADDRESS",
        "https://LOCALHOST./, SPECIAL_ADDRESS",
        "https://a.localhost/, SPECIAL_ADDRESS",
        "https://metadata.google.internal/, LOCAL_NAME",
        "https://printer.local/, LOCAL_NAME",
        "https://nas/, LOCAL_NAME",
        "https://router.home.arpa/, LOCAL_NAME",
        "https://2130706433/, AMBIGUOUS_HOST",
        "https://127.1/, NOT_AN_ADDRESS",
        "https://0x7f.0.0.0x1/, NOT_AN_ADDRESS",
        "https://user:secret@example.org/, USER_INFO",
        "https:///x, NOT_AN_ADDRESS",
        "mailto:x@example.org, NOT_AN_ADDRESS",
        "//example.org/x, NOT_AN_ADDRESS",
        "https://exa_mple/, NOT_AN_ADDRESS"
    })
    void whenAWrittenAddressLeadsInsideThenItIsRefused(String address, Refusal why) {
        assertThat(STRICT.ofWritten(URI.create(address))).contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://rp.example.com/backchannel",
                "https://8.8.8.8/x",
                "https://[2606:4700::1111]:8443/",
                "https://internal.example.com/",
                "https://xn--wgv71a119e.jp/"
            })
    void whenAWrittenAddressIsPublicThenItPasses(String address) {
        assertThat(STRICT.ofWritten(URI.create(address))).isEmpty();
    }

    @Test
    void whenLoopbackIsNamedThenItsNamesPassToo() {
        assertThat(WITH_LOOPBACK.ofWritten(URI.create("https://localhost:9443/x")))
                .isEmpty();
        assertThat(WITH_LOOPBACK.ofWritten(URI.create("https://127.0.0.1:9443/x")))
                .isEmpty();
        assertThat(WITH_LOOPBACK.ofWritten(URI.create("https://192.168.0.1/x"))).contains(Refusal.SPECIAL_ADDRESS);
    }

    @Test
    void whenARefusalIsToldThenWithAStableCodeAndASentence() {
        assertThat(Refusal.SPECIAL_ADDRESS.code()).isEqualTo("special_address");
        assertThat(Refusal.values()).allSatisfy(each -> {
            assertThat(each.code()).isEqualTo(each.name().toLowerCase(java.util.Locale.ROOT));
            assertThat(each.sentence()).endsWith(".");
        });
    }
}
