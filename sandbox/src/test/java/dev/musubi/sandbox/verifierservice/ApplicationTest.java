package dev.musubi.sandbox.verifierservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {

    private static final String GOOD = """
            {"type":"latest-attributes-consent","serviceProvider":"https://issuer.example","service":"民間ID",\
            "items":["NAME","SEX"],"purpose":"更新","statedAt":"2026-11-22T03:00:00Z","nonce":"abcdefgh"}""";

    @Test
    void whenItSaysEverythingThenItIsRead() {
        assertThat(read(GOOD))
                .contains(new Application.GiveConsent(
                        "https://issuer.example",
                        "民間ID",
                        java.util.EnumSet.of(Item.NAME, Item.SEX),
                        Instant.parse("2026-11-22T03:00:00Z")));
        assertThat(read("{\"type\":\"latest-attributes-consent-cancellation\",\"consentId\":\"c-1\"}"))
                .contains(new Application.CancelConsent("c-1", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serviceProvider", "service", "items", "purpose", "statedAt", "nonce", "type"})
    void whenSomethingIsMissingOrOfAnotherTypeThenItIsNothing(String member) {
        assertThat(read(GOOD.replace('"' + member + '"', "\"other\""))).isEmpty();
        assertThat(read(GOOD.replaceFirst('"' + member + "\":(\"[^\"]*\"|\\[[^]]*])", '"' + member + "\":1")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "1",
                "{",
                "{}",
                "{\"type\":\"latest-attributes-consent-cancellation\"}",
                "{\"type\":\"latest-attributes-consent-cancellation\",\"consentId\":7}",
                "{\"type\":\"latest-attributes-consent-cancellation\",\"consentId\":\"c\",\"statedAt\":\"today\"}"
            })
    void whenItIsNotAnApplicationThenItIsNothing(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void whenSomethingIsTooLongOrOddThenItIsNothing() {
        assertThat(read(GOOD.replace("民間ID", "あ".repeat(201)))).isEmpty();
        assertThat(read(GOOD.replace("民間ID", " "))).isEmpty();
        assertThat(read(GOOD.replace("abcdefgh", "short"))).isEmpty();
        assertThat(read(GOOD.replace("\"NAME\",\"SEX\"", ""))).isEmpty();
        assertThat(read(GOOD.replace("\"SEX\"", "\"MY_NUMBER\""))).isEmpty();
        assertThat(read(GOOD.replace("\"SEX\"", "null"))).isEmpty();
        assertThat(read(GOOD.replace("2026-11-22T03:00:00Z", "2026-11-22"))).isEmpty();
        assertThat(read(GOOD.replace("https://issuer.example", "issuer example")))
                .isEmpty();
    }

    @Test
    void whenOctetsAreFlippedThenNothingWorseHappens() {
        long seed = System.nanoTime();
        System.out.println("ApplicationTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] octets = GOOD.getBytes(StandardCharsets.UTF_8);
            for (int flips = 0; flips <= random.nextInt(4); flips++) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            assertThat(Application.read(octets)).isNotNull();
        }
    }

    private static java.util.Optional<Application> read(String text) {
        return Application.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
