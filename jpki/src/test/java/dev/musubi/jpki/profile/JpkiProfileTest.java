package dev.musubi.jpki.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpkiProfileTest {

    private static final String CARD = "1.2.392.200149.8.5.1.1.20";
    private static final String J_LIS_TEST = "1.2.392.200149.8.5.1.0.20";

    @Test
    void whenProductionThenItIsTheProfileOfJLis() {
        JpkiProfile profile = JpkiProfile.production();
        assertThat(profile.environment()).isEqualTo(Environment.PRODUCTION);
        assertThat(profile.organization()).isEqualTo("JPKI");
        assertThat(profile.version()).isEqualTo("jpki-3.2");
        assertThat(profile.kindOf(CARD)).contains(CertificateKind.CARD_SIGNATURE);
        assertThat(profile.kindOf("1.2.392.200149.8.5.1.1.40")).contains(CertificateKind.SMARTPHONE_SIGNATURE);
        assertThat(profile.kindOf("1.2.392.200149.8.5.1.3.30")).contains(CertificateKind.CARD_AUTHENTICATION);
        assertThat(profile.algorithms()).containsExactly(KeyAlgorithm.RSA_2048_SHA_256);
        assertThat(profile.issuerUnit(AuthorityRole.SIGNATURE)).isEqualTo("JPKI for digital signature");
        assertThat(profile.attributeOids().dateOfBirth()).isEqualTo("1.2.392.200149.8.5.5.4");
        assertThat(profile.cps()).hasToString("http://www.jpki.go.jp/cps.html");
    }

    @Test
    void whenProductionThenThePolicyOfTheTestEnvironmentIsForeign() {
        JpkiProfile profile = JpkiProfile.production();
        assertThat(profile.kindOf(J_LIS_TEST)).isEmpty();
        assertThat(profile.isForeign(J_LIS_TEST)).isTrue();
    }

    @Test
    void whenTwoEnvironmentsThenNoPolicyIsAcceptedByBothAndEachNamesTheOthersAsForeign() {
        JpkiProfile production = JpkiProfile.production();
        JpkiProfile sandbox = JpkiProfile.sandbox();
        Set<String> both = new HashSet<>(production.policyOids());
        both.retainAll(sandbox.policyOids());
        assertThat(both).isEmpty();
        assertThat(sandbox.policyOids()).allMatch(production::isForeign);
        assertThat(production.policyOids()).allMatch(sandbox::isForeign);
        assertThat(production.organization()).isNotEqualTo(sandbox.organization());
    }

    @Test
    void whenSandboxThenNoPolicyLiesInTheArcOfJLis() {
        assertThat(JpkiProfile.sandbox().policyOids()).hasSize(4).allMatch(oid -> oid.startsWith("2.25."));
        assertThat(JpkiProfile.sandbox().kinds()).containsExactlyInAnyOrder(CertificateKind.values());
    }

    @ParameterizedTest
    @EnumSource(CertificateKind.class)
    void whenSandboxThenPolicyAndKindAreInverse(CertificateKind kind) {
        JpkiProfile profile = JpkiProfile.sandbox();
        assertThat(profile.kindOf(profile.policyOid(kind))).contains(kind);
        assertThat(profile.keyUsage(kind).contains(KeyUsageBit.NON_REPUDIATION)).isEqualTo(kind.isSignature());
    }

    @Test
    void whenAnEnvironmentHasNoPolicyForAKindThenAskingForItIsAnError() {
        assertThat(JpkiProfile.production().kinds()).doesNotContain(CertificateKind.SMARTPHONE_AUTHENTICATION);
        assertThatThrownBy(() -> JpkiProfile.production().policyOid(CertificateKind.SMARTPHONE_AUTHENTICATION))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenAValidityEndsWithADayInJapanAndIsShortEnoughThenItIsAllowed() {
        JpkiProfile profile = JpkiProfile.production();
        Instant from = Instant.parse("2025-10-27T03:04:05Z");
        assertThat(profile.allowsValidity(from, Instant.parse("2030-02-17T14:59:59Z")))
                .isTrue();
        assertThat(profile.allowsValidity(from, Instant.parse("2031-10-27T14:59:59Z")))
                .isTrue();
        assertThat(profile.allowsValidity(from, Instant.parse("2031-10-28T14:59:59Z")))
                .isFalse();
        assertThat(profile.allowsValidity(from, Instant.parse("2030-02-17T23:59:59Z")))
                .isFalse();
        assertThat(profile.allowsValidity(from, Instant.parse("2020-02-17T14:59:59Z")))
                .isFalse();
    }

    @Test
    void whenANewerSpecificationIsLoadedThenItsAlgorithmsAndValidityHold() throws IOException {
        String next = production()
                .replace("algorithms = RSA_2048_SHA_256", "algorithms = RSA_2048_SHA_256, ECDSA_P384_SHA_384")
                .replace("validity.maximum = P6Y", "validity.maximum = P11Y")
                .replace("version = jpki-3.2", "version = jpki-4.0");
        JpkiProfile profile = load(next);
        assertThat(profile.version()).isEqualTo("jpki-4.0");
        assertThat(profile.algorithms()).contains(KeyAlgorithm.ECDSA_P384_SHA_384);
        assertThat(profile.maximumValidity().getYears()).isEqualTo(11);
        assertThat(profile).hasToString("JpkiProfile[PRODUCTION, jpki-4.0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format",
                "version",
                "environment",
                "organization",
                "issuer.signature.unit",
                "policy.foreign",
                "algorithms",
                "validity.maximum",
                "validity.ends-at",
                "validity.zone",
                "key-usage.signature",
                "cps",
                "attribute.sex"
            })
    void whenAKeyIsMissingThenTheProfileIsNotLoaded(String key) throws IOException {
        String without = production().replaceAll("(?m)^" + key.replace(".", "\\.") + " *=", "other.key =");
        assertThatThrownBy(() -> load(without)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format = 2",
                "environment = STAGING",
                "algorithms = RSA_1024_SHA_1",
                "validity.maximum = six years",
                "validity.ends-at = noon",
                "validity.zone = Asia/Atlantis",
                "policy.foreign = 1.2.392.200149.8.5.1.1.20",
                "key-usage.signature = EVERYTHING"
            })
    void whenAValueMakesNoSenseThenTheProfileIsNotLoaded(String line) throws IOException {
        String wrong = production() + "\n" + line + "\n"; // the last one counts
        assertThatThrownBy(() -> load(wrong)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenTheFileCannotBeReadThenThatIsSaid() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                throw new IOException("broken");
            }
        };
        assertThatThrownBy(() -> JpkiProfile.load(broken)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whenSetsAreHandedOutThenTheyCannotBeChanged() {
        JpkiProfile profile = JpkiProfile.sandbox();
        assertThat(Collections.disjoint(profile.kinds(), Set.of())).isTrue();
        assertThatThrownBy(() -> profile.algorithms().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> profile.kinds().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static String production() throws IOException {
        try (InputStream in = JpkiProfile.class.getResourceAsStream("production.properties")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JpkiProfile load(String text) {
        return JpkiProfile.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
