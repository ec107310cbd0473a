package dev.musubi.issuer.privateid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class TermWatchTest extends IssuerTest {

    @Autowired
    private TermWatch watch;

    private PrivateId find(HolderId holderId) {
        return privateIds.find(holderId).orElseThrow();
    }

    /** People whose private IDs end at the same moment. */
    private List<HolderId> people(int count) {
        List<HolderId> all = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            all.add(holder(person(), false));
        }
        return all;
    }

    private void afterTheTermOf(List<HolderId> people) {
        clock.moveTo(people.stream()
                .map(each -> find(each).validUntil())
                .max(Instant::compareTo)
                .orElseThrow()
                .plusSeconds(1));
    }

    @Test
    void whenTheTermIsNotOutThenNothingEnds() {
        HolderId holderId = people(1).getFirst();
        clock.moveTo(find(holderId).validUntil().minus(Duration.ofSeconds(30)));
        watch.tick();
        assertThat(find(holderId).state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void whenTheTermIsOutThenItEndsOnce() {
        List<HolderId> people = people(2);
        afterTheTermOf(people);
        watch.tick();
        watch.tick();
        for (HolderId each : people) {
            assertThat(find(each).state()).isEqualTo(State.ENDED);
            assertThat(find(each).cause()).isEqualTo(Cause.ID_EXPIRED);
            assertThat(value("select count(*) from transition where holder_id = ?", each))
                    .isEqualTo(2L);
        }
    }

    @Test
    void whenOneCannotEndThenAllOthersDoAndItDoesLater() {
        List<HolderId> people = people(3);
        HolderId poisoned = first(people);
        afterTheTermOf(people);
        failing("private_id", poisoned, watch::tick);
        for (HolderId each : people) {
            assertThat(find(each).state()).isEqualTo(each.equals(poisoned) ? State.ACTIVE : State.ENDED);
        }
        watch.tick();
        assertThat(find(poisoned).state()).isEqualTo(State.ENDED);
    }
}
