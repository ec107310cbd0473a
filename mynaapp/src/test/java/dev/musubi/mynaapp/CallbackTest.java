package dev.musubi.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackTest {

    @Test
    void whenACodeComesBackThenItIsRead() {
        Callback callback = read("code=a%2Bb&state=s1&session_state=x&iss=https%3A%2F%2Fop.example&unknown=1");
        assertThat(callback.code()).contains("a+b");
        assertThat(callback.state()).isEqualTo("s1");
        assertThat(callback.sessionState()).contains("x");
        assertThat(callback.issuer()).contains("https://op.example");
        assertThat(callback.error()).isEmpty();
        assertThat(callback.toString()).isEqualTo("Callback[redacted]");
    }

    @Test
    void whenAnErrorComesBackThenItIsRead() {
        Callback callback = read("error=access_denied&error_description=not%20now&state=s1");
        assertThat(callback.error()).contains("access_denied");
        assertThat(callback.description()).contains("not now");
        assertThat(callback.code()).isEmpty();
    }

    @Test
    void whenAParameterIsEmptyThenItIsAbsent() {
        assertThat(read("code=a&state=s&iss=&error=").issuer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "state=s",
                "code=a",
                "code=a&state=",
                "code=a&error=b&state=s",
                "code=a&code=b&state=s",
                "code=a&state=s&state=t",
                "code=%zz&state=s",
                "code=a&state=%E3%81%82",
                "error=&state=s",
                "=&=&="
            })
    void whenItIsNoCallbackThenItIsNotUnderstood(String query) {
        assertThat(Callback.read(query))
                .isEqualTo(new MynaResult.Failed<Callback>(MynaProblem.ANSWER_NOT_UNDERSTOOD, ""));
    }

    @Test
    void whenItIsTooLongThenItIsNotUnderstood() {
        assertThat(Callback.read("state=s&code=" + "a".repeat(Dialect.LARGEST_CALLBACK)))
                .isInstanceOf(MynaResult.Failed.class);
        assertThat(Callback.read("code=a&state=" + "s".repeat(256))).isInstanceOf(MynaResult.Failed.class);
    }

    private static Callback read(String query) {
        return ((MynaResult.Done<Callback>) Callback.read(query)).value();
    }
}
