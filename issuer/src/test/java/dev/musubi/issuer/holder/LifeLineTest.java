package dev.musubi.issuer.holder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.message.Catalogue;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class LifeLineTest extends IssuerTest {

    @Autowired
    private Anchors anchors;

    private LifeLine of(HolderId holderId) {
        LifeLine life = LifeLine.of(
                privateIds.find(holderId).orElseThrow(),
                anchors.lives(holderId),
                privateIds.generations(holderId),
                clock.instant());
        for (LifeLine.Bar bar : life.bars()) {
            assertThat(bar.from()).isBetween(0, LifeLine.WIDTH);
            assertThat(bar.from() + bar.past() + bar.ahead()).isBetween(bar.from() + 1, LifeLine.WIDTH);
            assertThat(bar.top()).isBetween(1, life.height());
        }
        assertThat(life.events()).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
        Instant now = clock.instant();
        assertThat(life.events()).allSatisfy(event -> {
            assertThat(event.ahead())
                    .as(event.key())
                    .isEqualTo(event.at().instant().isAfter(now));
            for (Language language : Language.values()) {
                assertThat(Catalogue.text(language, event.key(), event.number()))
                        .isNotEmpty();
            }
        });
        return life;
    }

    @Test
    void whenAPrivateIdIsNewThenItsEndsLieAhead() {
        LifeLine life = of(holder(person(), false));
        assertThat(life.bars())
                .extracting(LifeLine.Bar::what)
                .containsExactly(LifeLine.What.PRIVATE_ID, LifeLine.What.GOOD);
        assertThat(life.events())
                .extracting(LifeLine.Event::key)
                .containsExactly("life.issued", "life.renewable", "life.expires", "life.ends");
        assertThat(life.issues()).hasSize(1);
        assertThat(life.years()).isNotEmpty().hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void whenTheCertificateWasReplacedThenBothStandInTheLine() {
        TestCertificate before = person();
        TestCertificate after = person();
        HolderId holderId = holder(before, false);
        pass(Duration.ofDays(10));
        publish(municipality(before), 1, Map.of(before, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        pass(Duration.ofDays(10));
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        assertThat(holder(after, false)).isEqualTo(holderId);
        LifeLine life = of(holderId);
        assertThat(life.bars())
                .extracting(LifeLine.Bar::what)
                .containsExactly(LifeLine.What.PRIVATE_ID, LifeLine.What.DEAD, LifeLine.What.GOOD);
        assertThat(life.events())
                .extracting(LifeLine.Event::key)
                .containsExactly(
                        "life.issued", "life.changed", "life.reissued", "life.renewable", "life.expires", "life.ends");
        assertThat(life.issues()).hasSize(2);
    }

    @Test
    void whenThePrivateIdHasEndedThenNothingOfItLiesAhead() {
        HolderId holderId = holder(person(), false);
        pass(Duration.ofDays(1));
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.WITHDRAWN, clock.instant(), "holder"));
        LifeLine life = of(holderId);
        assertThat(life.bars().getFirst().ahead()).isZero();
        assertThat(life.events())
                .extracting(LifeLine.Event::key)
                .contains("life.ended")
                .doesNotContain("life.ends");
    }
}
