package dev.musubi.issuer.signals.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What receivers send, member by member. */
class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "\"text\"", "null", "{", ";{ broken", "{\"a\":}", "{}{}"})
    void whenItIsNoObjectThenItIsMalformed(String body) {
        assertThatThrownBy(() -> Json.parse(body)).isInstanceOf(Json.Malformed.class);
    }

    @Test
    void whenAMemberIsNotThereOrNullThenItIsNotThere() {
        Json json = Json.parse("{\"a\":null}");
        for (String name : List.of("a", "b")) {
            assertThat(json.has(name)).isFalse();
            assertThat(json.text(name, 10)).isEmpty();
            assertThat(json.flag(name)).isEmpty();
            assertThat(json.count(name)).isEmpty();
            assertThat(json.object(name)).isEmpty();
            assertThat(json.texts(name, 1, 1)).isEmpty();
            assertThatThrownBy(() -> json.needed(name, 10))
                    .isInstanceOf(Json.Malformed.class)
                    .hasMessageContaining("missing");
        }
    }

    @Test
    void whenAMemberIsOfItsTypeThenItIsRead() {
        Json json = Json.parse(
                "{\"text\":\"x\",\"flag\":true,\"count\":3,\"object\":{\"a\":\"b\"},\"texts\":[\"1\",\"2\",\"1\"]}");
        assertThat(json.text("text", 1)).hasValue("x");
        assertThat(json.flag("flag")).hasValue(true);
        assertThat(json.count("count")).hasValue(3);
        assertThat(json.object("object").orElseThrow().needed("a", 1)).isEqualTo("b");
        assertThat(json.texts("texts", 3, 1)).as("each once").hasValue(List.of("1", "2"));
        assertThat(json.names()).containsExactlyInAnyOrder("text", "flag", "count", "object", "texts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "{}", "[]", "\"too long\"", "\"\\u0000\"", "\"\\ud800\""})
    void whenATextIsNoneOrTooLongOrCannotBeStoredThenItIsMalformedAndNotQuoted(String value) {
        Json json = Json.parse("{\"a\":" + value + "}");
        assertThatThrownBy(() -> json.text("a", 5))
                .isInstanceOf(Json.Malformed.class)
                .hasMessage("a is a text of at most 5 characters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"1\"", "true", "3000000000", "1e300"})
    void whenANumberIsNoCountThenItIsMalformed(String value) {
        Json json = Json.parse("{\"a\":" + value + "}");
        assertThatThrownBy(() -> json.count("a")).isInstanceOf(Json.Malformed.class);
    }

    @Test
    void whenAListIsTooLongOrHoldsOtherThingsThenItIsMalformed() {
        Json json = Json.parse("{\"long\":[\"1\",\"2\"],\"mixed\":[\"1\",2],\"wide\":[\"12\"],\"text\":\"1\"}");
        for (String name : List.of("long", "mixed", "wide", "text")) {
            assertThatThrownBy(() -> json.texts(name, 1, 1)).as(name).isInstanceOf(Json.Malformed.class);
        }
        assertThatThrownBy(() -> json.flag("text")).isInstanceOf(Json.Malformed.class);
        assertThatThrownBy(() -> json.object("text")).isInstanceOf(Json.Malformed.class);
    }

    @Test
    void whenAMemberSaysTheSameThenItAgreesAndSoDoesOneThatIsNotThere() {
        Json json = Json.parse("{\"number\":10,\"text\":\"a\",\"list\":[\"a\"],\"object\":{\"a\":\"b\"}}");
        assertThat(json.agrees("number", 10L)).isTrue();
        assertThat(json.agrees("number", 11L)).isFalse();
        assertThat(json.agrees("text", "a")).isTrue();
        assertThat(json.agrees("text", "b")).isFalse();
        assertThat(json.agrees("list", List.of("a"))).isTrue();
        assertThat(json.agrees("list", List.of())).isFalse();
        assertThat(json.agrees("object", Map.of("a", "b"))).isTrue();
        assertThat(json.agrees("missing", "anything")).isTrue();
        assertThat(json.agrees("text", null)).isFalse();
    }
}
