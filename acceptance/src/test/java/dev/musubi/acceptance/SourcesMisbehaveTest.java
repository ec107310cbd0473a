package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Reply;
import dev.musubi.app.demo.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** J-LIS answers wrongly, or not at all: never taken for good, nothing lost, and all catches up. */
class SourcesMisbehaveTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static World world;

    @BeforeAll
    static void begin() {
        world = World.begin("sources");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    @AfterEach
    void mend() {
        world.sandbox.faults(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OCSP_UNSIGNED",
                "OCSP_STALE",
                "OCSP_WRONG_RESPONDER",
                "OCSP_WRONG_NONCE",
                "OCSP_NO_NONCE",
                "OCSP_TRY_LATER",
                "OCSP_HTML",
                "OCSP_HANGS",
                "OCSP_HUGE"
            })
    void whenOcspIsWrongThenTheListDecidesAndWithoutOneItIsUnknown(String fault) {
        HolderApp holder = world.somebody();
        world.sandbox.faults(List.of(fault, "CRL_TRUNCATED"));
        Reply application = holder.apply(false);
        String signed = world.sandbox
                .sign(holder.residentId(), application.text("document"), application.text("type"))
                .expect(200)
                .text("signed");
        long before = world.privateIds();
        Reply refused = holder.submit(application.text("application_id"), signed, null);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("certificate_status_unknown");
        assertThat(world.privateIds()).isEqualTo(before);
        world.sandbox.faults(List.of(fault));
        assertThat(holder.submit(application.text("application_id"), signed, null)
                        .status())
                .as("by the list")
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CRL_TRUNCATED",
                "CRL_OTHER_MUNICIPALITY",
                "CRL_HUGE",
                "CRL_UNKNOWN_CRITICAL_EXTENSION",
                "CRL_WRONG_KEY",
                "CRL_EXPIRED"
            })
    void whenTheListIsWrongThenItIsNotAppliedAndTheRightOneIsLater(String fault) {
        HolderApp holder = world.holder(false);
        world.sandbox.faults(List.of(fault));
        world.move(holder, false);
        world.sandbox.publish();
        world.operator().sweep(true).expect(200);
        assertThat(holder.state().text("state")).isEqualTo("ACTIVE");
        world.sandbox.faults(List.of());
        Await.until(
                "the right list is applied",
                PATIENCE,
                () -> holder.state().text("state").equals("REISSUE_REQUIRED"));
    }

    @Test
    void whenTheListGoesBackThenTheNewerOneStands() {
        HolderApp holder = world.holder(false);
        world.sandbox.publish();
        world.move(holder, false);
        world.sandbox.publish();
        Await.until("noticed", PATIENCE, () -> holder.state().text("state").equals("REISSUE_REQUIRED"));
        world.sandbox.faults(List.of("CRL_OLDER"));
        world.operator().sweep(true).expect(200);
        assertThat(holder.state().text("state")).isEqualTo("REISSUE_REQUIRED");
    }

    @Test
    void whenTheVerifierServicesAreDownThenEnrolmentWaitsAndStandingGoesOn() {
        HolderApp known = world.holder(false);
        String subject = world.atBank(known);
        HolderApp holder = world.somebody();
        world.sandbox.faults(List.of("VERIFIER_SERVICES_DOWN"));
        Reply refused = holder.enrol(false);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("person_not_determined");
        assertThat(world.bank().standing(subject, "PT15M").expect(200).text("state"))
                .as("OCSP still answers")
                .isEqualTo("ACTIVE");
        world.sandbox.faults(List.of());
        assertThat(holder.enrol(false).status()).isEqualTo(201);
    }

    @Test
    void whenAllIsDownThenStandingSaysHowOldItsAnswerIs() {
        HolderApp holder = world.holder(false);
        String subject = world.atBank(holder);
        world.sandbox.faults(List.of("ALL_DOWN"));
        Await.until(
                "the last answer has an age",
                PATIENCE,
                () -> world.bank()
                                .standing(subject, "PT0S")
                                .expect(200)
                                .body()
                                .path("age_seconds")
                                .asInt()
                        >= 1);
        Reply standing = world.bank().standing(subject, "PT0S").expect(200);
        assertThat(standing.text("state")).isEqualTo("ACTIVE");
        assertThat(standing.body().path("fresh").asBoolean(true)).isFalse();
        assertThat(standing.text("action")).isEqualTo("DECIDE_BY_POLICY");
    }
}
