package dev.musubi.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.database.StoredJson.StoredFormatException;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.openid.grant.Grant;
import dev.musubi.issuer.outbound.Mail;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.signin.BrowserSessions;
import dev.musubi.issuer.signing.SigningOrder;
import dev.musubi.issuer.vault.ItemId;
import dev.musubi.issuer.vault.ItemKind;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.attributes.Sex;
import dev.musubi.jpki.verification.ToSign;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.core.type.TypeReference;

/** What was stored once must be readable, and hash the same, for ever: each format against a file that never changes. */
class StoredFormatsTest extends IssuerTest {

    @Autowired
    private Vault vault;

    @Autowired
    private AttributeStore attributes;

    @Autowired
    private AuditLog audit;

    private static String golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                StoredFormatsTest.class.getResourceAsStream("/stored/" + name + ".json"), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whenAnOrderIsSealedThenInTheFormatOfTheFile() throws IOException {
        SigningOrder order = new SigningOrder(
                "application",
                "3f0b6a3e-6f5a-4c43-9d4a-0d6f1c1f7a01",
                "5b1f5f6e-93a4-4f0e-8c0a-6a2a6f0c9b11",
                true,
                new SigningOrder.Recognised("subject", Instant.parse("2026-11-29T01:02:03Z")),
                List.of(new ToSign("musubi-sign-in+jws", "{}")),
                Instant.parse("2026-11-29T01:12:03Z"),
                List.of(new SigningOrder.Signed(
                        "{\"protected\":\"\"}", "subject", Instant.parse("2026-11-29T01:02:33Z"))),
                "/home",
                new SigningOrder.Ended(
                        Instant.parse("2026-11-29T01:03:03Z"),
                        new BrowserSessions.Begun(
                                "5b1f5f6e-93a4-4f0e-8c0a-6a2a6f0c9b11",
                                "0c9b115b-93a4-4f0e-8c0a-6a2a6f0c9b11",
                                Instant.parse("2026-11-29T01:03:02Z"))));
        assertThat(StoredJson.text(order)).isEqualTo(goldenText("signing-order"));
        assertThat(StoredJson.read(goldenText("signing-order").getBytes(StandardCharsets.UTF_8), SigningOrder.class, 1))
                .isEqualTo(order);
        // As it was before signatures had a time: one of which nobody knows how old it is.
        String before = goldenText("signing-order").replace(",\"at\":\"2026-11-29T01:02:33Z\"", "");
        assertThat(StoredJson.read(before.getBytes(StandardCharsets.UTF_8), SigningOrder.class, 1)
                        .signedAt())
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void whenAFarewellIsSealedThenInTheFormatOfTheFile() throws IOException {
        Mail mail = new Mail(
                "hanako@example.jp",
                "件名",
                "本文\n",
                "ja",
                "farewell.1@issuer.example",
                Instant.parse("2026-11-29T01:02:03Z"),
                Map.of());
        assertThat(StoredJson.text(mail)).isEqualTo(goldenText("farewell"));
        assertThat(StoredJson.read(goldenText("farewell").getBytes(StandardCharsets.UTF_8), Mail.class, 1))
                .isEqualTo(mail);
    }

    @Test
    void whenAttributesAreSealedThenInTheFormatOfTheFile() throws IOException {
        FourAttributes four = new FourAttributes(
                new PersonText("山田　花子", "00000"),
                new PersonText("東京都千代田区丸の内一丁目１番１号", "00000000000000000"),
                DateOfBirth.parse("319560524"),
                Sex.FEMALE);
        HolderId holderId = HolderId.random();
        holders.creating(holderId, clock.instant(), () -> {
            Vault.Sealer sealer = vault.admit(holderId);
            ItemId item = attributes.put(sealer, four, clock.instant());
            assertThat(new String(sealer.get(ItemKind.FOUR_ATTRIBUTES, item), StandardCharsets.UTF_8))
                    .isEqualTo(goldenText("four-attributes"));
            ItemId stored = sealer.put(
                    ItemKind.FOUR_ATTRIBUTES,
                    goldenText("four-attributes").getBytes(StandardCharsets.UTF_8),
                    clock.instant());
            assertThat(attributes.get(sealer, stored)).isEqualTo(four);
            return true;
        });
    }

    private static String goldenText(String name) {
        try {
            return golden(name);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenAGrantIsStoredThenInTheFormatOfTheFile() throws IOException {
        Grant.Details details = new Grant.Details(
                "https://bank.example/callback",
                "challenge",
                "nonce",
                "{}",
                null,
                SignInMethod.PASSKEY,
                List.of("a", "b"),
                List.of("hwk", "user"),
                1_790_000_000L,
                null,
                "口座の開設");
        assertThat(StoredJson.text(details)).isEqualTo(golden("grant-details"));
        assertThat(StoredJson.read(golden("grant-details").getBytes(StandardCharsets.UTF_8), Grant.Details.class, 1))
                .usingRecursiveComparison()
                .isEqualTo(details);
        assertThat(details.told())
                .as("a time nobody wrote down meets no demand")
                .isZero();
    }

    @Test
    void whenAGrantIsStoredWithTheTimeItsClientIsToldThenInTheFormatOfTheFile() throws IOException {
        Grant.Details details = new Grant.Details(
                "https://bank.example/callback",
                "challenge",
                "nonce",
                "{}",
                null,
                SignInMethod.PASSKEY,
                List.of("a", "b"),
                List.of("hwk", "user"),
                1_790_000_000L,
                1_789_996_400L,
                "口座の開設");
        assertThat(StoredJson.text(details)).isEqualTo(golden("grant-details-told"));
        assertThat(StoredJson.read(
                                golden("grant-details-told").getBytes(StandardCharsets.UTF_8), Grant.Details.class, 1)
                        .told())
                .isEqualTo(1_789_996_400L);
    }

    @Test
    void whenARequestWaitsThenInTheFormatOfTheFile() throws IOException {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("client_id", List.of("bank"));
        parameters.put("scope", List.of("openid"));
        assertThat(StoredJson.text(parameters)).isEqualTo(golden("authorization-request"));
        assertThat(StoredJson.read(StoredJson.bytes(parameters), new TypeReference<Map<String, List<String>>>() {}, 1))
                .isEqualTo(parameters);
    }

    @Test
    void whenAnEntryOfTheHistoryIsHashedThenTheHashNeverChanges() {
        HolderId holderId = HolderId.of("5f0c2f30-3c1e-4f5e-9a5b-0d7f4d5a1b2c");
        holders.creating(holderId, clock.instant(), () -> {
            audit.record(
                    holderId,
                    Instant.parse("2026-11-22T03:00:00.123456Z"),
                    "consent.given",
                    "holder",
                    Map.of("kind", "TERMS", "recipient", "「結び」<&>"),
                    null);
            return true;
        });
        byte[] hash = (byte[]) value("select hash from audit_event where holder_id = ?", holderId);
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("e43f0b19e2c90b231b97759a75bd3f2f00d3d503d75f1b239ee05b0f19d9a3ed");
        assertThat(audit.firstBroken(holderId)).isZero();
    }

    @Test
    void whenALaterReleaseWroteItThenItIsAnErrorAndNoGuess() {
        assertThat(StoredJson.tree("{\"v\":1,\"new\":true}", 1).path("new").asBoolean())
                .isTrue();
        assertThatThrownBy(() -> StoredJson.tree("{\"v\":2}", 1))
                .isInstanceOf(StoredFormatException.class)
                .hasMessageContaining("version 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "山田", "{\"a\":1}x"})
    void whenItIsDamagedThenTheErrorSaysNothingOfWhatItHolds(String stored) {
        assertThatThrownBy(() -> StoredJson.read(stored.getBytes(StandardCharsets.UTF_8), Grant.Details.class, 1))
                .isInstanceOf(StoredFormatException.class)
                .hasMessageNotContaining("山田")
                .hasNoCause();
    }
}
