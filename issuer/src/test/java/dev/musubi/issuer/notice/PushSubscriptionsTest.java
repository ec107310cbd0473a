package dev.musubi.issuer.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.musubi.issuer.outbound.AddressRules;
import dev.musubi.issuer.outbound.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What browsers send, and what is sent in a browser's name. */
class PushSubscriptionsTest {

    private static final String ENDPOINT = "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV";
    private static final String KEY =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";

    private final PushSubscriptions subscriptions =
            new PushSubscriptions(new PushRules(AddressRules.allowing(List.of(Network.parse("127.0.0.0/8")))));

    private PushSubscriptions.Read read(@Nullable String endpoint, @Nullable String key, @Nullable String auth) {
        return subscriptions.read(endpoint, key, auth, "Firefox, Linux");
    }

    private static PushSubscription good(PushSubscriptions.Read read) {
        return ((PushSubscriptions.Read.Good) read).subscription();
    }

    @Test
    void whenABrowserSubscribesThenItsSubscriptionIsKeptAlwaysThus() throws IOException {
        PushSubscription read = good(read(ENDPOINT, KEY, AUTH));
        String stored = new String(read.toStore(), StandardCharsets.UTF_8);
        try (InputStream golden = PushSubscriptionsTest.class.getResourceAsStream("/stored/push-subscription.json")) {
            assertThat(stored)
                    .isEqualTo(
                            new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8).strip());
        }
        PushSubscription again = PushSubscription.stored(stored.getBytes(StandardCharsets.UTF_8));
        assertThat(again.endpoint()).isEqualTo(read.endpoint());
        assertThat(again.publicKey()).isEqualTo(read.publicKey());
        assertThat(again.auth()).isEqualTo(read.auth());
        assertThat(again.device()).isEqualTo("Firefox, Linux");
        assertThat(again.toString()).doesNotContain("push.example.net");
    }

    @Test
    void whenKeysArePaddedThenTheyAreTheSameKeys() {
        assertThat(good(read(ENDPOINT, KEY + "=", AUTH + "==")).toStore())
                .isEqualTo(good(read(ENDPOINT, KEY, AUTH)).toStore());
    }

    @ParameterizedTest
    @CsvSource({
        "'',endpoint_malformed",
        "x,endpoint_not_https",
        "http://push.example.net/a,endpoint_not_https",
        "wss://push.example.net/a,endpoint_not_https",
        "https:push,not_an_address",
        "https://push.example.net/a#b,endpoint_malformed",
        "https://push.example.net/a b,endpoint_malformed",
        "https://push.example.net/あ,endpoint_malformed",
        "https://user:secret@push.example.net/a,user_info",
        "https://10.0.0.1/a,special_address",
        "https://169.254.169.254/latest/meta-data,special_address",
        "https://[::1]/a,special_address",
        "https://[fd00::1]/a,special_address",
        "https://192.168.1.1:8443/a,special_address",
        "https://2130706433/a,ambiguous_host",
        "https://0x7f.1/a,not_an_address",
        "https://127.1/a,not_an_address"
    })
    void whenTheAddressIsNoneThatWeCallThenItIsRefused(String endpoint, String reason) {
        assertThat(read(endpoint, KEY, AUTH)).isEqualTo(new PushSubscriptions.Read.Refused(reason));
    }

    @Test
    void whenTheAddressIsMissingOrHugeThenItIsRefused() {
        assertThat(read(null, KEY, AUTH)).isEqualTo(new PushSubscriptions.Read.Refused("endpoint_malformed"));
        String base = "https://push.example.net/";
        assertThat(read(base + "a".repeat(2048 - base.length()), KEY, AUTH))
                .isInstanceOf(PushSubscriptions.Read.Good.class);
        assertThat(read(base + "a".repeat(2049 - base.length()), KEY, AUTH))
                .isEqualTo(new PushSubscriptions.Read.Refused("endpoint_malformed"));
    }

    @Test
    void whenTheKeyIsNoneThenItIsRefused() {
        byte[] point = Base64URL.from(KEY).decode();
        byte[] offTheCurve = point.clone();
        offTheCurve[64] ^= 1;
        byte[] compressed = point.clone();
        compressed[0] = 2;
        for (String key : new String[] {
            "",
            "!",
            "あ",
            KEY.substring(1),
            KEY + "AA",
            "A".repeat(100_000),
            Base64URL.encode(offTheCurve).toString(),
            Base64URL.encode(compressed).toString(),
            Base64URL.encode(new byte[65]).toString()
        }) {
            assertThat(read(ENDPOINT, key, AUTH)).isEqualTo(new PushSubscriptions.Read.Refused("key_malformed"));
        }
        assertThat(read(ENDPOINT, null, AUTH)).isEqualTo(new PushSubscriptions.Read.Refused("key_malformed"));
    }

    @Test
    void whenTheSecretIsNoneThenItIsRefused() {
        for (String auth : new String[] {"", "!", "AAAA", AUTH + "AA", "A".repeat(100_000)}) {
            assertThat(read(ENDPOINT, KEY, auth)).isEqualTo(new PushSubscriptions.Read.Refused("auth_malformed"));
        }
        assertThat(read(ENDPOINT, KEY, null)).isEqualTo(new PushSubscriptions.Read.Refused("auth_malformed"));
    }
}
