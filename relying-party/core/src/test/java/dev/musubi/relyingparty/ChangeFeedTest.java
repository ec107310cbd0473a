package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of whom something changed, found in what everybody is told. */
class ChangeFeedTest extends RelyingPartyTest {

    private static final List<String> OURS = List.of("sub-one", "sub-two", "sub-three");

    private final TreeMap<Long, List<String>> batches = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private String type = "changes+jwt";
    private Consumer<Map<String, Object>> twist = told -> {};

    @BeforeEach
    void serve() {
        provider.serve("/changes", this::answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        String body;
        int status = 200;
        if (path.equals("/changes")) {
            body = batches.isEmpty()
                    ? "{\"interval\":600}"
                    : "{\"interval\":600,\"first\":" + batches.firstKey() + ",\"latest\":" + batches.lastKey() + "}";
        } else {
            long number = Long.parseLong(path.substring("/changes/".length()));
            status = batches.containsKey(number) ? 200 : 404;
            body = status == 200 ? batch(number) : "{}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String batch(long number) {
        Random random = new Random(number);
        List<byte[]> names = new ArrayList<>();
        batches.getOrDefault(number, List.of()).forEach(each -> names.add(ChangeFeed.name(each, number)));
        while (names.size() < 64) {
            byte[] nobody = new byte[16];
            random.nextBytes(nobody);
            names.add(nobody);
        }
        names.sort(Arrays::compareUnsigned);
        byte[] together = new byte[64 * 16];
        for (int i = 0; i < 64; i++) {
            System.arraycopy(names.get(i), 0, together, i * 16, 16);
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("number", number);
        told.put("interval", 600);
        told.put("pseudonyms", Base64URL.encode(together).toString());
        twist.accept(told);
        return provider.sign(
                type,
                new JWTClaimsSet.Builder()
                        .issuer(provider.issuer())
                        .claim("change_batch", told)
                        .build());
    }

    @Test
    void whenSomethingChangedThenItIsFoundAndNobodyIsAskedAbout() throws IOException {
        batches.put(10L, List.of("sub-two", "somebody-else"));
        batches.put(11L, List.of());
        batches.put(12L, List.of("sub-one"));
        ChangeFeed.Changes found = bank.changes().since(10, OURS);
        assertThat(found.changed()).containsExactlyInAnyOrder("sub-one", "sub-two");
        assertThat(found.next()).isEqualTo(13);
        assertThat(found.more()).isFalse();
        assertThat(found.complete()).isTrue();
        assertThat(asked).containsExactly("/changes", "/changes/10", "/changes/11", "/changes/12");
        asked.clear();
        ChangeFeed.Changes later = bank.changes().since(found.next(), OURS);
        assertThat(later.changed()).isEmpty();
        assertThat(later.next()).isEqualTo(13);
        assertThat(asked).containsExactly("/changes");
    }

    @Test
    void whenOneBeginsThenWithTheBatchThatComesNext() throws IOException {
        batches.put(10L, List.of("sub-one"));
        assertThat(bank.changes().next()).isEqualTo(11);
    }

    @Test
    void whenBatchesWereMissedThenThatIsSaid() throws IOException {
        batches.put(20L, List.of("sub-one"));
        ChangeFeed.Changes found = bank.changes().since(10, OURS);
        assertThat(found.complete()).isFalse();
        assertThat(found.changed()).containsExactly("sub-one");
        assertThat(found.next()).isEqualTo(21);
    }

    @Test
    void whenThereAreVeryManyThenTheyComeInParts() throws IOException {
        for (long number = 0; number < 250; number++) {
            batches.put(number, List.of());
        }
        batches.put(249L, List.of("sub-three"));
        ChangeFeed.Changes first = bank.changes().since(0, OURS);
        assertThat(first.more()).isTrue();
        assertThat(first.changed()).isEmpty();
        ChangeFeed.Changes second = bank.changes().since(first.next(), OURS);
        assertThat(second.more()).isFalse();
        assertThat(second.changed()).containsExactly("sub-three");
    }

    @Test
    void whenThereIsNoBatchYetThenOneBeginsWithThePresentAndNothingIsMissed() throws IOException {
        long next = bank.changes().next();
        assertThat(next)
                .isBetween(
                        Instant.now().getEpochSecond() / 600 - 1, Instant.now().getEpochSecond() / 600);
        assertThat(bank.changes().since(next, OURS)).isEqualTo(new ChangeFeed.Changes(Set.of(), next, false, true));
    }

    @Test
    void whenABatchIsMissingBetweenOthersThenOneGoesOnAndIsToldSo() throws IOException {
        batches.put(10L, List.of("sub-one"));
        batches.put(12L, List.of("sub-two"));
        ChangeFeed.Changes found = bank.changes().since(10, OURS);
        assertThat(found).isEqualTo(new ChangeFeed.Changes(Set.of("sub-one", "sub-two"), 13, false, false));
    }

    @Test
    void whenMoreChangedThanABatchHoldsThenAnythingMayHaveChangedOfAnybody() throws IOException {
        batches.put(10L, List.of("sub-one"));
        twist = told -> {
            told.remove("pseudonyms");
            told.put("all", true);
        };
        assertThat(bank.changes().since(10, OURS)).isEqualTo(new ChangeFeed.Changes(Set.of(), 11, false, false));
    }

    @Test
    void whenBatchesOfTimesToComeWereTakenBackThenOneGoesOnFromWhatThereIs() throws IOException {
        batches.put(10L, List.of());
        assertThat(bank.changes().since(5000, OURS)).isEqualTo(new ChangeFeed.Changes(Set.of(), 11, false, false));
        assertThat(bank.changes().since(11, OURS).complete()).isTrue();
    }

    @Test
    void whenASubjectIsEmptyThenThatIsSaidAtOnce() {
        batches.put(10L, List.of());
        assertThatThrownBy(() -> bank.changes().since(10, List.of("sub-one", "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bank.changes().since(-1, OURS)).isInstanceOf(IllegalArgumentException.class);
        assertThat(asked).isEmpty();
    }

    static List<Consumer<Map<String, Object>>> twists() {
        return List.of(
                told -> told.put("number", 11),
                told -> told.remove("number"),
                told -> told.remove("pseudonyms"),
                told -> told.put("pseudonyms", 7),
                told -> {
                    told.remove("pseudonyms");
                    told.put("all", false);
                },
                told -> told.put("pseudonyms", "AAAA"),
                told -> told.put("pseudonyms", "*"));
    }

    @ParameterizedTest
    @MethodSource("twists")
    void whenABatchIsNotAsItShouldBeThenItIsNotBelieved(Consumer<Map<String, Object>> twisted) {
        batches.put(10L, List.of("sub-one"));
        twist = twisted;
        assertThatThrownBy(() -> bank.changes().since(10, OURS)).isInstanceOf(IOException.class);
    }

    @Test
    void whenATokenOfAnotherKindIsSentThenItIsNotBelieved() {
        batches.put(10L, List.of("sub-one"));
        type = "statuslist+jwt";
        assertThatThrownBy(() -> bank.changes().since(10, OURS)).isInstanceOf(IOException.class);
    }

    @Test
    void whenVectorsArePublishedThenTheyAreOurs() throws Exception {
        Map<String, Object> vectors =
                JSONObjectUtils.parse(Files.readString(Path.of("../../docs/standards/something-changed.vectors.json")));
        List<?> all = (List<?>) Objects.requireNonNull(vectors.get("pseudonyms"));
        assertThat(all).hasSizeGreaterThan(3);
        for (Object each : all) {
            Map<?, ?> vector = (Map<?, ?>) each;
            assertThat(HexFormat.of()
                            .formatHex(ChangeFeed.name(
                                    (String) Objects.requireNonNull(vector.get("sub")),
                                    Long.parseLong((String) Objects.requireNonNull(vector.get("batch"))))))
                    .isEqualTo(vector.get("pseudonym"));
        }
    }
}
