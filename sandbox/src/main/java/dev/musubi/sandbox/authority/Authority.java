package dev.musubi.sandbox.authority;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.profile.AuthorityRole;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;

/** One generation of one authority, with its private key. {@link #toString()} does not give the key away. */
public record Authority(
        AuthorityRole role, int generation, AuthorityKeyId keyId, PrivateKey privateKey, X509Certificate certificate) {

    /** From when it signs. */
    public Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    /** Until when. */
    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /** The name of its file, {@code signature-01.pem}. */
    public String fileName() {
        return String.format(Locale.ROOT, "%s-%02d.pem", role.name().toLowerCase(Locale.ROOT), generation);
    }

    @Override
    public String toString() {
        return "Authority[" + role + " " + generation + "]";
    }
}
