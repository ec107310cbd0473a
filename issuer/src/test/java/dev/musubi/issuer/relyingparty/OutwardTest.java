package dev.musubi.issuer.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutwardTest {

    private static final Instant AT = Instant.parse("2026-11-28T15:30:12.345678Z");

    @Test
    void whenADayIsToldThenItIsJapans() {
        assertThat(Coarse.day(AT).value()).isEqualTo(LocalDate.parse("2026-11-29"));
        assertThat(Coarse.startOfDay(AT).value()).isEqualTo("2026-11-29T00:00:00+09:00");
        assertThat(Coarse.beginning(AT)).isEqualTo(Instant.parse("2026-11-28T15:00:00Z"));
    }

    @Test
    void whenTwoMomentsAreOfOneDayThenNothingTellsThemApart() {
        Instant other = Instant.parse("2026-11-29T14:59:59.999999Z");
        assertThat(Coarse.day(AT)).isEqualTo(Coarse.day(other));
        assertThat(Coarse.startOfDay(AT)).isEqualTo(Coarse.startOfDay(other));
    }

    @Test
    void whenADayHasALimitThenNoneBeyondItIsTold() {
        Instant limit = Instant.parse("2026-12-01T00:00:00Z");
        assertThat(Coarse.dayFrom(limit, AT)).isEqualTo(Coarse.day(limit));
        assertThat(Coarse.dayFrom(AT, limit)).isEqualTo(Coarse.day(limit));
        assertThat(Coarse.dayUntil(AT, limit)).isEqualTo(Coarse.day(AT));
        assertThat(Coarse.dayUntil(limit, AT)).isEqualTo(Coarse.day(AT));
    }

    @Test
    void whenABoundIsToldThenItMovesWithTheAnswerInWholeSeconds() {
        assertThat(Coarse.before(AT, Duration.ofMinutes(1)).value()).isEqualTo(Instant.parse("2026-11-28T15:29:12Z"));
        assertThat(Own.time(AT).value()).isEqualTo(Instant.parse("2026-11-28T15:30:12Z"));
    }

    @Test
    void whenASectorCountsThenFromItsFirstContact() {
        Acquaintance late = new Acquaintance(AT, 4);
        assertThat(late.generation(4)).isEqualTo(Pairwise.of(1));
        assertThat(late.generation(6)).isEqualTo(Pairwise.of(3));
        assertThat(late.generation(2)).as("what came before is never told").isEqualTo(Pairwise.of(1));
        assertThat(late.dayOf(AT.minus(Duration.ofDays(400)))).isEqualTo(Coarse.day(AT));
        assertThat(late.dayOf(AT.plus(Duration.ofDays(2)))).isEqualTo(Coarse.day(AT.plus(Duration.ofDays(2))));
    }

    @Test
    void whenClaimsAreWrittenThenAsPlainJson() {
        OutwardClaims claims = new OutwardClaims()
                .with("sub", Pairwise.of("a"))
                .with("iat", Own.numericDate(AT))
                .with("day", Coarse.day(AT))
                .with("state", Coarse.word(RelyingParty.Law.NONE))
                .with("amr", Coarse.fixed(List.of("pop", "mfa")))
                .with("cnf", new OutwardClaims().with("jkt", Own.of("x")))
                .with("evidence", List.of(new OutwardClaims().with("type", Coarse.fixed("t"))))
                .with("address", Given.byHolder(Map.of("formatted", "東京都")));
        assertThat(claims.json())
                .isEqualTo(Map.of(
                        "sub", "a",
                        "iat", AT.getEpochSecond(),
                        "day", "2026-11-29",
                        "state", "NONE",
                        "amr", List.of("pop", "mfa"),
                        "cnf", Map.of("jkt", "x"),
                        "evidence", List.of(Map.of("type", "t")),
                        "address", Map.of("formatted", "東京都")));
    }

    @Test
    void whenSuchAValueIsPrintedThenNotWhatIdentifies() {
        assertThat(List.of(Pairwise.of("secret"), Own.of("secret"), Given.byHolder("secret"))
                                .toString()
                        + new OutwardClaims().with("a", Pairwise.of("secret")))
                .doesNotContain("secret");
    }

    @Test
    void whenAnOperatorNamesASectorThenItCannotBeOneOfThoseMadeInside() {
        assertThat(RelyingParty.mayBeSector("bank.example")).isTrue();
        assertThat(RelyingParty.mayBeSector(RelyingParty.unverifiedSector("dyn-1")))
                .isFalse();
        assertThat(RelyingParty.mayBeSector("reference:bank")).isFalse();
        assertThat(RelyingParty.mayBeSector("")).isFalse();
    }
}
