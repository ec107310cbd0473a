package dev.musubi.acceptance;

import static dev.musubi.acceptance.CardTable.AUTHENTICATION_PIN;
import static dev.musubi.acceptance.CardTable.SIGNATURE_PIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.acceptance.OwnReader.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that know nothing of Musubi, with a sandbox resident's card in the virtual reader. */
class RealClientsTest {

    private static CardTable table;

    @BeforeAll
    static void begin() {
        table = CardTable.begin("card-clients", RealClientsTest.class);
    }

    @AfterAll
    static void end() {
        if (table != null) {
            table.close();
        }
    }

    @Test
    void whenOpenScDumpsTheCardThenItFindsBothKeysAndAllCertificates() {
        table.somebodysCard();
        Said dump = table.reader.run("pkcs15-tool", "--dump").expectSuccess();
        assertThat(dump.out())
                .contains("PKCS#15 Card [JPKI]")
                .contains("PIN [User Authentication PIN]", "PIN [Digital Signature PIN]")
                .contains("Private RSA Key [User Authentication Key]", "Private RSA Key [Digital Signature Key]")
                .contains("X.509 Certificate [User Authentication Certificate]")
                .contains("X.509 Certificate [Digital Signature Certificate]")
                .contains("X.509 Certificate [User Authentication Certificate CA]")
                .contains("X.509 Certificate [Digital Signature Certificate CA]")
                .containsSubsequence("Tries left     : 3", "Tries left     : 5");
    }

    @Test
    void whenSlotsAreListedThenEachPinHasATokenOfItsOwn() {
        table.somebodysCard();
        Said slots = table.reader
                .run("pkcs11-tool", "--module", OwnReader.module(), "-L")
                .expectSuccess();
        assertThat(slots.out())
                .containsSubsequence(
                        "JPKI (User Authentication PIN)",
                        "pin min/max        : 4/4",
                        "JPKI (Digital Signature PIN)",
                        "pin min/max        : 6/16");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, " + AUTHENTICATION_PIN, "1, 2, " + SIGNATURE_PIN})
    void whenOpenScSignsThenOpenSslVerifiesWithTheCertificateOnTheCard(String slot, String id, String pin)
            throws IOException {
        table.somebodysCard();
        Path document = Files.writeString(table.reader.folder().resolve("document"), "大切な書類");
        String folder = table.reader.folder() + "/";
        table.reader
                .run(
                        "pkcs11-tool",
                        "--module",
                        OwnReader.module(),
                        "--slot-index",
                        slot,
                        "--login",
                        "--pin",
                        pin,
                        "--sign",
                        "-m",
                        "SHA256-RSA-PKCS",
                        "--id",
                        "0" + id,
                        "-i",
                        document.toString(),
                        "-o",
                        folder + "signature")
                .expectSuccess();
        table.reader
                .run(
                        "pkcs15-tool",
                        "--read-certificate",
                        id,
                        "--verify-pin",
                        "--auth-id",
                        id,
                        "--pin",
                        pin,
                        "-o",
                        folder + "certificate")
                .expectSuccess();
        Said key = table.reader
                .run("openssl", "x509", "-in", folder + "certificate", "-noout", "-pubkey")
                .expectSuccess();
        Files.writeString(Path.of(folder, "key"), key.out());
        assertThat(verified(folder, document)).contains("Verified OK");
        Files.writeString(document, "大切な書類！");
        assertThat(verified(folder, document)).doesNotContain("Verified OK");
    }

    private static String verified(String folder, Path document) {
        return table.reader
                .run(
                        "openssl",
                        "dgst",
                        "-sha256",
                        "-verify",
                        folder + "key",
                        "-signature",
                        folder + "signature",
                        document.toString())
                .out();
    }

    @Test
    void whenOpenSslFollowsTheCertificateThenItEndsAtTheSandboxsAuthority() throws IOException {
        table.somebodysCard();
        String folder = table.reader.folder() + "/";
        StringBuilder authorities = new StringBuilder();
        try (var files = Files.list(table.world.platform.data().resolve("sandbox/authorities"))) {
            for (Path each : files.toList()) {
                authorities.append(Files.readString(each));
            }
        }
        Files.writeString(Path.of(folder, "authorities"), authorities);
        table.reader
                .run("pkcs15-tool", "--read-certificate", "1", "-o", folder + "certificate")
                .expectSuccess();
        assertThat(table.reader
                        .run(
                                "openssl",
                                "verify",
                                "-ignore_critical",
                                "-CAfile",
                                folder + "authorities",
                                folder + "certificate")
                        .expectSuccess()
                        .out())
                .contains(": OK");
    }

    @Test
    void whenOpenScEntersAWrongPinThenTheSandboxCountsIt() {
        String resident = table.somebodysCard();
        Said wrong = table.reader.run(
                "pkcs11-tool",
                "--module",
                OwnReader.module(),
                "--slot-index",
                "0",
                "--login",
                "--pin",
                "0000",
                "--sign",
                "-m",
                "SHA256-RSA-PKCS",
                "--id",
                "01",
                "-i",
                "/dev/null",
                "-o",
                "/dev/null");
        assertThat(wrong.status()).isNotZero();
        assertThat(wrong.err()).contains("CKR_PIN_INCORRECT");
        assertThat(table.triesLeft(resident, "CARD_AUTHENTICATION")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, " + AUTHENTICATION_PIN, "1, " + SIGNATURE_PIN})
    void whenSunPkcs11SignsOverOpenScThenTheJdkVerifies(String slot, String pin) {
        table.somebodysCard();
        assertThat(table.reader
                        .java(SunPkcs11Program.class, OwnReader.module(), slot, pin)
                        .expectSuccess()
                        .out())
                .contains("verified");
    }

    @Test
    void whenTheJdksSmartcardIoSendsCommandsThenTheCardAnswers() {
        table.somebodysCard();
        assertThat(table.reader
                        .java(SmartcardIoProgram.class, AUTHENTICATION_PIN)
                        .expectSuccess()
                        .out()
                        .lines())
                .containsExactly(
                        "ATR 3BE000FF8131FE4514",
                        "select 9000",
                        "token JPKIAPICCTOKEN2",
                        "tries 63C3",
                        "sign before the PIN 6982",
                        "verify 9000",
                        "sign 9000, 256 bytes",
                        "My Number 6982",
                        "sign after another application 6986");
    }

    @Test
    void whenASmartphoneIsInsertedThenItsTokenSaysSo() {
        String phone = null;
        for (int number = 1; phone == null; number++) {
            String id = "R%06d".formatted(number);
            boolean live = table.world
                    .sandbox
                    .resident(id)
                    .body()
                    .path("certificates")
                    .valueStream()
                    .anyMatch(each -> each.path("kind").asString().equals("SMARTPHONE_SIGNATURE")
                            && each.path("state").asString().equals("LIVE"));
            phone = live && number % 2 == 0 ? id : null;
        }
        table.insert(phone, "--device", "phone");
        assertThat(table.reader
                        .java(SmartcardIoProgram.class, AUTHENTICATION_PIN)
                        .expectSuccess()
                        .out())
                .contains("token JPKIAPGPSETOKEN", "My Number application 6A82");
    }

    @Test
    void whenTheCardIsRemovedThenProgramsSeeAnEmptyReader() {
        table.somebodysCard();
        table.card("", "remove").expectSuccess();
        assertThat(table.card("", "status").expectSuccess().out()).contains("empty");
        Said dump = table.reader.run("pkcs15-tool", "--dump");
        assertThat(dump.status()).isNotZero();
        assertThat(dump.err()).containsAnyOf("Card not present", "No smart card readers with a card present found");
    }

    @Test
    void whenOpenScHasSpokenToTheCardThenTheTraceTellsWithoutThePin() {
        table.somebodysCard();
        table.reader
                .run(
                        "pkcs11-tool",
                        "--module",
                        OwnReader.module(),
                        "--slot-index",
                        "1",
                        "--login",
                        "--pin",
                        SIGNATURE_PIN,
                        "--sign",
                        "-m",
                        "SHA256-RSA-PKCS",
                        "--id",
                        "02",
                        "-i",
                        "/dev/null",
                        "-o",
                        "/dev/null")
                .expectSuccess();
        String trace = table.card("", "trace").expectSuccess().out();
        assertThat(trace)
                .containsSubsequence(
                        "SELECT application JPKI",
                        "VERIFY 001B (signature PIN)",
                        "00 20 00 80 [PIN]",
                        "COMPUTE DIGITAL SIGNATURE 001A (signature key)",
                        "256 bytes, 9000 done")
                .doesNotContain(SIGNATURE_PIN)
                .doesNotContain("4D 55 53 55 42 49 31")
                .doesNotContain(
                        new String(SIGNATURE_PIN.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1));
    }
}
