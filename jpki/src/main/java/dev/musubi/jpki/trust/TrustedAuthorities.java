package dev.musubi.jpki.trust;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.profile.JpkiProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The authorities trusted in one environment, found by key: all generations share one name. Immutable:
 * {@link #with(X509Certificate)} makes a larger copy, so a new generation is added without a release and without a
 * restart.
 *
 * <p>In production only certificates whose SHA-256 fingerprint is known are taken: the J-LIS roots whose fingerprints
 * ship ({@link KnownRoots}), and any the operator configures. In the sandbox only the sandbox's name is asked for.
 */
public final class TrustedAuthorities {

    /** The largest file looked at, in bytes. */
    private static final long MAXIMUM_FILE_BYTES = 256 * 1024;

    private final JpkiProfile profile;
    private final Set<String> extraFingerprints;
    private final Map<AuthorityKeyId, TrustedAuthority> byKey;

    private TrustedAuthorities(
            JpkiProfile profile, Set<String> extraFingerprints, Map<AuthorityKeyId, TrustedAuthority> byKey) {
        this.profile = profile;
        this.extraFingerprints = extraFingerprints;
        this.byKey = Collections.unmodifiableMap(byKey);
    }

    /** No authorities yet. */
    public static TrustedAuthorities none(JpkiProfile profile) {
        return none(profile, Set.of());
    }

    /** No authorities yet, with further fingerprints (SHA-256, hexadecimal, colons allowed) to accept in production. */
    public static TrustedAuthorities none(JpkiProfile profile, Set<String> extraFingerprints) {
        Set<String> normalized = extraFingerprints.stream()
                .map(f -> f.replace(":", "").toLowerCase(Locale.ROOT).strip())
                .collect(Collectors.toUnmodifiableSet());
        if (normalized.stream().anyMatch(f -> !f.matches("[0-9a-f]{64}"))) {
            throw new IllegalArgumentException("a SHA-256 fingerprint has 64 hexadecimal digits");
        }
        return new TrustedAuthorities(profile, normalized, Map.of());
    }

    /**
     * All certificates in the {@code *.pem}, {@code *.crt} and {@code *.cer} files of a folder.
     *
     * @throws AuthorityRefusedException if one of them is not to be trusted: a mistake there should not be passed over
     * @throws IOException if the folder or a file cannot be read
     */
    public static TrustedAuthorities fromPemFolder(Path folder, JpkiProfile profile) throws IOException {
        return fromPemFolder(folder, profile, Set.of());
    }

    /** The same, with further fingerprints to accept in production. */
    public static TrustedAuthorities fromPemFolder(Path folder, JpkiProfile profile, Set<String> extraFingerprints)
            throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(TrustedAuthorities::isCertificateFile).sorted().toList();
        }
        TrustedAuthorities authorities = none(profile, extraFingerprints);
        for (Path file : files) {
            for (X509Certificate certificate : certificatesIn(file)) {
                authorities = authorities.with(certificate);
            }
        }
        return authorities;
    }

    /**
     * A copy with one more. Adding the same certificate again changes nothing.
     *
     * @throws AuthorityRefusedException if it is not to be trusted
     */
    public TrustedAuthorities with(X509Certificate certificate) {
        TrustedAuthority authority = AuthorityExamination.examine(certificate, profile, extraFingerprints);
        TrustedAuthority present = byKey.get(authority.keyId());
        if (present != null) {
            if (present.sha256().equals(authority.sha256())) {
                return this;
            }
            throw new AuthorityRefusedException(AuthorityFault.REPEATED, authority.sha256());
        }
        Map<AuthorityKeyId, TrustedAuthority> larger = new LinkedHashMap<>(byKey);
        larger.put(authority.keyId(), authority);
        return new TrustedAuthorities(profile, extraFingerprints, larger);
    }

    /** The authority with this key. */
    public Optional<TrustedAuthority> find(AuthorityKeyId keyId) {
        return Optional.ofNullable(byKey.get(keyId));
    }

    /** All of them, in the order they were added. */
    public Collection<TrustedAuthority> all() {
        return byKey.values();
    }

    /** The profile of their environment. */
    public JpkiProfile profile() {
        return profile;
    }

    @Override
    public String toString() {
        return "TrustedAuthorities[" + profile.environment() + ", " + byKey.values() + "]";
    }

    private static boolean isCertificateFile(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && (name.endsWith(".pem") || name.endsWith(".crt") || name.endsWith(".cer"));
    }

    private static List<X509Certificate> certificatesIn(Path file) throws IOException {
        if (Files.size(file) > MAXIMUM_FILE_BYTES) {
            throw new AuthorityRefusedException(AuthorityFault.MALFORMED, "too large: " + file.getFileName());
        }
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (certificates.isEmpty()) {
                throw new AuthorityRefusedException(AuthorityFault.MALFORMED, "in " + file.getFileName());
            }
            return certificates.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new AuthorityRefusedException(AuthorityFault.MALFORMED, "in " + file.getFileName());
        }
    }
}
