package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.mynaapp.DocumentHash;
import dev.musubi.mynaapp.MynaProblem;
import dev.musubi.mynaapp.PendingSigning;
import dev.musubi.relyingparty.person.BirthDate;
import dev.musubi.relyingparty.person.PersonAddress;
import dev.musubi.relyingparty.person.PersonName;
import dev.musubi.relyingparty.person.PersonText;
import dev.musubi.relyingparty.person.Verification;
import dev.musubi.relyingparty.person.VerifiedPerson;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An application on its way to be signed. */
class SigningTest {

    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");

    private static VerifiedPerson livingAt(String address) {
        return new VerifiedPerson(
                new PersonName(new PersonText("結城　花子", ""), null, null),
                new PersonAddress(new PersonText(address, ""), null, null, null, null),
                new BirthDate.Whole(LocalDate.of(1956, 5, 24)),
                null,
                new Verification("jp_aml", null, null, List.of()));
    }

    private static PendingSigning pending(String state) {
        return new PendingSigning(
                UUID.randomUUID(),
                DocumentHash.ofDocument(new byte[0]).hex(),
                state,
                "nonce",
                "verifier",
                "https://bank.example/signature/callback",
                NOW,
                NOW.plus(Duration.ofMinutes(15)));
    }

    @Test
    void whenTheBrowserIsBackThenItsAnswerIsLookedAtOnce() {
        Signing signing = new Signing(Application.of(Shop.BANK, livingAt("東京都"), NOW));
        assertThat(signing.back("one")).as("nothing is waited for").isEmpty();
        signing.leaves(pending("one"));
        assertThat(signing.back("another")).isEmpty();
        assertThat(signing.back("one")).as("another's answer spends nothing").isPresent();
        assertThat(signing.back("one")).isEmpty();
        signing.leaves(pending("two"));
        assertThat(signing.back("one")).isEmpty();
        assertThat(signing.back("two")).isPresent();
    }

    @Test
    void whenSomethingIsAwayThenTheSignatureStaysAndElseItGoes() {
        Signing signing = new Signing(Application.of(Shop.BANK, livingAt("東京都"), NOW));
        signing.signed("a signature");
        signing.failed(new Trouble("later", new Said("", ""), Trouble.Way.CHECK));
        assertThat(signing.signature()).contains("a signature");
        signing.failed(Trouble.of(MynaProblem.CANCELLED));
        assertThat(signing.signature()).isEmpty();
        assertThat(signing.trouble())
                .hasValueSatisfying(each -> assertThat(each.code()).isEqualTo("mynaapp_cancelled"));
        signing.leaves(pending("one"));
        assertThat(signing.trouble()).as("begun again").isEmpty();
    }

    @Test
    void whenThePersonHasMovedThenTheApplicationIsNotTheirsAnyMore() {
        Application application = Application.of(Shop.BANK, livingAt("東京都"), NOW);
        assertThat(application.isOf(livingAt("東京都"))).isTrue();
        assertThat(application.isOf(livingAt("札幌市"))).isFalse();
    }

    @Test
    void whenAnApplicationIsWrittenThenItIsInPlainWordsAndInJapansTime() {
        Application application = Application.of(Shop.BANK, livingAt("東京都"), NOW);
        assertThat(application.lines())
                .containsExactly(
                        "むすび銀行 御中", "普通預金口座の開設を申し込みます。", "氏名　結城　花子", "住所　東京都", "生年月日　昭和31年5月24日", "申込日　令和8年11月29日");
        assertThat(application.document()).contains("2026-11-29T12:30+09:00");
        assertThat(application.hasTimeAt(NOW)).isTrue();
        assertThat(application.hasTimeAt(NOW.plus(Duration.ofMinutes(20)))).isFalse();
        assertThat(application.isOver(NOW.plus(Duration.ofMinutes(29)))).isFalse();
        assertThat(application.isOver(NOW.plus(Duration.ofMinutes(30)))).isTrue();
        assertThat(application.document())
                .as("never the same twice")
                .isNotEqualTo(Application.of(Shop.BANK, livingAt("東京都"), NOW).document());
    }
}
