package dev.musubi.issuer.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WayBackTest {

    @ParameterizedTest
    @CsvSource({
        "https://bank.example/back, https://bank.example/back?demand=Zm9v-_",
        "https://bank.example, https://bank.example?demand=Zm9v-_",
        "https://bank.example/back?a=b, https://bank.example/back?a=b&demand=Zm9v-_",
        "https://bank.example/back?a=%E3%81%82, https://bank.example/back?a=%E3%81%82&demand=Zm9v-_",
        "https://bank.example/戻る, https://bank.example/戻る?demand=Zm9v-_",
        "https://bank.example/back#there, https://bank.example/back?demand=Zm9v-_#there",
        "https://bank.example/back#a?b, https://bank.example/back?demand=Zm9v-_#a?b",
    })
    void whenTheReferenceIsAddedThenTheRestStaysToTheLetter(URI registered, URI back) {
        assertThat(WayBack.with(registered, "Zm9v-_")).isEqualTo(back);
    }

    @ParameterizedTest
    @CsvSource({"a&b=c, a%26b%3Dc", "a#b, a%23b", "a b, a+b"})
    void whenAReferenceHadSignsThenTheyAddNothing(String reference, String encoded) {
        assertThat(WayBack.with(URI.create("https://bank.example/"), reference))
                .hasToString("https://bank.example/?demand=" + encoded);
    }
}
