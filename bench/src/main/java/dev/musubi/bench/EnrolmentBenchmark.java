package dev.musubi.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.fixture.TestResponder;
import dev.musubi.jpki.fixture.TestSignatures;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.ocsp.OcspAnswer;
import dev.musubi.jpki.revocation.ocsp.OcspPolicy;
import dev.musubi.jpki.revocation.ocsp.OcspQuery;
import dev.musubi.jpki.revocation.ocsp.OcspRequest;
import dev.musubi.jpki.revocation.ocsp.OcspRequestFactory;
import dev.musubi.jpki.revocation.ocsp.OcspResponder;
import dev.musubi.jpki.revocation.ocsp.OcspResponseVerifier;
import dev.musubi.jpki.trust.TrustedAuthority;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.VerificationOutcome;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What verifying an enrolment takes: the holder's JWS, the certificate's path, and the OCSP answer, against the three bare
 * RSA-2048 verifications that cannot be saved, over the same bytes, with the same provider.
 *
 * <p>There are 2,048 different certificates, more than the JDK's cache of parsed certificates holds, and as many
 * documents and OCSP answers, so nothing is verified twice in a row. The garbage collector is the serial one: a collector
 * with threads of its own would let another core do part of the work.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 8, time = 3)
@Measurement(iterations = 6, time = 3)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@SuppressWarnings("NullAway.Init") // JMH fills the fields in @Setup
public class EnrolmentBenchmark {

    private static final int ENROLMENTS = 2048;
    private static final int HOLDER_KEYS = 32;
    private static final Instant AT = TestCertificateBuilder.AT;

    /** Whose RSA and SHA-256. */
    @Param({"JDK", "Corretto"})
    public String provider;

    private record Signed(PublicKey key, byte[] bytes, byte[] signature) {}

    private record Enrolment(String jws, OcspRequest request, byte[] response, Signed[] bare, byte[] holderKey) {}

    private Enrolment[] enrolments;
    private SignatureVerifier signatures;
    private OcspResponseVerifier answers;
    private TrustedAuthority authority;
    private int next;

    /** Makes the enrolments. */
    @Setup
    public void setUp() throws Exception {
        if (provider.equals("Corretto")) {
            AmazonCorrettoCryptoProvider.install();
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
        }
        TestAuthority issuer = TestAuthority.signature();
        authority = issuer.authority();
        signatures = new SignatureVerifier(JpkiProfile.sandbox(), issuer.trusted(), Duration.ofSeconds(30));
        answers = new OcspResponseVerifier(JpkiProfile.sandbox(), OcspPolicy.strict());
        OcspRequestFactory requests = new OcspRequestFactory(new Random(1));
        TestResponder test = TestResponder.of(issuer);
        OcspResponder responder = test.responder();
        enrolments = new Enrolment[ENROLMENTS];
        for (int i = 0; i < ENROLMENTS; i++) {
            TestCertificate certificate = issuer.issue()
                    .serial(BigInteger.valueOf(1_000_000L + i))
                    .keys(TestKeys.rsa(2048, "holder" + i % HOLDER_KEYS))
                    .build();
            String jws = TestSignatures.jws(certificate, document(i));
            OcspRequest request = requests.create(authority, BigInteger.valueOf(1_000_000L + i));
            OcspQuery query = OcspResponder.parse(request.der()).orElseThrow();
            byte[] response =
                    responder.respond(query, item -> new OcspAnswer.Good(), request.nonce(), AT, AT.plusSeconds(900));
            enrolments[i] = new Enrolment(
                    jws,
                    request,
                    response,
                    bare(issuer, certificate, jws, test.certificate(), response),
                    certificate.keys().getPublic().getEncoded());
        }
    }

    private static String document(int number) {
        return "{\"type\":\"enrolment\",\"service\":\"musubi\",\"privateId\":\"" + number
                + "\",\"statedAt\":\"2026-11-22T03:00:00Z\",\"nonce\":\"" + Integer.toHexString(number * 31)
                + "\",\"display\":\"" + "民間IDの発行を申し込みます。".repeat(8) + "\"}";
    }

    private static Signed[] bare(
            TestAuthority issuer, TestCertificate certificate, String jws, X509Certificate responder, byte[] response)
            throws Exception {
        int dot = jws.lastIndexOf('.');
        X509Certificate x509 = certificate.x509();
        BasicOCSPResp basic = (BasicOCSPResp) new OCSPResp(response).getResponseObject();
        return new Signed[] {
            new Signed(
                    certificate.keys().getPublic(),
                    jws.substring(0, dot).getBytes(StandardCharsets.US_ASCII),
                    Base64.getUrlDecoder().decode(jws.substring(dot + 1))),
            new Signed(issuer.keys().getPublic(), x509.getTBSCertificate(), x509.getSignature()),
            new Signed(responder.getPublicKey(), basic.getTBSResponseData(), basic.getSignature())
        };
    }

    private Enrolment next() {
        next = (next + 1) % ENROLMENTS;
        return enrolments[next];
    }

    /** All of it. */
    @Benchmark
    public CertificateStatus enrolment() {
        Enrolment enrolment = next();
        requireVerified(signatures.verifyJws(enrolment.jws(), AT));
        CertificateStatus status = answers.verify(enrolment.response(), enrolment.request(), authority, AT);
        if (!(status instanceof CertificateStatus.Good)) {
            throw new IllegalStateException(status.toString());
        }
        return status;
    }

    /** The JWS and the path. */
    @Benchmark
    public VerificationOutcome document() {
        return requireVerified(signatures.verifyJws(next().jws(), AT));
    }

    /** The OCSP answer. */
    @Benchmark
    public CertificateStatus answer() {
        Enrolment enrolment = next();
        return answers.verify(enrolment.response(), enrolment.request(), authority, AT);
    }

    /** The three verifications and nothing else. */
    @Benchmark
    public int bareVerifications() throws GeneralSecurityException {
        int right = 0;
        for (Signed signed : next().bare()) {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(signed.key());
            signature.update(signed.bytes());
            right += signature.verify(signed.signature()) ? 1 : 0;
        }
        if (right != 3) {
            throw new IllegalStateException("a signature does not match");
        }
        return right;
    }

    private static VerificationOutcome requireVerified(VerificationOutcome outcome) {
        if (!(outcome instanceof VerificationOutcome.Verified)) {
            throw new IllegalStateException(outcome.toString());
        }
        return outcome;
    }

    /** The same, with the holder's key decoded first: it is a new one in every enrolment. */
    @Benchmark
    public int bareVerificationsWithANewKey() throws GeneralSecurityException {
        Enrolment enrolment = next();
        PublicKey holder = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(enrolment.holderKey()));
        int right = 0;
        for (int i = 0; i < enrolment.bare().length; i++) {
            Signed signed = enrolment.bare()[i];
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(i == 0 ? holder : signed.key());
            signature.update(signed.bytes());
            right += signature.verify(signed.signature()) ? 1 : 0;
        }
        return right;
    }

    /**
     * Prints the table. On a machine with other work to do, figures taken one after the other cannot be compared; so
     * here the enrolment and its limits take turns in short rounds, in processor time of the one thread, and the medians
     * and the median of the rounds' ratios are shown. (The JMH benchmarks are there for quiet machines:
     * {@code org.openjdk.jmh.Main EnrolmentBenchmark}.)
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 1) {
            new PairedRounds(args[0]).print(System.out);
            return;
        }
        Table table = new Table(
                "Verifying an enrolment: JWS, path, OCSP answer (RSA-2048, SHA-256)",
                EnrolmentBenchmark.class,
                "provider",
                "enrolments/s of a core",
                "CPU µs each",
                "limit: 3 bare verifications/s",
                "CPU µs",
                "% of the limit",
                "% of the limit with the holder's key decoded",
                "rounds");
        for (String provider : new String[] {"JDK", "Corretto"}) {
            table.row(PairedRounds.inAJvmOfItsOwn(provider));
        }
        table.print(System.out);
    }
}
