package dev.musubi.acceptance;

import static dev.musubi.acceptance.CardTable.SIGNATURE_PIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.acceptance.OwnReader.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Enrolling from a terminal, with the card in a reader. */
class CardEnrolmentTest {

    private static CardTable table;

    @BeforeAll
    static void begin() {
        table = CardTable.begin("card-enrolment", CardEnrolmentTest.class);
    }

    @AfterAll
    static void end() {
        if (table != null) {
            table.close();
        }
    }

    private static void assertTrouble(Said said, int status, String code) {
        assertThat(said.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("musubi card: ")
                .contains(code);
        assertThat(said.status()).isEqualTo(status);
    }

    @Test
    void whenTheHolderAssentsAndEntersThePinThenThereIsAPrivateId() throws IOException {
        table.somebodysCard();
        long before = table.world.privateIds();
        Path access = table.reader.folder().resolve("access");
        Said said = table.sign(
                        "yes\n" + SIGNATURE_PIN.toLowerCase(java.util.Locale.ROOT) + "\n",
                        "--latest-attributes",
                        "yes",
                        "--access",
                        access.toString())
                .expectSuccess();
        assertThat(said.out())
                .containsSubsequence(
                        "申請書",
                        "発行申請",
                        "同意書",
                        "同意します",
                        "You sign for: " + table.world.platform.holdersUri().getAuthority(),
                        "Check words: ",
                        "Sign this?",
                        "tries left: 5",
                        "ACTIVE, generation 1")
                .doesNotContain(Files.readString(access));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(access)))
                .isEqualTo("rw-------");
        assertThat(table.world.privateIds()).isEqualTo(before + 1);
    }

    @Test
    void whenTheConsentIsNotDecidedThenItIsAskedFor() {
        table.somebodysCard();
        Said said = table.sign("no\nyes\n" + SIGNATURE_PIN + "\n").expectSuccess();
        assertThat(said.out()).contains("J-LIS", "ACTIVE, generation 1").doesNotContain("同意書");
    }

    @Test
    void whenTheHolderDoesNotAssentThenThePinIsNotAskedForAndNothingIsSigned() {
        String resident = table.somebodysCard();
        long before = table.world.privateIds();
        for (String typed : List.of("no\n" + SIGNATURE_PIN + "\n", "\n", "")) {
            Said said = table.sign(typed, "--latest-attributes", "no");
            assertTrouble(said, 1, "declined");
            assertThat(said.out()).doesNotContain("Signature PIN");
        }
        assertThat(table.world.privateIds()).isEqualTo(before);
        assertThat(table.triesLeft(resident, "CARD_SIGNATURE")).isEqualTo(5);
    }

    @Test
    void whenThePinIsWrongThenItIsTriedOnceAndTheNextTimeSaysWhatIsLeft() {
        String resident = table.somebodysCard();
        for (int left = 4; left > 0; left--) {
            Said said = table.sign("yes\nWRONG1\n", "--latest-attributes", "no");
            assertTrouble(said, 1, "pin_wrong");
            assertThat(said.out()).contains("tries left: " + (left + 1));
            assertThat(table.triesLeft(resident, "CARD_SIGNATURE")).isEqualTo(left);
        }
        assertTrouble(table.sign("yes\nWRONG1\n", "--latest-attributes", "no"), 1, "pin_locked");
        Said locked = table.sign("yes\n" + SIGNATURE_PIN + "\n", "--latest-attributes", "no");
        assertTrouble(locked, 1, "pin_locked");
        assertThat(locked.out()).as("nothing is asked of the issuer").doesNotContain("申請書");
        table.world.sandbox.event(resident, "VISIT_COUNTER", Map.of()).expect(201);
        table.sign("yes\n" + SIGNATURE_PIN + "\n", "--latest-attributes", "no").expectSuccess();
    }

    @Test
    void whenTheEntryCannotBeThePinThenNoTryIsSpent() {
        String resident = table.somebodysCard();
        assertTrouble(table.sign("yes\n12\n", "--latest-attributes", "no"), 1, "pin_malformed");
        assertTrouble(table.sign("yes\n\n", "--latest-attributes", "no"), 1, "cancelled");
        assertThat(table.triesLeft(resident, "CARD_SIGNATURE")).isEqualTo(5);
    }

    @Test
    void whenTheSandboxIsKilledThenTheCountersAreAsTheyWere() {
        String resident = table.somebodysCard();
        assertTrouble(table.sign("yes\nWRONG1\n", "--latest-attributes", "no"), 1, "pin_wrong");
        table.world.platform.sandbox().kill();
        table.world.platform.sandbox().launch();
        table.world.platform.sandbox().awaitReady();
        assertTrouble(table.sign("", "--latest-attributes", "no"), 1, "no_card");
        table.insert(resident);
        Said said = table.sign("yes\n" + SIGNATURE_PIN + "\n", "--latest-attributes", "no")
                .expectSuccess();
        assertThat(said.out()).contains("tries left: 4");
        assertThat(table.triesLeft(resident, "CARD_SIGNATURE")).isEqualTo(5);
    }

    @Test
    void whenTheCertificateWasRevokedThenTheCardSignsAndTheIssuerRefuses() {
        String resident = table.somebodysCard();
        table.world
                .sandbox
                .event(resident, "REVOKE_BY_REQUEST", Map.of("device", "CARD", "key", "SIGNATURE"))
                .expect(201);
        assertTrouble(
                table.sign("yes\n" + SIGNATURE_PIN + "\n", "--latest-attributes", "no"), 1, "certificate_revoked");
    }

    @Test
    void whenThereIsNoCardOrNoIssuerThenOneLineSaysSo() {
        table.card("", "remove");
        assertTrouble(table.sign("", "--latest-attributes", "no"), 1, "no_card");
        table.somebodysCard();
        assertTrouble(
                table.card("", "sign", "--application", "https://127.0.0.1:1", "--latest-attributes", "no"),
                1,
                "issuer_unreachable");
        assertTrouble(
                table.card(
                        "",
                        "sign",
                        "--application",
                        table.world.platform.holdersUri().toString(),
                        "--latest-attributes",
                        "no"),
                1,
                "issuer_untrusted");
    }

    @Test
    void whenACardCannotBeInsertedThenOneLineSaysWhy() {
        String port = Integer.toString(table.reader.port());
        assertTrouble(table.card("", "insert", "--resident", "R999999", "--port", port), 1, "unknown_resident");
        assertTrouble(table.card("", "insert", "--resident", "R000001", "--port", "1"), 1, "no_virtual_reader");
        assertTrouble(table.card("", "insert", "--port", port), 2, "--resident is needed");
        assertTrouble(table.card("", "insert", "--resident", "R000001", "--device", "watch"), 2, "card or phone");
        assertTrouble(table.card("", "eat"), 2, "no command card eat");
    }

    @Test
    void whenALiarPassesHisApplicationOnThenItIsNotShownAndNotSigned() {
        String resident = table.somebodysCard();
        try (Relay relay = Relay.of(table.world, table.world.somebody())) {
            Said said = table.card(
                    "yes\n" + SIGNATURE_PIN + "\n",
                    "sign",
                    "--application",
                    relay.uri().toString(),
                    "--trust",
                    table.world.platform.serverCertificate().toString(),
                    "--latest-attributes",
                    "no");
            assertTrouble(said, 1, "issuer_differs");
            assertThat(said.out()).doesNotContain("Sign this?", "Signature PIN");
        }
        assertThat(table.triesLeft(resident, "CARD_SIGNATURE")).isEqualTo(5);
    }

    @Test
    void whenThePinIsTypedAtATerminalThenItDoesNotShow() {
        table.somebodysCard();
        String command = String.join(" ", table.command(table.signArguments("--latest-attributes", "no")));
        // The terminal echoes what is typed before it is asked for, so the PIN is typed when the question is there.
        Said said = table.reader.run(
                "",
                List.of(
                        "bash",
                        "-c",
                        "mkfifo keys; script -qefc '" + command + "' /dev/null <keys >seen & exec 4>keys; "
                                + "until grep -q 'Sign this' seen; do sleep 0.05; done; echo yes >&4; "
                                + "until grep -q 'Signature PIN' seen; do sleep 0.05; done; echo " + SIGNATURE_PIN
                                + " >&4; exec 4>&-; wait $!; status=$?; cat seen; rm keys seen; exit $status"));
        assertThat(said.expectSuccess().out()).contains("ACTIVE, generation 1").doesNotContain(SIGNATURE_PIN);
    }
}
