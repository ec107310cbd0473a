package dev.musubi.issuer.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.State;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.revocation.RevocationReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

class SweepTest extends IssuerTest {

    @Autowired
    private Anchors anchors;

    @Autowired
    private AnchorSettings settings;

    @Autowired
    private Watch watch;

    private State state(HolderId holderId) {
        return privateIds.find(holderId).map(PrivateId::state).orElseThrow();
    }

    private String fault(String municipality) {
        return String.valueOf(value("select last_fault from crl_partition where municipality = ?", municipality));
    }

    @ParameterizedTest
    @CsvSource({
        "AFFILIATION_CHANGED, REISSUE_REQUIRED",
        "SUPERSEDED, REISSUE_REQUIRED",
        "UNSPECIFIED, REISSUE_REQUIRED",
        "KEY_COMPROMISE, SUSPENDED",
        "CA_COMPROMISE, SUSPENDED",
        "CERTIFICATE_HOLD, SUSPENDED",
        "CESSATION_OF_OPERATION, ENDED"
    })
    void whenAnAnchorIsOnTheListThenTheStateFollowsTheReason(RevocationReason reason, State expected) {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        publish(municipality(person), 1, Map.of(person, reason));
        assertThat(sweep.all().revoked()).isEqualTo(1);
        assertThat(state(holderId)).isEqualTo(expected);
        assertThat(anchors.current(holderId).orElseThrow().state()).isEqualTo(AnchorState.REVOKED);
        assertThat(anchors.current(holderId).orElseThrow().reason()).isEqualTo(reason);
    }

    @Test
    void whenNobodyOfOursIsOnTheListThenOnlyTheAsOfTimeMoves() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        Instant before = anchors.current(holderId).orElseThrow().asOf();
        pass(Duration.ofHours(20));
        publish(municipality(person), 1, Map.of(person(municipality(person)), RevocationReason.SUPERSEDED));
        assertThat(sweep.all().revoked()).isZero();
        assertThat(state(holderId)).isEqualTo(State.ACTIVE);
        assertThat(anchors.current(holderId).orElseThrow().asOf()).isAfter(before);
    }

    @Test
    void whenTheListIsSweptTwiceThenNothingHappensTwice() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        assertThat(sweep.all().revoked()).isEqualTo(1);
        assertThat(sweep.all().revoked()).isZero();
        assertThat(value("select count(*) from transition where holder_id = ?", holderId))
                .isEqualTo(2L);
    }

    @Test
    void whenOnlyTheSecondListNamesTheAnchorThenItIsFoundByTheDifference() {
        TestCertificate person = person();
        String city = municipality(person);
        HolderId holderId = holder(person, false);
        Map<TestCertificate, RevocationReason> revoked =
                new HashMap<>(Map.of(person(city), RevocationReason.SUPERSEDED));
        publish(city, 1, revoked);
        assertThat(sweep.all().revoked()).isZero();
        pass(Duration.ofDays(1));
        revoked.put(person, RevocationReason.AFFILIATION_CHANGED);
        publish(city, 2, revoked);
        assertThat(sweep.all().revoked()).isEqualTo(1);
        assertThat(state(holderId)).isEqualTo(State.REISSUE_REQUIRED);
    }

    @Test
    void whenTheLastListIsLostThenTheNextIsGoneThroughWhole() throws IOException {
        TestCertificate person = person();
        String city = municipality(person);
        HolderId holderId = holder(person, false);
        publish(city, 1, Map.of());
        sweep.all();
        try (Stream<Path> files = Files.walk(settings.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        pass(Duration.ofDays(1));
        publish(city, 2, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        assertThat(sweep.all().revoked()).isEqualTo(1);
        assertThat(state(holderId)).isEqualTo(State.REISSUE_REQUIRED);
    }

    @Test
    void whenSomebodyEnrolsOnAnAnswerOlderThanTheListThenTheNextListFindsThem() {
        TestCertificate neighbour = person();
        String city = municipality(neighbour);
        holder(neighbour, false);
        TestCertificate person = person(city);
        publish(city, 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        // OCSP lags behind the list and still says good.
        HolderId holderId = holder(person, false);
        pass(Duration.ofHours(1));
        publish(city, 2, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        assertThat(sweep.all().revoked()).isEqualTo(1);
        assertThat(state(holderId)).isEqualTo(State.REISSUE_REQUIRED);
    }

    @Test
    void whenTheListIsOlderThanTheLastThenItIsRefusedAndTheLastOneStands() {
        TestCertificate person = person();
        String city = municipality(person);
        HolderId holderId = holder(person, false);
        publish(city, 5, Map.of());
        sweep.all();
        publish(city, 4, Map.of(person, RevocationReason.SUPERSEDED));
        assertThat(sweep.all().failed()).isPositive();
        assertThat(state(holderId)).isEqualTo(State.ACTIVE);
        assertThat(value("select crl_number::bigint from crl_partition where municipality = ?", city))
                .isEqualTo(5L);
        assertThat(fault(city)).isNotEqualTo("null");
    }

    @Test
    void whenTheListIsAnothersCutShortOrForgedThenItIsRefused() {
        TestCertificate person = person();
        String city = municipality(person);
        HolderId holderId = holder(person, false);
        Map<TestCertificate, RevocationReason> revoked = Map.of(person, RevocationReason.AFFILIATION_CHANGED);
        byte[] right = list(AUTHORITY, city, 1, clock.instant(), revoked);
        TestAuthority otherKey = TestAuthority.of(AuthorityRole.SIGNATURE, "02");
        for (byte[] wrong : new byte[][] {
            list(AUTHORITY, "Elsewhere", 1, clock.instant(), revoked),
            list(otherKey, city, 1, clock.instant(), revoked),
            Arrays.copyOf(right, right.length - 1),
            new byte[0],
            "<html>maintenance</html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            list(AUTHORITY, city, 1, clock.instant().minus(Duration.ofDays(9)), revoked)
        }) {
            jlis.lists.put(city, wrong);
            assertThat(sweep.all().revoked()).isZero();
            assertThat(state(holderId)).isEqualTo(State.ACTIVE);
            assertThat(fault(city)).isNotEqualTo("null");
        }
        jlis.lists.put(city, right);
        assertThat(sweep.all().revoked()).isEqualTo(1);
        assertThat(fault(city)).isEqualTo("null");
    }

    @Test
    void whenJlisIsDarkThenTheAsOfTimeStaysAndFailuresAreCounted() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        Instant before = anchors.current(holderId).orElseThrow().asOf();
        jlis.dark = true;
        pass(Duration.ofHours(40));
        sweep.all();
        pass(Duration.ofHours(1));
        sweep.all();
        assertThat(anchors.current(holderId).orElseThrow().asOf()).isEqualTo(before);
        assertThat(value("select failures from crl_partition where municipality = ?", municipality(person)))
                .isEqualTo(2);
    }

    @Test
    void whenTheTermRunsOutThenTheAnchorExpires() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        clock.moveTo(person.read(AUTHORITY.profile()).notAfter().plusSeconds(1));
        watch.tick();
        assertThat(anchors.current(holderId).orElseThrow().state()).isEqualTo(AnchorState.EXPIRED);
        assertThat(state(holderId)).isEqualTo(State.REISSUE_REQUIRED);
    }

    @Test
    void whenTheHolderHasReissuedThenTheOldCertificateNoLongerMatters() {
        TestCertificate before = person();
        TestCertificate after = person();
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        HolderId holderId = holder(before, false);
        holder(after, false);
        publish(municipality(before), 1, Map.of(before, RevocationReason.SUPERSEDED));
        assertThat(sweep.all().revoked()).isZero();
        assertThat(state(holderId)).isEqualTo(State.ACTIVE);
    }
}
