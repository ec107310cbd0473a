package dev.musubi.jpki.fuzz;

import dev.musubi.jpki.attributes.FourAttributesCodec;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestCrls;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.fixture.TestResponder;
import dev.musubi.jpki.fixture.TestSignatures;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.ocsp.OcspAnswer;
import dev.musubi.jpki.revocation.ocsp.OcspError;
import dev.musubi.jpki.revocation.ocsp.OcspQuery;
import dev.musubi.jpki.revocation.ocsp.OcspRequest;
import dev.musubi.jpki.revocation.ocsp.OcspRequestFactory;
import dev.musubi.jpki.revocation.ocsp.OcspResponder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Writes the seed corpus anew: {@code SeedCorpus src/test/resources}. */
public final class SeedCorpus {

    private final Path resources;

    private SeedCorpus(Path resources) {
        this.resources = resources;
    }

    /** @param args the folder of test resources */
    public static void main(String[] args) throws IOException {
        new SeedCorpus(Path.of(args[0])).write();
    }

    private void write() throws IOException {
        TestAuthority rsa = TestAuthority.signature();
        TestAuthority ec =
                TestAuthority.of(JpkiProfile.sandbox(), AuthorityRole.SIGNATURE, KeyAlgorithm.ECDSA_P384_SHA_384, "04");
        TestCertificate certificate = rsa.issue().build();
        TestCertificate ecCertificate =
                ec.issue().attributes(TestResidents.withSubstitute()).build();
        byte[] names = new FourAttributesCodec(JpkiProfile.sandbox()).encode(TestResidents.hanako());
        byte[] list = TestCrls.write(rsa, 7, TestCrls.entries(new Random(1), 20, 20));

        String der = "DerFuzzTestInputs/";
        seed(
                der + "whenBytesAreStrictDerThenTheirValuesAreReadToTheEnd",
                names,
                rsa.kiyose().directoryName());
        seed(
                der + "whenBytesAreReadAsACertificateThenTheyAreReadOrRefused",
                certificate.der(),
                ecCertificate.der(),
                TestAuthority.authentication().issue().build().der());
        seed(der + "whenBytesAreReadAsOtherNamesThenTheyAreReadOrRefused", names);
        seed(
                der + "whenBytesAreReadAsAPartitionThenItsPlacesAreSafeInAPath",
                rsa.kiyose().directoryName());

        OcspRequest request = new OcspRequestFactory(new Random(1)).create(rsa.authority(), BigInteger.valueOf(4711));
        OcspQuery query = OcspResponder.parse(request.der()).orElseThrow();
        byte[] answer = TestResponder.of(rsa)
                .responder()
                .respond(
                        query,
                        item -> new OcspAnswer.Good(),
                        request.nonce(),
                        TestCertificateBuilder.AT,
                        TestCertificateBuilder.AT.plusSeconds(900));
        String revocation = "RevocationFuzzTestInputs/";
        seed(
                revocation + "whenBytesAreReadAsAListThenTheyAreRefusedWithoutHarm",
                list,
                TestCrls.write(ec, 7, List.of()));
        seed(revocation + "whenBytesAreReadAsAnAnswerThenTheStatusIsUnknown", answer, OcspError.TRY_LATER.response());
        seed(revocation + "whenBytesAreReadAsARequestThenTheyAreOneOrNot", request.der());

        byte[] content = {1};
        String signature = "SignatureFuzzTestInputs/";
        seed(
                signature + "whenTextIsReadAsAJwsThenItIsRefusedWithoutHarm",
                TestSignatures.jws(certificate, "{\"display\":\"同意\"}").getBytes(StandardCharsets.UTF_8),
                TestSignatures.jws(ecCertificate, KeyAlgorithm.ECDSA_P384_SHA_384, "t", "{}")
                        .getBytes(StandardCharsets.UTF_8),
                "bnVsbA.e30.".getBytes(StandardCharsets.UTF_8));
        seed(
                signature + "whenBytesAreReadAsCmsThenTheyAreRefusedWithoutHarm",
                TestSignatures.cms(certificate, KeyAlgorithm.RSA_2048_SHA_256, content),
                TestSignatures.cms(ecCertificate, KeyAlgorithm.ECDSA_P384_SHA_384, content));
    }

    private void seed(String folder, byte[]... seeds) throws IOException {
        Path target = Files.createDirectories(resources.resolve("dev/musubi/jpki/fuzz/" + folder));
        for (int i = 0; i < seeds.length; i++) {
            Files.write(target.resolve("seed-" + i), seeds[i]);
        }
    }
}
