package dev.musubi.issuer.court;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** That the court can convict: each leak that is planted is found, and nothing is found where there is none. */
class AttackerTest {

    private static final int HOLDERS = 4000;
    private static final Instant BEGAN = Instant.parse("2026-04-01T00:00:00Z");

    /** One side's line of one holder, to which a leak adds what it lets out. */
    private record Side(Ledger.Line line, Random own) {}

    private static Map<String, Double> attack(BiConsumer<Integer, Side> leak) {
        Ledger left = new Ledger(HOLDERS);
        Ledger right = new Ledger(HOLDERS);
        Random random = new Random(11);
        for (int holder = 0; holder < HOLDERS; holder++) {
            for (Ledger ledger : List.of(left, right)) {
                Ledger.Line line = ledger.of(holder);
                line.write(
                        "id_token",
                        Map.of(
                                "sub",
                                new UUID(random.nextLong(), random.nextLong()),
                                "iat",
                                BEGAN.getEpochSecond() + random.nextInt(86_400),
                                "amr",
                                List.of("pop", "mfa")));
                line.write("standing", Map.of("state", "ACTIVE", "attributes_as_of", "2026-04-01"));
                leak.accept(holder, new Side(line, random));
            }
        }
        return new Attacker(left, right, 5).attack();
    }

    private static double best(Map<String, Double> found) {
        return found.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** Chance that is the holder's, and so the same on both sides. */
    private static Random of(int holder) {
        return new Random((holder + 1) * 0x9E3779B97F4A7C15L);
    }

    private static Instant moment(int holder) {
        return BEGAN.plusMillis(of(holder).nextInt(86_400_000));
    }

    @Test
    void whenNothingLeaksThenTheAttackerGuesses() {
        assertThat(best(attack((holder, side) -> {}))).isBetween(0.49, 0.52);
    }

    @Test
    void whenTheExactSinceLeaksThenTheAttackerFindsEverybody() {
        Map<String, Double> found = attack((holder, side) ->
                side.line().write("standing", Map.of("since", moment(holder).toString())));
        assertThat(found.get("same standing.since")).isGreaterThan(0.99);
        assertThat(found.get("any value that is the same")).isGreaterThan(0.99);
        assertThat(found.get("all of it, learned")).isGreaterThan(0.99);
    }

    @Test
    void whenATimeLeaksWithSomeSecondsOfNoiseThenItsNearnessIsEnough() {
        Map<String, Double> found = attack((holder, side) -> side.line()
                .write(
                        "id_token",
                        Map.of(
                                "auth_time",
                                moment(holder).getEpochSecond() - side.own().nextInt(30))));
        assertThat(found.get("same id_token.auth_time")).isLessThan(0.6);
        assertThat(found.get("near id_token.auth_time")).isGreaterThan(0.99);
    }

    @Test
    void whenOnlyWhoComesFirstIsToldTheTruthThenThatItIsOneOfTheTwoIsFound() {
        Map<String, Double> found = attack(new BiConsumer<>() {
            private final Map<Integer, Boolean> seen = new HashMap<>();

            @Override
            public void accept(Integer holder, Side side) {
                boolean bankFirst = of(holder).nextBoolean();
                boolean bank = seen.put(holder, true) == null;
                long now = BEGAN.getEpochSecond() + side.own().nextInt(600);
                side.line().write("id_token", Map.of("auth_time", bank == bankFirst ? now : now - 3600));
            }
        });
        assertThat(found.get("near id_token.auth_time")).isGreaterThan(0.7);
        assertThat(found.get("all of it, learned")).isGreaterThan(0.7);
    }

    @Test
    void whenOneTellsAsATimeWhatTheOtherTellsUnderAnotherNameThenItIsFound() {
        Map<String, Double> crossed = attack(new BiConsumer<>() {
            private boolean first;

            @Override
            public void accept(Integer holder, Side side) {
                first = !first;
                side.line()
                        .write(
                                first ? "logout" : "demand",
                                Map.of("at", moment(holder).getEpochSecond()));
            }
        });
        assertThat(crossed.get("near logout.at and demand.at")).isGreaterThan(0.99);
    }

    @Test
    void whenANumberIsTheSameUnderTwoNamesThenItIsFound() {
        Map<String, Double> found = attack(new BiConsumer<>() {
            private boolean first;

            @Override
            public void accept(Integer holder, Side side) {
                first = !first;
                side.line().write(first ? "decision" : "consent", Map.of("id", new UUID(7, holder)));
            }
        });
        assertThat(found.get("any value that is the same")).isGreaterThan(0.99);
    }

    @Test
    void whenFewValuesAreSharedByManyThenThatShowsToo() {
        Map<String, Double> found = attack((holder, side) -> side.line()
                .write("standing", Map.of("generation", 1 + of(holder).nextInt(4))));
        assertThat(found.get("same standing.generation")).isGreaterThan(0.8);
        Map<String, Double> days = attack((holder, side) -> side.line()
                .write(
                        "standing",
                        Map.of(
                                "since",
                                LocalDate.ofInstant(BEGAN, ZoneOffset.UTC)
                                        .plusDays(of(holder).nextInt(7)))));
        assertThat(days.get("near standing.since")).as("a day out of seven").isGreaterThan(0.7);
    }
}
