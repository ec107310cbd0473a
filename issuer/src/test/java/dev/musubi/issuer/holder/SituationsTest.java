package dev.musubi.issuer.holder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.holder.Situation.Action;
import dev.musubi.issuer.holder.Situation.Tone;
import dev.musubi.issuer.message.Catalogue;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.refresh.LatestAttributesSource.Answer;
import dev.musubi.issuer.refresh.Refresh;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Each thing that may befall a private ID is told in words of its own, with what to do and at most one button. */
class SituationsTest extends IssuerTest {

    private static final FourAttributes HANAKO = TestResidents.hanako();

    @Autowired
    private Situations situations;

    @Autowired
    private Refresh refresh;

    private Situation of(HolderId holderId) {
        Situation situation = situations.of(privateIds.find(holderId).orElseThrow());
        for (Language language : Language.values()) {
            String day = situation.day(language.locale());
            assertThat(Catalogue.text(language, situation.now(), day))
                    .isNotEmpty()
                    .doesNotContain("{");
            assertThat(Catalogue.text(language, situation.todo(), day))
                    .isNotEmpty()
                    .doesNotContain("{");
        }
        return situation;
    }

    private HolderId revoked(boolean consent, RevocationReason reason) {
        TestCertificate person = person();
        HolderId holderId = holder(person, consent);
        publish(municipality(person), 1, Map.of(person, reason));
        sweep.all();
        return holderId;
    }

    /** J-LIS tells new attributes to a holder whose certificate is gone. */
    @BeforeEach
    void nobodyWaits() {
        jdbc.sql("delete from work_item where kind = 'refresh'").update();
    }

    private HolderId refreshed(FourAttributes four) throws InterruptedException {
        HolderId holderId = revoked(true, RevocationReason.AFFILIATION_CHANGED);
        JpkiCertificate next = person().read(AUTHORITY.profile());
        jlis.latest = new Answer.Provided(
                four,
                next.id(),
                next.kind(),
                next.notAfter(),
                next.crlPartition().prefecture(),
                next.crlPartition().municipality(),
                clock.instant());
        assertThat(refresh.due()).isEqualTo(1);
        return holderId;
    }

    private static FourAttributes with(PersonText name, PersonText address) {
        return new FourAttributes(name, address, HANAKO.dateOfBirth(), HANAKO.sex());
    }

    @Test
    void whenNothingIsTheMatterThenThereIsNothingToDo() {
        Situation situation = of(holder(person(), false));
        assertThat(situation.now()).isEqualTo("situation.fine");
        assertThat(situation.action()).isEqualTo(Action.NONE);
        assertThat(situation.tone()).isEqualTo(Tone.GOOD);
    }

    @ParameterizedTest
    @CsvSource({
        "AFFILIATION_CHANGED, situation.changed, situation.todo.fetch",
        "SUPERSEDED, situation.renewed, situation.todo.sign",
        "PRIVILEGE_WITHDRAWN, situation.revoked, situation.todo.fetch",
        "CERTIFICATE_HOLD, situation.lost, situation.todo.replace",
        "KEY_COMPROMISE, situation.lost, situation.todo.replace"
    })
    void whenTheCertificateIsRevokedThenTheHolderReadsWhyAndSignsAnew(
            RevocationReason reason, String now, String todo) {
        Situation situation = of(revoked(false, reason));
        assertThat(situation.now()).isEqualTo(now);
        assertThat(situation.todo()).isEqualTo(todo);
        assertThat(situation.action()).isEqualTo(Action.REISSUE);
    }

    @Test
    void whenARefreshWaitsThenTheHolderWaitsToo() {
        Situation situation = of(revoked(true, RevocationReason.AFFILIATION_CHANGED));
        assertThat(situation.now()).isEqualTo("situation.changed");
        assertThat(situation.todo()).isEqualTo("situation.todo.wait");
        assertThat(situation.action()).isEqualTo(Action.NONE);
    }

    @Test
    void whenTheHolderIsGoneThenNobodyIsToldToDoAnything() {
        Situation situation = of(revoked(false, RevocationReason.CESSATION_OF_OPERATION));
        assertThat(situation.now()).isEqualTo("situation.ended");
        assertThat(situation.todo()).isEqualTo("situation.todo.nothing");
        assertThat(situation.action()).isEqualTo(Action.NONE);
    }

    @Test
    void whenTheHolderMovedThenTheNewAddressIsTheNews() throws InterruptedException {
        HolderId holderId = refreshed(TestResidents.hanakoMoved());
        assertThat(of(holderId).now()).isEqualTo("situation.moved.refreshed");
        pass(Duration.ofDays(31));
        assertThat(of(holderId).now())
                .as("old news, and not looked at for a month")
                .isEqualTo("situation.unconfirmed");
    }

    @Test
    void whenTheHolderMarriedThenTheNewNameIsTheNews() throws InterruptedException {
        assertThat(of(refreshed(with(PersonText.of("山田　花子"), HANAKO.address()))).now())
                .isEqualTo("situation.renamed.refreshed");
    }

    @Test
    void whenACharacterIsASubstituteThenTheNameHasNotChanged() throws InterruptedException {
        String name = HANAKO.name().value();
        PersonText same = new PersonText(name, "1" + "0".repeat(name.length() - 1));
        assertThat(of(refreshed(with(same, HANAKO.address()))).now()).isEqualTo("situation.refreshed");
    }

    @Test
    void whenTheHolderWillLeaveTheCountryThenTheDayIsNamed() throws InterruptedException {
        // Five days after the tests' present.
        HolderId holderId = refreshed(with(HANAKO.name(), PersonText.of("国外転出　２０２６年１１月２７日")));
        Situation situation = of(holderId);
        assertThat(situation.now()).isEqualTo("situation.abroad");
        assertThat(situation.day(Language.JAPANESE.locale())).isEqualTo("令和8年11月27日");
        assertThat(situations.worksUntil(holderId))
                .contains(LeavingDay.of("国外転出　２０２６年１１月２７日").orElseThrow());
        pass(Duration.ofDays(6));
        assertThat(of(holderId).now()).isNotEqualTo("situation.abroad");
    }

    @Test
    void whenTheCertificateExpiresSoonThenTheHolderIsToldInTimeAndWhatFollows() {
        HolderId holderId = holder(person(), false);
        HolderId agreed = holder(person(), true);
        clock.moveTo(TestCertificateBuilder.NOT_AFTER.minus(Duration.ofDays(89)));
        assertThat(of(holderId).now()).isEqualTo("situation.expires");
        assertThat(of(holderId).action()).isEqualTo(Action.REISSUE);
        assertThat(of(holderId).day(Language.JAPANESE.locale())).isEqualTo("令和12年2月17日");
        assertThat(of(agreed).todo()).isEqualTo("situation.todo.renew-only");
        assertThat(of(agreed).action()).isEqualTo(Action.NONE);
    }

    @Test
    void whenThePrivateIdExpiresSoonThenItCanBeProlonged() {
        HolderId holderId = holder(person(), false);
        jdbc.sql("update private_id set valid_until = ? where holder_id = ?")
                .params(Sql.time(clock.instant().plus(Duration.ofDays(30))), holderId)
                .update();
        assertThat(of(holderId).now()).isEqualTo("situation.id-expires");
        assertThat(of(holderId).action()).isEqualTo(Action.REISSUE);
    }

    @Test
    void whenJlisHasSaidNothingForDaysThenThatIsSaidAndNotThatAllIsWell() {
        HolderId holderId = holder(person(), false);
        pass(Duration.ofDays(3));
        assertThat(of(holderId).now()).isEqualTo("situation.unconfirmed");
        assertThat(of(holderId).tone()).isEqualTo(Tone.ATTENTION);
    }

    @Test
    void whenTheHolderPausedItThenItCanBeResumed() {
        HolderId holderId = holder(person(), false);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.PAUSED, clock.instant(), "holder"));
        assertThat(of(holderId).action()).isEqualTo(Action.RESUME);
    }

    @ParameterizedTest
    @CsvSource({"WITHDRAWN, situation.withdrawn", "ID_EXPIRED, situation.id-expired"})
    void whenItIsOverThenAnotherCanBeAppliedFor(Cause cause, String now) {
        HolderId holderId = holder(person(), false);
        holders.locking(holderId, () -> privateIds.apply(holderId, cause, clock.instant(), "system"));
        assertThat(of(holderId).now()).isEqualTo(now);
        assertThat(of(holderId).action()).isEqualTo(Action.APPLY);
        assertThat(of(holderId).tone()).isEqualTo(Tone.OVER);
    }

    @ParameterizedTest
    @CsvSource({
        "東京都千代田区丸の内一丁目１番１号,",
        "国外転出,",
        "国外転出　２０２６年１３月１日,",
        "国外転出　２０２６年１１月２７日,2026-11-26T15:00:00Z",
        "国外転出 2026年1月2日,2026-01-01T15:00:00Z"
    })
    void whenAnAddressIsReadThenOnlyAPlannedDayIsOne(String address, @Nullable Instant day) {
        assertThat(LeavingDay.of(address)).isEqualTo(Optional.ofNullable(day));
    }
}
