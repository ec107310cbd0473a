package dev.musubi.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MynaProblemTest {

    @Test
    void whenCodesAreGivenThenTheyStayAsTheyWere() {
        assertThat(Arrays.stream(MynaProblem.values()).map(MynaProblem::code))
                .containsExactly(
                        "mynaapp_cancelled",
                        "mynaapp_pin_locked",
                        "mynaapp_certificate_revoked",
                        "mynaapp_certificate_expired",
                        "mynaapp_certificate_missing",
                        "mynaapp_too_late",
                        "mynaapp_server_unreachable",
                        "mynaapp_server_unavailable",
                        "mynaapp_service_refused",
                        "mynaapp_answer_not_understood",
                        "mynaapp_not_begun_here",
                        "mynaapp_token_not_valid",
                        "mynaapp_not_signed",
                        "mynaapp_result_gone",
                        "mynaapp_not_done");
    }

    @Test
    void whenAPersonIsToldThenInBothLanguagesAndWhatMayHelp() {
        for (MynaProblem each : MynaProblem.values()) {
            assertThat(each.sentenceJa()).endsWith("。");
            assertThat(each.sentence()).endsWith(".");
            assertThat(each.remedy()).isNotNull();
        }
        assertThat(MynaProblem.PIN_LOCKED.remedy()).isEqualTo(MynaProblem.Remedy.COUNTER);
        assertThat(MynaProblem.NOT_DONE.remedy()).isEqualTo(MynaProblem.Remedy.TRY_AGAIN);
    }
}
