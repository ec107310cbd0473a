package dev.musubi.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.musubi.app.client.Tls;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever the suite's tests wait for, at a suite that is played, over real sockets. */
class OtherSideTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private PlayedSuite suite;
    private PushDoor door;
    private Path pem;

    @BeforeEach
    void begin() throws Exception {
        suite = new PlayedSuite();
        pem = suite.pem(folder);
        door = PushDoor.open(suite.shown());
    }

    @AfterEach
    void end() {
        door.close();
        suite.close();
    }

    private OtherSide otherSide(OtherSide.Role role) {
        return new OtherSide(
                new SuiteTests(suite.suite(), Tls.trusting(List.of(pem)), null),
                Map.of(PlayedSuite.ALIAS, role),
                new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    /** The test begins after this has looked around, and is played once. */
    private void play(String test, int events, boolean pushed) throws InterruptedException {
        suite.unsolicited = test.startsWith("unsolicited");
        suite.tells = events > 1;
        OtherSide otherSide = otherSide(new PlayedReceiver(List.of(pem), PlayedSuite.ALIAS, door, pushed));
        otherSide.look();
        suite.test = "openid-ssf-receiver-" + test;
        otherSide.look();
        otherSide.look();
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    /** A test, how many events it tells, and what it waits for besides. */
    private static Stream<Arguments> tests() {
        return Stream.of(
                arguments("happypath", 0, "POST streams GET streams PATCH streams PUT streams DELETE streams"),
                arguments("stream-create-delete", 0, "POST streams DELETE streams"),
                arguments(
                        "stream-status-update",
                        0,
                        "POST streams POST status GET status POST status GET status DELETE streams"),
                arguments("stream-verification", 1, "POST streams POST verify DELETE streams"),
                arguments("unsolicited-stream-verification", 1, "POST streams DELETE streams"),
                arguments("stream-supported-events", 23, "POST streams POST verify GET streams DELETE streams"),
                arguments(
                        "stream-caep-interop",
                        4,
                        "POST streams GET streams GET status POST verify GET streams DELETE streams"));
    }

    @ParameterizedTest
    @MethodSource("tests")
    void whenATestWaitsForAReceiverThatIsPushedThenItDoesWhatTheTestWaitsFor(String test, int events, String expected)
            throws Exception {
        play(test, events, true);
        assertThat(said()).isEmpty();
        assertThat(String.join(" ", suite.asked)).isEqualTo(expected);
        assertThat(suite.answered).hasSize(events).allMatch(status -> status == 202);
    }

    @ParameterizedTest
    @MethodSource("tests")
    void whenATestWaitsForAReceiverThatPollsThenItDoesWhatTheTestWaitsFor(String test, int events, String expected)
            throws Exception {
        play(test, events, false);
        assertThat(said()).isEmpty();
        assertThat(String.join(" ", suite.asked)).isEqualTo(expected);
        assertThat(suite.acknowledged).hasSize(events);
    }

    @Test
    void whenATestIsNotKnownOrFailsThenItIsSaidAndTheNextIsPlayed() throws Exception {
        play("stream-of-consciousness", 0, false);
        assertThat(said()).contains("stream-of-consciousness", "nobody knows what this test waits for");
        assertThat(suite.asked).isEmpty();
    }

    @Test
    void whenATestRanBeforeOrIsOfAnotherPlanThenNobodyPlays() throws Exception {
        List<String> played = new ArrayList<>();
        suite.test = "any";
        OtherSide late = otherSide(test -> played.add(test.name()));
        late.look();
        late.look();
        assertThat(played).isEmpty();
        suite.test = null;
        OtherSide other = new OtherSide(
                new SuiteTests(suite.suite(), Tls.trusting(List.of(pem)), null),
                Map.of("another", test -> played.add(test.name())),
                new PrintStream(said, true, StandardCharsets.UTF_8));
        other.look();
        suite.test = "any";
        other.look();
        assertThat(played).isEmpty();
        assertThat(said()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 503})
    void whenTheApiAnswersOtherwiseThenThatIsSaidOnceAndItGoesOn(int status) throws Exception {
        List<String> played = new ArrayList<>();
        OtherSide otherSide = otherSide(test -> played.add(test.name()));
        suite.apiStatus = status;
        otherSide.look();
        otherSide.look();
        assertThat(said().lines()).singleElement().asString().contains("the suite's API", String.valueOf(status));
        suite.apiStatus = 200;
        otherSide.look();
        suite.test = "any";
        otherSide.look();
        assertThat(played).containsExactly("any");
    }

    @Test
    void whenAnotherTestThanTheOneForCaepRunsThenTheResidentDoesNothing() throws Exception {
        // At that address nobody listens: whoever did anything would fail.
        OtherSide otherSide = otherSide(new WatchedResident(
                URI.create("https://localhost:1"),
                pem,
                pem,
                Tls.trusting(List.of(pem)),
                "R000001",
                "client",
                "secret",
                "https://localhost:1/callback"));
        otherSide.look();
        suite.test = "openid-ssf-stream-control-happy-path";
        otherSide.look();
        assertThat(said()).isEmpty();
    }
}
