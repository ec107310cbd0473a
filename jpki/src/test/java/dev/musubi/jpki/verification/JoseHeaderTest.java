package dev.musubi.jpki.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way and the general parser must read the same. */
class JoseHeaderTest {

    private static Map<String, Object> read(String json) throws SignatureRefusedException {
        return JoseHeader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"RS256\",\"typ\":\"a+jws\",\"x5c\":[\"AAAA\"]}",
                "{\"alg\":\"RS256\",\"x5c\":[\"AAAA\",\"BBBB\"],\"kid\":\"\"}",
                "{ \"alg\" : \"RS256\" }",
                "{\"alg\":\"RS\\u0032\\u0035\\u0036\"}",
                "{\"alg\":\"RS256\",\"n\":5,\"b\":true,\"o\":{\"a\":[1]},\"z\":null}",
                "{\"alg\":\"日本語\"}",
                "{}",
                "{\"x5c\":[]}",
                "{\"a\":\"x\\\"y\"}",
                "\n{\"alg\":\"RS256\"}\n"
            })
    void whenAHeaderIsReadThenItIsWhatTheGeneralParserReads(String json) throws Exception {
        assertThat(read(json)).isEqualTo(JSONObjectUtils.parse(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "[[\"alg\",\"RS256\"]]",
                " [[\"alg\",\"RS256\"]]",
                "{",
                "{\"alg\":\"RS256\"",
                "{\"alg\":\"RS256\",}",
                "{\"alg\":\"RS256\"}}",
                "{\"alg\":\"RS256\"}{}",
                "{\"alg\":\"RS256\",\"alg\":\"none\"}",
                "{\"alg\":\"RS256\",\"\\u0061lg\":\"none\"}",
                "{\"alg\" \"RS256\"}",
                "{\"x5c\":[\"A\",]}",
                "{\"x5c\":[\"A\"}",
                "{\"alg\":\"RS"
            })
    void whenAHeaderIsNoObjectOrNamesAMemberTwiceThenItIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(SignatureRefusedException.class);
    }

    @Test
    void whenHeadersAreAlteredAtRandomThenBothParsersAgree() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] right = "{\"alg\":\"RS256\",\"typ\":\"a+jws\",\"x5c\":[\"AAAA\",\"BB==\"],\"kid\":\"k\"}"
                .getBytes(StandardCharsets.UTF_8);
        String alphabet = "{}[]\",:\\ \n\tab10\u007f";
        for (int i = 0; i < 20_000; i++) {
            byte[] altered = right.clone();
            for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
                altered[random.nextInt(altered.length)] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            assertThat(ours(altered))
                    .as(new String(altered, StandardCharsets.UTF_8))
                    .isEqualTo(general(altered));
        }
    }

    private static Object ours(byte[] json) {
        try {
            return JoseHeader.read(json);
        } catch (SignatureRefusedException e) {
            return "refused";
        }
    }

    private static Object general(byte[] json) {
        try {
            String text = new String(json, StandardCharsets.UTF_8);
            Map<String, Object> header = text.stripLeading().startsWith("{") ? JSONObjectUtils.parse(text) : null;
            return header == null ? "refused" : header;
        } catch (ParseException e) {
            return "refused";
        }
    }
}
