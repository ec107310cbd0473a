package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad applications: refused with the right code, and nothing changed. */
class ApplicationRefusedTest {

    private static World world;

    @BeforeAll
    static void begin() {
        world = World.begin("applications");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static Reply submit(HolderApp holder, Map<String, Object> how) {
        Reply application = holder.apply(false);
        String signed = world.sandbox
                .sign(holder.residentId(), application.text("document"), application.text("type"), how)
                .expect(200)
                .text("signed");
        return holder.submit(application.text("application_id"), signed, null);
    }

    @ParameterizedTest
    @CsvSource({
        "OTHER_KEY, 422, signature_refused, signature_mismatch",
        "RIGHT_NAME_WRONG_CA_KEY, 422, signature_refused, issuer_signature_mismatch",
        "AUTHENTICATION_CERTIFICATE, 422, signature_refused, wrong_certificate_kind",
        "PRODUCTION_POLICY, 422, signature_refused, wrong_environment",
        "EXPIRED, 422, signature_refused, expired",
        "NOT_YET_VALID, 422, signature_refused, not_yet_valid",
        "WEAK_KEY, 422, signature_refused, weak_key",
        "TRAILING_BYTES, 422, signature_refused, certificate_malformed",
        "INDEFINITE_LENGTH, 422, signature_refused, certificate_malformed",
        "NO_X5C, 422, signature_refused, certificate_missing",
        "ALG_NONE, 422, signature_refused, algorithm_not_allowed"
    })
    void whenTheSignatureOrCertificateIsBadThenItIsRefusedAndNothingChanged(
            String forgery, int status, String code, String reason) {
        long before = world.privateIds();
        Reply refused = submit(world.somebody(), Map.of("forge", forgery));
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.text("reason")).isEqualTo(reason);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.text("detail")).isNotBlank();
        assertThat(refused.text("detail_ja")).isNotBlank();
        assertThat(world.privateIds()).isEqualTo(before);
    }

    @Test
    void whenTheDocumentIsAlteredThenItIsRefused() {
        Reply refused = submit(world.somebody(), Map.of("forge", "ALTERED_DOCUMENT"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isIn("application_altered", "signature_refused");
    }

    @Test
    void whenTheCertificateIsHugeThenItIsRefusedBeforeItIsRead() {
        Reply refused = submit(world.somebody(), Map.of("forge", "HUGE_CERTIFICATE"));
        assertThat(refused.status()).isBetween(400, 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MOVE_WITHIN", "MARRY", "LOSE_CARD", "REPORT_KEY_COMPROMISE", "DIE", "REVOKE_BY_REQUEST"})
    void whenTheCertificateWasRevokedBetweenOfferAndSignatureThenItIsRefusedWithoutTheReason(String event) {
        HolderApp holder = world.somebody();
        Reply application = holder.apply(false);
        String signed = world.sandbox
                .sign(holder.residentId(), application.text("document"), application.text("type"))
                .expect(200)
                .text("signed");
        Map<String, Object> more = event.equals("MARRY") ? Map.of("familyName", "結城") : Map.of();
        world.sandbox.event(holder.residentId(), event, more).expect(201);
        long before = world.privateIds();
        Reply refused = holder.submit(application.text("application_id"), signed, null);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("certificate_revoked");
        assertThat(refused.text("reason")).isEmpty();
        assertThat(world.privateIds()).isEqualTo(before);
    }

    @Test
    void whenTheRegisterIsCorrectedInAMinorWayThenTheCertificateStands() {
        HolderApp holder = world.somebody();
        world.sandbox.event(holder.residentId(), "CORRECT_REGISTER", Map.of()).expect(201);
        assertThat(holder.enrol(false).status()).isEqualTo(201);
    }

    @Test
    void whenAnApplicationIsReplayedThenItIsRefusedAndNothingIsIssuedAgain() {
        HolderApp holder = world.somebody();
        Reply application = holder.apply(false);
        String signed = world.sandbox
                .sign(holder.residentId(), application.text("document"), application.text("type"))
                .expect(200)
                .text("signed");
        holder.submit(application.text("application_id"), signed, null).expect(201);
        Reply replayed = holder.submit(application.text("application_id"), signed, null);
        assertThat(replayed.status()).isEqualTo(409);
        assertThat(replayed.code()).isEqualTo("application_used");
        assertThat(holder.state().body().path("generation").asInt()).isEqualTo(1);
    }

    @Test
    void whenAnotherApplicationsSignatureIsSentThenItIsRefused() {
        HolderApp holder = world.somebody();
        Reply mine = holder.apply(false);
        Reply other = holder.apply(false);
        String signed = world.sandbox
                .sign(holder.residentId(), other.text("document"), other.text("type"))
                .expect(200)
                .text("signed");
        assertThat(holder.submit(mine.text("application_id"), signed, null).code())
                .isEqualTo("application_altered");
        assertThat(holder.submit("00000000-0000-4000-8000-000000000000", signed, null)
                        .code())
                .isEqualTo("application_unknown");
    }

    @Test
    void whenTheSmartphoneSignsThenThePersonIsTheSame() {
        HolderApp holder = world.somebody();
        holder.enrol(false).expect(201);
        world.sandbox.event(holder.residentId(), "ISSUE_SMARTPHONE_CERTIFICATE", Map.of());
        Reply issued = submit(holder, Map.of("device", "SMARTPHONE"));
        assertThat(issued.status()).isEqualTo(201);
        assertThat(issued.body().path("generation").asInt()).isEqualTo(2);
    }

    @Test
    void whenThePinIsWrongFiveTimesThenItIsLockedUntilTheCounter() {
        HolderApp holder = world.somebody();
        for (int left = 4; left >= 0; left--) {
            Reply wrong = world.sandbox.sign(holder.residentId(), "{}", "x", Map.of("pin", "WRONG1"));
            assertThat(wrong.status()).isEqualTo(409);
            assertThat(wrong.body().path("triesLeft").asInt(0)).isEqualTo(left);
        }
        assertThat(world.sandbox.sign(holder.residentId(), "{}", "x").code()).isEqualTo("PIN_LOCKED");
        world.sandbox.event(holder.residentId(), "VISIT_COUNTER", Map.of()).expect(201);
        assertThat(holder.enrol(false).status()).isEqualTo(201);
    }
}
