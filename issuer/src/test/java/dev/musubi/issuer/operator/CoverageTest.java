package dev.musubi.issuer.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.jpki.fixture.TestCertificate;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class CoverageTest extends IssuerTest {

    @Autowired
    private Coverage coverage;

    @Autowired
    private MachineClock machine;

    private List<Coverage.Late> late(String municipality) {
        return coverage.report().late().stream()
                .filter(each -> each.municipality().equals(municipality))
                .toList();
    }

    private void claim(String municipality, Duration left) {
        jdbc.sql("""
                        update work_item set owner = 'the other node', lease = ?, leased_until = ?
                        where kind = 'revocation_list' and work_key =
                          (select partition_id::text from crl_partition where municipality = ?)""")
                .params(UUID.randomUUID(), machine.instant().plus(left).atOffset(ZoneOffset.UTC), municipality)
                .update();
    }

    @Test
    void whenAListIsDueAndHeldButNotAppliedThenItIsLateAndTheReportSaysWhoHoldsIt() {
        TestCertificate person = person();
        String city = municipality(person);
        holder(person, false);
        publish(city, 1, Map.of());
        sweep.all();
        assertThat(late(city)).isEmpty();
        // Due again in an hour; a node takes it then and dies.
        pass(Duration.ofHours(1).plusSeconds(10));
        claim(city, Duration.ofHours(1));
        assertThat(late(city)).as("it has had ten seconds").isEmpty();
        pass(Duration.ofMinutes(3));
        assertThat(late(city)).hasSize(1);
        assertThat(late(city).getFirst().claimedBy()).isEqualTo("the other node");
        assertThat(late(city).getFirst().dueSince()).isBefore(clock.instant());
        claim(city, Duration.ofSeconds(-1));
        assertThat(late(city).getFirst().claimedBy()).as("its lease is over").isNull();
        publish(city, 2, Map.of());
        sweep.due();
        assertThat(late(city)).isEmpty();
    }

    @Test
    void whenWorkWaitsThenItIsCountedByKindAndOutcome() {
        holder(person(), false);
        sweep.all();
        Coverage.Report report = coverage.report();
        assertThat(report.work()).containsKey("revocation_list");
        assertThat(report.work().getOrDefault("revocation_list", Map.of()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(report.lists());
    }
}
