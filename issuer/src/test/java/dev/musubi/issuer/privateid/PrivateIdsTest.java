package dev.musubi.issuer.privateid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class PrivateIdsTest extends IssuerTest {

    private static final List<Cause> WITHOUT_A_GENERATION = List.of(
            Cause.ANCHOR_CONTENT_CHANGED,
            Cause.ANCHOR_SUPERSEDED,
            Cause.ANCHOR_EXPIRED,
            Cause.ANCHOR_WITHDRAWN,
            Cause.KEY_IN_DOUBT,
            Cause.CESSATION,
            Cause.PAUSED,
            Cause.RESUMED,
            Cause.WITHDRAWN,
            Cause.ID_EXPIRED);

    @Autowired
    private AuditLog audit;

    @Test
    void whenCausesComeInAnyOrderThenStateAndHistoryFollowTheTable() {
        long seed = new Random().nextLong();
        System.out.println("PrivateIdsTest seed " + seed);
        Random random = new Random(seed);
        for (int life = 0; life < 5; life++) {
            HolderId holderId = holder(person(), false);
            LifeState model = LifeState.ACTIVE;
            int transitions = 1;
            for (int step = 0; step < 12; step++) {
                Cause cause = WITHOUT_A_GENERATION.get(random.nextInt(WITHOUT_A_GENERATION.size()));
                Optional<LifeState> next = LifeCycle.next(model, cause);
                Optional<PrivateId> changed =
                        holders.locking(holderId, () -> privateIds.apply(holderId, cause, clock.instant(), "test"));
                assertThat(changed.map(PrivateId::lifeState)).isEqualTo(next);
                transitions += next.isPresent() ? 1 : 0;
                model = next.orElse(model);
                assertThat(privateIds.find(holderId).orElseThrow().lifeState()).isEqualTo(model);
            }
            assertThat(value("select count(*) from transition where holder_id = ?", holderId))
                    .isEqualTo((long) transitions);
            assertThat(audit.firstBroken(holderId)).isZero();
        }
    }

    @Test
    void whenReissuedThenOneGenerationEndsWhereTheNextBegins() {
        TestCertificate before = person();
        TestCertificate after = person();
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        HolderId holderId = holder(before, false);
        pass(Duration.ofDays(3));
        assertThat(holder(after, false)).isEqualTo(holderId);
        List<Generation> generations = privateIds.generations(holderId);
        assertThat(generations).hasSize(2);
        assertThat(generations.get(0).endedAt()).isEqualTo(generations.get(1).beganAt());
        assertThat(generations.get(1).endedAt()).isNull();
        assertThat(generations.get(1).anchorId())
                .isNotEqualTo(generations.get(0).anchorId());
    }

    @Test
    void whenThePauseEndsAndTheAnchorDiedMeanwhileThenAReissueIsRequired() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.PAUSED, clock.instant(), "holder"));
        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        assertThat(privateIds.find(holderId).orElseThrow().cause()).isEqualTo(Cause.PAUSED);
        Optional<PrivateId> resumed = holders.locking(holderId, () -> privateIds.resume(holderId, clock.instant()));
        assertThat(resumed.orElseThrow().state()).isEqualTo(State.REISSUE_REQUIRED);
        assertThat(resumed.orElseThrow().cause()).isEqualTo(Cause.ANCHOR_CONTENT_CHANGED);
        // Issued, paused, resumed: one act is one transition.
        assertThat(value("select count(*) from transition where holder_id = ?", holderId))
                .isEqualTo(3L);
    }

    @Test
    void whenTheKeyIsInDoubtThenNobodyResumesIt() {
        HolderId holderId = holder(person(), false);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.KEY_IN_DOUBT, clock.instant(), "system"));
        assertThat(holders.locking(holderId, () -> privateIds.resume(holderId, clock.instant())))
                .isEmpty();
        assertThat(privateIds.find(holderId).orElseThrow().state()).isEqualTo(State.SUSPENDED);
    }
}
