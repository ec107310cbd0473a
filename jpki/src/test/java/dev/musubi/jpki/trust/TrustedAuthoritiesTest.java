package dev.musubi.jpki.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedAuthoritiesTest {

    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();
    private static final JpkiProfile PRODUCTION = JpkiProfile.production();

    @TempDir
    private Path folder;

    private static TestAuthority production(String generation) {
        return TestAuthority.of(PRODUCTION, AuthorityRole.SIGNATURE, KeyAlgorithm.RSA_2048_SHA_256, generation);
    }

    private static String pem(X509Certificate certificate) throws CertificateEncodingException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static void assertRefused(JpkiProfile profile, X509Certificate certificate, AuthorityFault fault) {
        assertThatThrownBy(() -> TrustedAuthorities.none(profile).with(certificate))
                .isInstanceOfSatisfying(
                        AuthorityRefusedException.class,
                        e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.25.9", "2.5.29.30", "2.5.29.36", "2.5.29.54"})
    void whenARootHasACriticalExtensionThatIsNotLookedAtThenItIsRefused(String oid) {
        TestAuthority root = TestAuthority.signature();
        // Of name constraints, policy constraints and inhibitAnyPolicy the JDK knows the form and here does nothing
        // with it.
        ASN1Encodable value = oid.equals("2.5.29.54") ? new ASN1Integer(0) : new DERSequence();
        assertRefused(SANDBOX, root.with(oid, true, value), AuthorityFault.UNKNOWN_CRITICAL_EXTENSION);
        if (oid.startsWith("2.25")) {
            assertThat(TrustedAuthorities.none(SANDBOX)
                            .with(root.with(oid, false, value))
                            .all())
                    .hasSize(1);
        }
    }

    @Test
    void whenSeveralGenerationsShareANameThenEachIsFoundByItsKey() {
        TestAuthority first = TestAuthority.of(AuthorityRole.SIGNATURE, "01");
        TestAuthority second = TestAuthority.of(AuthorityRole.SIGNATURE, "02");
        TestAuthority authentication = TestAuthority.authentication();
        assertThat(first.certificate().getSubjectX500Principal())
                .isEqualTo(second.certificate().getSubjectX500Principal());
        TrustedAuthorities authorities = TrustedAuthorities.none(SANDBOX)
                .with(first.certificate())
                .with(second.certificate())
                .with(authentication.certificate());
        assertThat(authorities.all()).hasSize(3);
        assertThat(authorities.find(second.keyId())).hasValueSatisfying(found -> {
            assertThat(found.certificate()).isEqualTo(second.certificate());
            assertThat(found.role()).isEqualTo(AuthorityRole.SIGNATURE);
            assertThat(found.sha256()).hasSize(64);
        });
        assertThat(authorities.find(authentication.keyId()).orElseThrow().role())
                .isEqualTo(AuthorityRole.AUTHENTICATION);
        assertThat(authorities.find(new AuthorityKeyId("0".repeat(40)))).isEmpty();
    }

    @Test
    void whenOneIsAddedThenTheEarlierSetStaysAsItWas() {
        TrustedAuthorities before = TestAuthority.signature().trusted();
        TrustedAuthorities after =
                before.with(TestAuthority.of(AuthorityRole.SIGNATURE, "02").certificate());
        assertThat(before.all()).hasSize(1);
        assertThat(after.all()).hasSize(2);
        assertThat(after.with(TestAuthority.signature().certificate())).isSameAs(after);
    }

    @Test
    void whenProductionThenOnlyKnownFingerprintsAreTaken() {
        TestAuthority unknown = production("fake");
        assertRefused(PRODUCTION, unknown.certificate(), AuthorityFault.UNKNOWN_FINGERPRINT);
        String fingerprint = TrustedAuthoritiesTest.fingerprintOf(unknown);
        assertThat(TrustedAuthorities.none(PRODUCTION, Set.of(fingerprint))
                        .with(unknown.certificate())
                        .all())
                .hasSize(1);
        String withColons = fingerprint.toUpperCase(java.util.Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
        assertThat(TrustedAuthorities.none(PRODUCTION, Set.of(withColons))
                        .with(unknown.certificate())
                        .all())
                .hasSize(1);
    }

    private static String fingerprintOf(TestAuthority authority) {
        try {
            TrustedAuthorities.none(PRODUCTION).with(authority.certificate());
            throw new AssertionError("was taken");
        } catch (AuthorityRefusedException e) {
            return String.valueOf(e.getMessage()).replaceAll(".*\\(([0-9a-f]{64})\\)", "$1");
        }
    }

    @Test
    void whenTheEnvironmentIsAnotherThenItIsRefused() {
        assertRefused(PRODUCTION, TestAuthority.signature().certificate(), AuthorityFault.WRONG_NAME);
        assertRefused(SANDBOX, production("fake").certificate(), AuthorityFault.WRONG_NAME);
    }

    @Test
    void whenTheFingerprintConfiguredIsNoneThenThatIsSaid() {
        assertThatThrownBy(() -> TrustedAuthorities.none(PRODUCTION, Set.of("abc")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenTheCertificateIsNotARootAuthoritysThenItIsRefused() {
        TestAuthority right = TestAuthority.signature();
        assertRefused(SANDBOX, right.issue().build().x509(), AuthorityFault.WRONG_NAME);
        assertRefused(
                SANDBOX,
                with(new KeyUsage(KeyUsage.digitalSignature), true).certificate(),
                AuthorityFault.NOT_AN_AUTHORITY);
        assertRefused(SANDBOX, with(new KeyUsage(6), false).certificate(), AuthorityFault.NOT_AN_AUTHORITY);
        TestAuthority weak = TestAuthority.of(
                SANDBOX,
                AuthorityRole.SIGNATURE,
                KeyAlgorithm.RSA_2048_SHA_256,
                TestKeys.rsa(1024, "weak"),
                "JPKI-SANDBOX",
                new KeyUsage(6),
                true);
        assertRefused(SANDBOX, weak.certificate(), AuthorityFault.ALGORITHM_NOT_ALLOWED);
    }

    private static TestAuthority with(KeyUsage usage, boolean ca) {
        return TestAuthority.of(
                SANDBOX,
                AuthorityRole.SIGNATURE,
                KeyAlgorithm.RSA_2048_SHA_256,
                TestKeys.rsa(2048, "holder"),
                "JPKI-SANDBOX",
                usage,
                ca);
    }

    @Test
    void whenACertificateIsIssuedByAnAuthorityRatherThanItselfThenItIsRefused() {
        TestAuthority authority = TestAuthority.signature();
        X509Certificate crossSigned = TestAuthority.crossSigned(
                        TestAuthority.of(AuthorityRole.SIGNATURE, "02"), authority)
                .certificate();
        assertRefused(SANDBOX, crossSigned, AuthorityFault.NOT_SELF_SIGNED);
    }

    @Test
    void whenAFolderIsReadThenAllItsCertificatesAreThere() throws Exception {
        Files.writeString(folder.resolve("a.pem"), pem(TestAuthority.signature().certificate()));
        Files.writeString(
                folder.resolve("b.pem"),
                pem(TestAuthority.of(AuthorityRole.SIGNATURE, "02").certificate())
                        + pem(TestAuthority.authentication().certificate()));
        Files.writeString(folder.resolve("readme.txt"), "not a certificate");
        assertThat(TrustedAuthorities.fromPemFolder(folder, SANDBOX).all()).hasSize(3);
    }

    @Test
    void whenAFolderHoldsOneThatIsNotToBeTrustedThenNoneIsLoaded() throws Exception {
        Files.writeString(folder.resolve("a.pem"), pem(TestAuthority.signature().certificate()));
        Files.writeString(folder.resolve("b.pem"), pem(production("fake").certificate()));
        assertThatThrownBy(() -> TrustedAuthorities.fromPemFolder(folder, SANDBOX))
                .isInstanceOf(AuthorityRefusedException.class);
    }

    @Test
    void whenAFileIsNoCertificateThenThatIsSaid() throws Exception {
        for (String content :
                new String[] {"", "junk", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"}) {
            Files.writeString(folder.resolve("a.crt"), content, StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> TrustedAuthorities.fromPemFolder(folder, SANDBOX))
                    .isInstanceOfSatisfying(
                            AuthorityRefusedException.class,
                            e -> assertThat(e.fault()).isEqualTo(AuthorityFault.MALFORMED));
        }
        Files.write(folder.resolve("a.crt"), new byte[300_000]);
        assertThatThrownBy(() -> TrustedAuthorities.fromPemFolder(folder, SANDBOX))
                .isInstanceOf(AuthorityRefusedException.class);
    }

    @Test
    void whenTheKnownRootsAreAskedThenTheyAreTheOnesOfJLis() {
        assertThat(KnownRoots.label("d227f6cde11d35c5252178f106f843d24651944975413b539fa2fb68dbfa365f"))
                .contains("signature 03");
        assertThat(KnownRoots.label("64114f29620c24ed2631d46476a040e7ee740d956089c00b036a6a8118c322b5"))
                .contains("authentication 03");
        assertThat(KnownRoots.label("0".repeat(64))).isEmpty();
    }

    @Test
    void whenPrintedThenEnvironmentAndAuthoritiesAreNamed() {
        assertThat(TestAuthority.signature().trusted().toString())
                .contains("SANDBOX")
                .contains(TestAuthority.signature().keyId().hex());
        for (AuthorityFault fault : AuthorityFault.values()) {
            assertThat(fault.code()).startsWith("authority_");
            assertThat(fault.sentence()).endsWith(".");
        }
    }
}
