package dev.musubi.jpki.certificate;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerExtension;
import dev.musubi.jpki.der.DerReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The extensions of a certificate (RFC 5280 section 4.2), each at most once. */
final class Extensions {

    static final String SUBJECT_KEY_ID = "2.5.29.14";
    static final String KEY_USAGE = "2.5.29.15";
    static final String SUBJECT_ALT_NAME = "2.5.29.17";
    static final String ISSUER_ALT_NAME = "2.5.29.18";
    static final String BASIC_CONSTRAINTS = "2.5.29.19";
    static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    static final String CERTIFICATE_POLICIES = "2.5.29.32";
    static final String AUTHORITY_KEY_ID = "2.5.29.35";
    static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    static final String AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1";

    private final Map<String, DerExtension> byOid;

    private Extensions(Map<String, DerExtension> byOid) {
        this.byOid = byOid;
    }

    /** Reads an Extensions value. */
    static Extensions read(DerReader sequence) throws DerException {
        Map<String, DerExtension> byOid = new LinkedHashMap<>(16);
        for (DerExtension extension : DerExtension.all(sequence)) {
            byOid.put(extension.oid(), extension);
        }
        return new Extensions(byOid);
    }

    boolean has(String oid) {
        return byOid.containsKey(oid);
    }

    /** The value of an extension, to be read once. */
    Optional<DerReader> value(String oid) {
        @Nullable DerExtension extension = byOid.get(oid);
        return extension == null ? Optional.empty() : Optional.of(extension.value());
    }

    /** A critical extension that is not among these. */
    boolean hasCriticalOutside(Set<String> understood) {
        for (DerExtension extension : byOid.values()) {
            if (extension.critical() && !understood.contains(extension.oid())) {
                return true;
            }
        }
        return false;
    }
}
