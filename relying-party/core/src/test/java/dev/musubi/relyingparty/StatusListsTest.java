package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.relyingparty.fixture.LogLines;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestStatusList;
import dev.musubi.relyingparty.status.Status;
import dev.musubi.relyingparty.status.StatusAnswer;
import dev.musubi.relyingparty.status.StatusReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status lists at the relying party: fetched, believed or not, kept young, and asked without asking. */
class StatusListsTest extends RelyingPartyTest {

    private TestStatusList list() {
        return new TestStatusList(provider, 0, 2, TestStatusList.ENTRIES);
    }

    private StatusReference at(TestStatusList list, int index) {
        return new StatusReference(list.uri(), index);
    }

    private Status status(TestStatusList list, int index) {
        return bank.statusLists().of(at(list, index)).status();
    }

    private void pass(Duration time) {
        offset = offset.plus(time);
        bank.statusLists().refreshDue();
    }

    @Test
    void whenAListIsThereThenEachEntrySaysWhatItSaysAndAsOfWhen() {
        TestStatusList list = list();
        list.publish(Map.of(7, 1, 8, 2, 9, 3, TestStatusList.ENTRIES - 1, 3));
        assertThat(status(list, 6)).isEqualTo(Status.VALID);
        assertThat(status(list, 7)).isEqualTo(Status.INVALID);
        assertThat(status(list, 8)).isEqualTo(Status.SUSPENDED);
        assertThat(status(list, 9)).isEqualTo(Status.REISSUE_REQUIRED);
        assertThat(status(list, TestStatusList.ENTRIES - 1)).isEqualTo(Status.REISSUE_REQUIRED);
        StatusAnswer answer = bank.statusLists().known(at(list, 6));
        assertThat(answer.isValid()).isTrue();
        assertThat(answer.asOf()).isEqualTo(Instant.ofEpochSecond(list.issuedAt.getEpochSecond()));
        assertThat(bank.statusLists().known(at(list, 7)).isValid()).isFalse();
        assertThat(list.fetched).hasValue(1);
    }

    /** Token Status List section 4.1: both examples, entry by entry. */
    @ParameterizedTest
    @ValueSource(strings = {"1 eNrbuRgAAhcBXQ 1001110111000101", "2 eNo76fITAAPfAgc 120301011233"})
    void whenTheListIsTheStandardsExampleThenItIsReadAsTheStandardSays(String example) {
        String[] parts = example.split(" ", -1);
        TestStatusList list = list();
        list.claims =
                claims -> claims.claim("status_list", Map.of("bits", Integer.parseInt(parts[0]), "lst", parts[1]));
        for (int i = 0; i < parts[2].length(); i++) {
            // The first example is drawn with its first entry at the left.
            int expected = parts[2].charAt(i) - '0';
            if (parts[0].equals("2")) {
                assertThat(status(list, i)).as("entry " + i).isEqualTo(Status.of(expected));
            } else {
                int bit = (new int[] {0xB9, 0xA3}[i / 8] >> (i % 8)) & 1;
                assertThat(status(list, i)).as("entry " + i).isEqualTo(Status.of(bit));
            }
        }
        assertThat(status(list, parts[2].length() + 8)).isEqualTo(Status.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void whenEntriesHaveMoreOrFewerBitsThenTheyAreReadAllTheSame(int bits) {
        TestStatusList list = new TestStatusList(provider, 1, bits, 8192);
        list.publish(Map.of(8191, 1));
        assertThat(status(list, 8191)).isEqualTo(Status.INVALID);
        assertThat(status(list, 8190)).isEqualTo(Status.VALID);
        assertThat(status(list, 8192)).isEqualTo(Status.UNKNOWN);
        if (bits > 2) {
            list.publish(Map.of(5, 12));
            pass(Duration.ofMinutes(5));
            assertThat(status(list, 5)).as("no value of this issuer's").isEqualTo(Status.UNKNOWN);
        }
    }

    @Test
    void whenNobodyAskedForAListThenNothingIsKnownAndNothingFetched() {
        TestStatusList list = list();
        assertThat(bank.statusLists().known(at(list, 1))).isEqualTo(StatusAnswer.unknown());
        assertThat(list.fetched).hasValue(0);
        assertThat(bank.statusLists().keep(list.uri())).isTrue();
        assertThat(bank.statusLists().known(at(list, 1)).status()).isEqualTo(Status.VALID);
    }

    @Test
    void whenAListIsAskedForOftenThenItIsFetchedOnceInItsTime() {
        TestStatusList list = list();
        for (int i = 0; i < 100; i++) {
            status(list, i);
        }
        assertThat(list.fetched).hasValue(1);
        assertThat(list.accepted).containsExactly("application/statuslist+jwt");
    }

    @Test
    void whenItsTimeIsOverThenWhatChangedIsFetchedInTheBackgroundAndNotTheList() {
        TestStatusList list = list();
        assertThat(status(list, 500)).isEqualTo(Status.VALID);
        Map<Integer, Integer> many = new LinkedHashMap<>();
        Random random = new Random(5);
        for (int i = 0; i < 600; i++) {
            many.put(random.nextInt(TestStatusList.ENTRIES), 1 + random.nextInt(3));
        }
        many.put(0, 3);
        many.put(TestStatusList.ENTRIES - 1, 1);
        list.publish(many);
        pass(Duration.ofMinutes(3));
        assertThat(list.caughtUp).as("not yet").hasValue(0);
        pass(Duration.ofMinutes(2));
        assertThat(list.caughtUp).hasValue(1);
        assertThat(list.fetched).hasValue(1);
        many.forEach((index, value) ->
                assertThat(bank.statusLists().known(at(list, index)).status()).isEqualTo(Status.of(value)));
        list.publish(Map.of(500, 2));
        pass(Duration.ofMinutes(5));
        assertThat(bank.statusLists().known(at(list, 500)).status()).isEqualTo(Status.SUSPENDED);
        assertThat(list.fetched).as("caught up twice").hasValue(1);
    }

    static Stream<Arguments> wrongChanges() {
        return Stream.of(
                Arguments.of("another root", (Consumer<Map<String, Object>>)
                        told -> told.put("root", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
                Arguments.of("no root", (Consumer<Map<String, Object>>) told -> told.remove("root")),
                Arguments.of("other bits", (Consumer<Map<String, Object>>) told -> told.put("bits", 1)),
                Arguments.of("no changes", (Consumer<Map<String, Object>>) told -> told.remove("changes")),
                Arguments.of("damaged", (Consumer<Map<String, Object>>) told -> told.put("changes", "AAAA")),
                Arguments.of("broken off", (Consumer<Map<String, Object>>)
                        told -> told.put("changes", TestStatusList.packed(new byte[] {(byte) 0x85}))),
                Arguments.of("beyond the list", (Consumer<Map<String, Object>>) told -> told.put(
                        "changes", TestStatusList.packed(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F}))),
                Arguments.of("a number too long", (Consumer<Map<String, Object>>) told -> told.put(
                        "changes",
                        TestStatusList.packed(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 1}))),
                Arguments.of("no base64url", (Consumer<Map<String, Object>>) told -> told.put("changes", "***")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongChanges")
    void whenWhatChangedDoesNotComeOutRightThenTheListIsFetchedWhole(String how, Consumer<Map<String, Object>> twist) {
        TestStatusList list = list();
        assertThat(status(list, 3)).isEqualTo(Status.VALID);
        list.publish(Map.of(3, 1));
        list.changes = twist;
        pass(Duration.ofMinutes(5));
        assertThat(bank.statusLists().known(at(list, 3)).status()).isEqualTo(Status.INVALID);
        assertThat(list.fetched).hasValue(2);
    }

    @Test
    void whenTwoListsAreOfOneSecondThenTheNumberInThemSaysWhichIsYounger() {
        TestStatusList list = list();
        list.publish(Map.of(3, 1));
        list.issuedAt = Instant.now();
        list.claims = claims -> claims.claim("status_list_version", Map.of("number", 8));
        assertThat(status(list, 3)).isEqualTo(Status.INVALID);
        Instant second = list.issuedAt;
        list.publish(Map.of(3, 0));
        list.issuedAt = second;
        list.claims = claims -> claims.claim("status_list_version", Map.of("number", 7));
        pass(Duration.ofMinutes(5));
        assertThat(list.fetched).hasValue(2);
        assertThat(bank.statusLists().known(at(list, 3)).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void whenTheIssuerOffersNoChangesThenTheListIsFetchedWhole() {
        TestStatusList list = list();
        list.offersChanges = false;
        assertThat(status(list, 3)).isEqualTo(Status.VALID);
        list.publish(Map.of(3, 3));
        pass(Duration.ofMinutes(5));
        assertThat(bank.statusLists().known(at(list, 3)).status()).isEqualTo(Status.REISSUE_REQUIRED);
        assertThat(list.caughtUp).hasValue(0);
    }

    @Test
    void whenTheIssuerIsAwayThenTheListHoldsUntilItsEndAndNoLonger() {
        TestStatusList list = list();
        list.publish(Map.of(4, 3));
        assertThat(status(list, 4)).isEqualTo(Status.REISSUE_REQUIRED);
        list.status = 503;
        try (LogLines lines = new LogLines()) {
            pass(Duration.ofMinutes(5));
            assertThat(lines.all()).anyMatch(line -> line.contains("status list") && line.contains("status"));
        }
        assertThat(bank.statusLists().known(at(list, 4)).status()).isEqualTo(Status.REISSUE_REQUIRED);
        assertThat(bank.statusLists().known(at(list, 5)).isValid()).isTrue();
        pass(Duration.ofHours(6));
        assertThat(bank.statusLists().known(at(list, 5))).isEqualTo(StatusAnswer.unknown());
        assertThat(bank.statusLists().known(at(list, 5)).isValid()).isFalse();
        assertThat(bank.statusLists().keep(list.uri())).isFalse();
    }

    @Test
    void whenAnAgeIsSetThenAnOlderListIsNotBelieved() {
        TestStatusList list = list();
        bank.statusLists().notOlderThan(Duration.ofMinutes(20));
        assertThat(status(list, 5)).isEqualTo(Status.VALID);
        list.status = 503;
        pass(Duration.ofMinutes(19));
        assertThat(bank.statusLists().known(at(list, 5)).status()).isEqualTo(Status.VALID);
        pass(Duration.ofMinutes(2));
        assertThat(bank.statusLists().known(at(list, 5)).status()).isEqualTo(Status.UNKNOWN);
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> bank.statusLists().notOlderThan(none))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whenTheClockIsSetBackThenNothingIsKnown() {
        TestStatusList list = list();
        assertThat(status(list, 5)).isEqualTo(Status.VALID);
        offset = Duration.ofMinutes(-30);
        assertThat(bank.statusLists().known(at(list, 5)).status()).isEqualTo(Status.UNKNOWN);
        offset = Duration.ZERO;
        assertThat(bank.statusLists().known(at(list, 5)).status()).isEqualTo(Status.VALID);
    }

    static Stream<Arguments> wrongLists() {
        return Stream.of(
                Arguments.of("of another address", (Consumer<TestStatusList>)
                        list -> list.claims = claims -> claims.subject("https://elsewhere.example/status-lists/0")),
                Arguments.of("of no address", (Consumer<TestStatusList>)
                        list -> list.claims = claims -> claims.subject(null)),
                Arguments.of("of another issuer", (Consumer<TestStatusList>)
                        list -> list.claims = claims -> claims.issuer("https://elsewhere.example")),
                Arguments.of("without a time", (Consumer<TestStatusList>)
                        list -> list.claims = claims -> claims.issueTime(null)),
                Arguments.of("without an end", (Consumer<TestStatusList>)
                        list -> list.claims = claims -> claims.expirationTime(null)),
                Arguments.of("over", (Consumer<TestStatusList>) list -> list.claims =
                        claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(1)))),
                Arguments.of("from the future", (Consumer<TestStatusList>) list -> list.claims =
                        claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(3600)))),
                Arguments.of("of another type", (Consumer<TestStatusList>) list -> list.type = "JWT"),
                Arguments.of("signed by somebody else", (Consumer<TestStatusList>) list -> list.signed = token ->
                        TestProvider.sign(TestProvider.key(), "statuslist+jwt", new JWTClaimsSet.Builder().build())),
                Arguments.of("altered", (Consumer<TestStatusList>) list ->
                        list.signed = token -> token.substring(0, token.length() - 8) + "AAAAAAAA"),
                Arguments.of("no token", (Consumer<TestStatusList>) list -> list.signed = token -> "nothing"),
                Arguments.of("without a list", (Consumer<TestStatusList>)
                        list -> list.claims = claims -> claims.claim("status_list", null)),
                Arguments.of("of three bits", (Consumer<TestStatusList>) list -> list.claims =
                        claims -> claims.claim("status_list", Map.of("bits", 3, "lst", "eNo76fITAAPfAgc"))),
                Arguments.of("damaged", (Consumer<TestStatusList>)
                        list -> list.claims = claims -> claims.claim("status_list", Map.of("bits", 2, "lst", "AAAA"))),
                Arguments.of("broken off", (Consumer<TestStatusList>) list ->
                        list.claims = claims -> claims.claim("status_list", Map.of("bits", 2, "lst", "eNo76fIT"))),
                Arguments.of("no base64url", (Consumer<TestStatusList>)
                        list -> list.claims = claims -> claims.claim("status_list", Map.of("bits", 2, "lst", "*"))),
                Arguments.of("larger than any", (Consumer<TestStatusList>) list -> list.claims = claims -> claims.claim(
                        "status_list", Map.of("bits", 2, "lst", TestStatusList.packed(new byte[5 * 1024 * 1024])))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongLists")
    void whenAListIsNotToBeBelievedThenNothingIsKnown(String how, Consumer<TestStatusList> twist) {
        TestStatusList list = list();
        twist.accept(list);
        assertThat(bank.statusLists().of(at(list, 0))).isEqualTo(StatusAnswer.unknown());
        assertThat(bank.statusLists().keep(list.uri())).isFalse();
    }

    @Test
    void whenAListIsNotThereThenItIsTriedAgainLaterAndNotAtEveryQuestion() {
        TestStatusList list = list();
        list.status = 404;
        for (int i = 0; i < 20; i++) {
            assertThat(status(list, i)).isEqualTo(Status.UNKNOWN);
        }
        assertThat(list.fetched).hasValue(1);
        list.status = 200;
        pass(Duration.ofSeconds(31));
        assertThat(bank.statusLists().known(at(list, 0)).status()).isEqualTo(Status.VALID);
    }

    @Test
    void whenAnOlderListComesThanIsKnownThenTheKnownOneHolds() {
        TestStatusList list = list();
        list.offersChanges = false;
        list.publish(Map.of(3, 1));
        assertThat(status(list, 3)).isEqualTo(Status.INVALID);
        list.publish(Map.of(3, 0));
        list.issuedAt = Instant.now().minusSeconds(3600);
        pass(Duration.ofMinutes(5));
        assertThat(list.fetched).hasValue(2);
        assertThat(bank.statusLists().known(at(list, 3)).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void whenManyAskAtOnceThenOneFetches() throws InterruptedException {
        TestStatusList list = list();
        int threads = 16;
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            new Thread(() -> {
                        try {
                            begin.await();
                            status(list, 1);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        } finally {
                            done.countDown();
                        }
                    })
                    .start();
        }
        begin.countDown();
        done.await();
        assertThat(list.fetched).hasValue(1);
    }

    @Test
    void whenWhereChangesAreLiesElsewhereThenNobodyGoesThere() {
        TestStatusList list = list();
        list.claims = claims -> claims.claim(
                "status_list_version",
                Map.of("number", 1, "root", "x", "changes_uri", "https://elsewhere.example/since/1"));
        assertThat(status(list, 3)).isEqualTo(Status.VALID);
        list.publish(Map.of(3, 1));
        pass(Duration.ofMinutes(5));
        assertThat(list.fetched).hasValue(2);
        assertThat(bank.statusLists().known(at(list, 3)).status()).isEqualTo(Status.INVALID);
    }

    @Test
    void whenAnIssuerOutsideNamesAListInsideThenNobodyGoesThere() throws IOException {
        TestStatusList list = list();
        try (RelyingParty outside = building(provider)
                .client(TestProvider.CLIENT, ClientKey.in(folder.resolve("bank.jwk")))
                .names(host -> new InetAddress[] {
                    InetAddress.getByName(host.equals("inside.example") ? "169.254.169.254" : "203.0.113.7")
                })
                .build()) {
            try (LogLines lines = new LogLines()) {
                assertThat(outside.statusLists().keep(URI.create("https://inside.example/latest/meta-data")))
                        .isFalse();
                assertThat(lines.all()).anyMatch(line -> line.contains("status list: address_inside"));
            }
            assertThat(outside.statusLists().of(at(list, 3)).status()).isEqualTo(Status.VALID);
        }
    }

    @Test
    void whenTheIssuersKeysMoveThenTheyAreFoundWithinTheHour() {
        TestStatusList list = list();
        provider.metadata = all -> all.put("jwks_uri", provider.issuer() + "/keys-that-were");
        assertThat(status(list, 3)).isEqualTo(Status.UNKNOWN);
        provider.metadata = all -> {};
        pass(Duration.ofMinutes(61));
        assertThat(bank.statusLists().known(at(list, 3)).status()).isEqualTo(Status.VALID);
    }

    @Test
    void whenAHolderSignsInThenTheReferenceComesAlongAndCanBeKept() throws IOException, ClassNotFoundException {
        provider.idToken = claims -> claims.claim(
                "status", Map.of("status_list", Map.of("idx", 412, "uri", provider.issuer() + "/status-lists/0")));
        TestStatusList list = list();
        list.publish(Map.of(412, 3));
        StatusReference reference = known(signedIn(DEMAND).status());
        assertThat(reference.index()).isEqualTo(412);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(reference);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(bank.statusLists().of((StatusReference) in.readObject()).status())
                    .isEqualTo(Status.REISSUE_REQUIRED);
        }
        assertThat(reference.toString()).doesNotContain("412");
    }

    static Stream<Map<String, Object>> wrongReferences() {
        return Stream.of(
                Map.of("idx", 1),
                Map.of("uri", "https://list.example/0"),
                Map.of("idx", "1", "uri", "https://list.example/0"),
                Map.of("idx", -1, "uri", "https://list.example/0"),
                Map.of("idx", 1.5, "uri", "https://list.example/0"),
                Map.of("idx", (1L << 32) + 5, "uri", "https://list.example/0"),
                Map.of("idx", 1, "uri", "http://list.example/0"),
                Map.of("idx", 1, "uri", "no address"));
    }

    @ParameterizedTest
    @MethodSource("wrongReferences")
    void whenAReferenceIsMalformedThenNobodyIsSignedIn(Map<String, Object> entry) {
        provider.idToken = claims -> claims.claim("status", Map.of("status_list", entry));
        SignInStart.Ready begun = begun(DEMAND);
        SignInOutcome outcome = bank.finish(begun.pending(), through(begun.location()));
        assertThat(outcome).isInstanceOf(NotSignedIn.Refused.class);
        assertThat(((NotSignedIn.Refused) outcome).code()).isEqualTo("answer_token_malformed");
    }

    @Test
    void whenTheIssuerHasNoListsThenThereIsNoReference() {
        assertThat(signedIn(DEMAND).status()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://list.example/1", "https:///1", "/1"})
    void whenAReferenceLeadsNowhereThenItIsNone(String uri) {
        assertThatThrownBy(() -> new StatusReference(URI.create(uri), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StatusReference(URI.create("https://list.example/1"), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenAnAnswerIsMadeThenItIsKnownAsOfATimeOrNotAtAll() {
        assertThatThrownBy(() -> new StatusAnswer(Status.VALID, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StatusAnswer(Status.UNKNOWN, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
