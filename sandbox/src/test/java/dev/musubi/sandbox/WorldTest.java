package dev.musubi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.sandbox.authority.Authority;
import dev.musubi.sandbox.fixture.TestWorld;
import dev.musubi.sandbox.journal.JournalException;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.LifeEventRequest;
import dev.musubi.sandbox.register.LifeEventType;
import dev.musubi.sandbox.register.LifeOutcome;
import dev.musubi.sandbox.register.Resident;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {

    @TempDir
    Path folder;

    @Test
    void whenBegunThenEachAuthorityHasTwoGenerationsOfOneName() throws Exception {
        try (TestWorld test = TestWorld.in(folder)) {
            List<Authority> all = test.world().authorities().all();
            assertThat(all).hasSize(4);
            for (AuthorityRole role : AuthorityRole.values()) {
                List<Authority> generations =
                        all.stream().filter(a -> a.role() == role).toList();
                assertThat(generations).extracting(Authority::generation).containsExactly(1, 2);
                assertThat(generations.getFirst().certificate().getSubjectX500Principal())
                        .isEqualTo(generations.getLast().certificate().getSubjectX500Principal());
                assertThat(generations.getFirst().keyId())
                        .isNotEqualTo(generations.getLast().keyId());
                assertThat(generations
                                .getFirst()
                                .certificate()
                                .getSubjectX500Principal()
                                .getName())
                        .contains("O=JPKI-SANDBOX");
            }
            assertThat(folder.resolve("authorities")).isDirectoryContaining("glob:**signature-02.pem");
            assertThat(Files.readString(folder.resolve("authorities/authentication-01.pem")))
                    .startsWith("-----BEGIN CERTIFICATE-----");
            for (String file : List.of("ca.pem", "server.p12", "verifier.p12", "truststore.p12")) {
                assertThat(folder.resolve("tls").resolve(file)).exists();
            }
        }
    }

    @Test
    void whenTheNewestGenerationIsNearItsEndThenTheNextBeginsByItself() {
        try (TestWorld test = TestWorld.in(folder)) {
            test.world().clock().set(TestWorld.START.plus(Duration.ofDays(365 * 8 + 100)), false);
            LifeOutcome outcome =
                    test.world().register().live(1, LifeEventRequest.of(LifeEventType.VISIT_COUNTER), test.now());
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            LifeOutcome.Happened.class,
                            visit -> assertThat(visit.issued())
                                    .allSatisfy(c -> assertThat(c.generation()).isEqualTo(3)));
            assertThat(folder.resolve("authorities/signature-03.pem")).exists();
            test.reopen();
            assertThat(test.world().authorities().all()).hasSize(6);
        }
    }

    @Test
    void whenRolledOverThenOldCertificatesKeepTheirIssuerAndNewOnesHaveTheNext() {
        try (TestWorld test = TestWorld.in(folder)) {
            Authority next = test.world().authorities().rollOver(AuthorityRole.SIGNATURE, test.now());
            assertThat(next.generation()).isEqualTo(3);
            test.world().register().live(1, LifeEventRequest.of(LifeEventType.RENEW), test.now());
            Resident resident = test.world().register().find(1).orElseThrow();
            CertificateRecord renewed =
                    resident.live(CertificateKind.CARD_SIGNATURE, test.now()).orElseThrow();
            assertThat(test.world().certificates().authorityOf(renewed)).isEqualTo(next);
            assertThat(test.world().authorities().trusted().find(next.keyId())).isPresent();
            assertThat(resident.live(CertificateKind.CARD_AUTHENTICATION, test.now())
                            .orElseThrow()
                            .generation())
                    .isEqualTo(2);
        }
    }

    @Test
    void whenACertificateIsMadeThenItNeverChanges() {
        try (TestWorld test = TestWorld.in(folder)) {
            CertificateRecord record =
                    test.world().register().find(1).orElseThrow().certificates().getFirst();
            byte[] der = test.world().certificates().issued(record).der();
            assertThat(test.world().certificates().issued(record).der()).isEqualTo(der);
            test.reopen();
            assertThat(test.world().certificates().issued(record).der()).isEqualTo(der);
            assertThat(test.world()
                            .certificates()
                            .find(test.world().certificates().idOf(record)))
                    .contains(record);
        }
    }

    @Test
    void whenThereAreAHundredThousandThenNothingIsMadeForThem() throws Exception {
        try (TestWorld test = TestWorld.withResidents(folder, 100_000)) {
            assertThat(test.world().register().size()).isEqualTo(100_000);
            Resident last = test.world().register().find(100_000).orElseThrow();
            assertThat(last.id()).isEqualTo("R100000");
            CertificateRecord record = last.certificates().getFirst();
            assertThat(test.world()
                            .certificates()
                            .find(test.world().certificates().idOf(record)))
                    .contains(record);
            assertThat(test.world().register().find(100_001)).isEmpty();
            assertThat(Files.size(folder.resolve("journal"))).isLessThan(64 << 10);
        }
    }

    @Test
    void whenTheFolderIsInUseThenASecondSandboxIsRefused() {
        try (TestWorld first = TestWorld.in(folder)) {
            assertThatThrownBy(() -> TestWorld.in(folder)).isInstanceOf(JournalException.class);
            assertThat(first.world().register().size()).isEqualTo(50);
        }
    }

    @Test
    void whenOptionsAreShortThenTheyStandForProperties() {
        assertThat(SandboxApplication.properties("--residents", "10", "--seed=7", "--server.port=1"))
                .containsExactly("--musubi.sandbox.residents=10", "--musubi.sandbox.seed=7", "--server.port=1");
        assertThat(SandboxApplication.properties("--seed")).containsExactly("--musubi.sandbox.seed");
    }
}
