package dev.musubi.issuer.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.CredentialMade;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.PdfSheet;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;

/** Notices on their way to the post. Each test begins at noon in Japan, with an empty folder. */
class NoticesByLetterTest extends IssuerTest {

    private static final Path LETTERS = FOLDER.resolve("letters");
    private static final Duration SETTLED = Duration.ofMinutes(11);

    @Autowired
    private Postman postman;

    @Autowired
    private Channels channels;

    @Autowired
    private FurtherWays ways;

    @Autowired
    private ApplicationEventPublisher events;

    @BeforeEach
    void empty() throws IOException {
        if (Files.exists(LETTERS)) {
            try (Stream<Path> all = Files.list(LETTERS)) {
                for (Path each : all.toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private HolderId told(TestCertificate person, boolean consent) {
        HolderId holderId = holder(person, consent);
        postman.round();
        holders.locking(holderId, () -> {
            ways.addLetters(holderId, Language.JAPANESE);
            return true;
        });
        postman.round();
        return holderId;
    }

    private static List<PdfSheet> written() throws IOException {
        if (!Files.exists(LETTERS)) {
            return List.of();
        }
        List<PdfSheet> letters = new ArrayList<>();
        try (Stream<Path> all = Files.list(LETTERS)) {
            for (Path each :
                    all.filter(file -> file.toString().endsWith(".pdf")).toList()) {
                letters.add(new PdfSheet(Files.readAllBytes(each)));
            }
        }
        return letters;
    }

    private void kill(TestCertificate person) {
        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        pass(SETTLED);
    }

    private static String plain(PdfSheet sheet) {
        return sheet.text().replaceAll("\\s", "");
    }

    @Test
    void whenTheCertificateDiesThenALetterIsLaidOnceAndSaysWhatToDoAndWhere() throws IOException {
        TestCertificate person = person();
        HolderId holderId = told(person, false);
        assertThat(written())
                .as("that letters were chosen is no letter's worth")
                .isEmpty();
        kill(person);
        postman.round();
        postman.round();
        assertThat(written()).hasSize(1);
        PdfSheet letter = written().getFirst();
        assertThat(letter.code()).isEqualTo(ISSUER + "/enrol?to=/home");
        String attributes = plain(letter).substring(0, plain(letter).indexOf("様") + 1);
        assertThat(plain(letter))
                .contains("民間IDの再発行が必要になりました。", "新しい電子証明書を受け取り", ISSUER + "/enrol?to=/home", ISSUER + "/home/reaching")
                .doesNotContain("住所や氏名が変わった", "2030", "2026", "令和8年", "11月", holderId.toString());
        assertThat(plain(letter).replace(attributes, ""))
                .as("name and address stand in the window alone")
                .doesNotContain("花子", "山田", "丸の内");
        assertThat(value("select way from notice_delivery where holder_id = ?", holderId))
                .isEqualTo("LETTER");
    }

    @Test
    void whenAManifestIsReadThenItNamesNobody() throws IOException {
        TestCertificate person = person();
        HolderId holderId = told(person, false);
        kill(person);
        postman.round();
        assertThat(Files.readAllLines(LETTERS.resolve("manifest-2026-11-22.jsonl")))
                .singleElement()
                .asString()
                .matches(
                        "\\{\"file\":\"[0-9a-f]{32}\\.pdf\",\"written\":\"2026-11-22\",\"sheets\":1,\"envelope\":\"長形3号\"}")
                .doesNotContain(holderId.toString());
    }

    @Test
    void whenAnotherWayReachesTheHolderThenThereIsNoLetter() throws IOException {
        TestCertificate person = person();
        HolderId holderId = told(person, false);
        ChannelId mail = postman.register(holderId, UUID.randomUUID() + "@mail.example", Language.JAPANESE);
        kill(person);
        postman.round();
        assertThat(written()).isEmpty();
        holders.locking(holderId, () -> {
            channels.nobodyThere(holderId, mail);
            return true;
        });
        // The certificate's end is no matter any more, but the private ID's own is.
        clock.moveTo(Instant.parse("2036-11-10T03:00:00Z"));
        postman.round();
        assertThat(written()).hasSize(1);
        assertThat(plain(written().getFirst())).contains("民間IDの有効期限が近づいています。");
    }

    @Test
    void whenItsHolderDiedThenNoLetterGoesToTheBereaved() throws IOException {
        TestCertificate person = person();
        HolderId holderId = told(person, false);
        kill(person);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.CESSATION, clock.instant(), "system"));
        postman.round();
        assertThat(written()).isEmpty();
        assertThat(channels.of(holderId)).isEmpty();
    }

    @Test
    void whenItIsNightThenTheLetterWaitsToo() throws IOException {
        TestCertificate person = person();
        told(person, false);
        clock.moveTo(Instant.parse("2026-11-22T12:00:00Z"));
        kill(person);
        postman.round();
        assertThat(written()).isEmpty();
        clock.moveTo(Instant.parse("2026-11-22T23:00:00Z"));
        postman.round();
        assertThat(written()).hasSize(1);
        assertThat(LETTERS.resolve("manifest-2026-11-23.jsonl")).exists();
    }

    @Test
    void whenAYearHasPassedThenTheReminderOfTheConsentGoesByPost() throws IOException {
        told(person(), true);
        clock.moveTo(Instant.parse("2027-11-22T04:00:00Z"));
        postman.round();
        assertThat(written()).hasSize(1);
        assertThat(written().getFirst().code()).isEqualTo(ISSUER + "/home/consents");
    }

    @Test
    void whenSomethingElseHappensThenNoLetterIsWritten() throws IOException {
        HolderId holderId = told(person(), false);
        holders.locking(holderId, () -> {
            events.publishEvent(new CredentialMade(holderId, CredentialId.random(), Kind.PASSKEY, "x"));
            return true;
        });
        postman.round();
        assertThat(written()).isEmpty();
    }

    @Test
    void whenLettersAreEndedThenNoneIsWrittenAnyMore() throws IOException {
        TestCertificate person = person();
        HolderId holderId = told(person, false);
        ChannelId id = ways.letters(holderId).orElseThrow().id();
        holders.locking(holderId, () -> {
            ways.end(holderId, id);
            return true;
        });
        assertThat(ways.letters(holderId)).isEmpty();
        kill(person);
        postman.round();
        assertThat(written()).isEmpty();
    }

    @Test
    void whenTheFolderCannotBeWrittenToThenItIsTriedAgain() throws IOException {
        TestCertificate person = person();
        HolderId holderId = told(person, false);
        Files.deleteIfExists(LETTERS);
        Files.writeString(LETTERS, "a file in its place");
        kill(person);
        postman.round();
        assertThat(value("select outcome from work_item where kind = 'notice_letter'"))
                .isEqualTo("disk");
        Files.delete(LETTERS);
        pass(Duration.ofMinutes(2));
        postman.round();
        assertThat(written()).hasSize(1);
        assertThat(channels.of(holderId)).hasSize(1);
    }

    @Test
    void whenKindsAreLookedAtThenLettersAreForThoseThatNeedTheHolderOrAreOwed() {
        Set<Notice.Kind> worth = EnumSet.noneOf(Notice.Kind.class);
        for (Notice.Kind kind : Notice.Kind.values()) {
            if (kind.isWorthALetter()) {
                assertThat(kind.isSent()).isTrue();
                worth.add(kind);
            }
        }
        assertThat(worth)
                .containsExactly(
                        Notice.Kind.REISSUE_REQUIRED,
                        Notice.Kind.REISSUE_DEMANDED,
                        Notice.Kind.CONSENT_REMINDER,
                        Notice.Kind.CERTIFICATE_ENDS,
                        Notice.Kind.ID_ENDS);
    }
}
