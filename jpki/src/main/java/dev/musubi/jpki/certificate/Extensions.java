package dev.musubi.jpki.certificate;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Tag;
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

    private static final int MAXIMUM_COUNT = 32;

    private record Extension(boolean critical, DerReader value) {}

    private final Map<String, Extension> byOid;

    private Extensions(Map<String, Extension> byOid) {
        this.byOid = byOid;
    }

    /** Reads an Extensions value. */
    static Extensions read(DerReader sequence) throws DerException {
        Map<String, Extension> byOid = new LinkedHashMap<>(16);
        while (sequence.hasMore()) {
            DerReader extension = sequence.enter(Tag.SEQUENCE);
            String oid = extension.oid();
            boolean critical = false;
            if (extension.nextIs(Tag.BOOLEAN)) {
                critical = extension.bool();
                if (!critical) {
                    throw new DerException("a default value is written out");
                }
            }
            DerReader value = extension.enterOctetString();
            extension.end();
            if (byOid.put(oid, new Extension(critical, value)) != null || byOid.size() > MAXIMUM_COUNT) {
                throw new DerException("an extension is repeated, or there are too many");
            }
        }
        return new Extensions(byOid);
    }

    boolean has(String oid) {
        return byOid.containsKey(oid);
    }

    /** The value of an extension, to be read once. */
    Optional<DerReader> value(String oid) {
        @Nullable Extension extension = byOid.get(oid);
        return extension == null ? Optional.empty() : Optional.of(extension.value());
    }

    /** A critical extension that is not among these. */
    boolean hasCriticalOutside(Set<String> understood) {
        for (Map.Entry<String, Extension> entry : byOid.entrySet()) {
            if (entry.getValue().critical() && !understood.contains(entry.getKey())) {
                return true;
            }
        }
        return false;
    }
}
