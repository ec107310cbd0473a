package dev.musubi.jpki.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rules of one environment's certificates, read from a properties file: what the JPKI profile specification says,
 * as data. Immutable.
 *
 * <p>{@link #production()} and {@link #sandbox()} are shipped; {@link #load(InputStream)} reads one a site keeps itself,
 * for instance when a new specification comes out before a new release of this library.
 */
public final class JpkiProfile {

    private static final String SUPPORTED_FORMAT = "1";

    private final Environment environment;
    private final String version;
    private final String organization;
    private final Map<AuthorityRole, String> issuerUnits;
    private final Map<CertificateKind, String> policies;
    private final Map<String, CertificateKind> kinds;
    private final Set<String> foreignPolicies;
    private final Set<KeyAlgorithm> algorithms;
    private final Map<AuthorityRole, Set<KeyUsageBit>> keyUsages;
    private final Period maximumValidity;
    private final LocalTime endsAt;
    private final ZoneId zone;
    private final URI cps;
    private final AttributeOids attributeOids;

    private JpkiProfile(Properties data) {
        if (!required(data, "format").equals(SUPPORTED_FORMAT)) {
            throw new IllegalArgumentException("this profile file has a format this release does not know");
        }
        environment = Environment.valueOf(required(data, "environment"));
        version = required(data, "version");
        organization = required(data, "organization");
        issuerUnits = new EnumMap<>(AuthorityRole.class);
        keyUsages = new EnumMap<>(AuthorityRole.class);
        for (AuthorityRole role : AuthorityRole.values()) {
            String key = role.name().toLowerCase(Locale.ROOT);
            issuerUnits.put(role, required(data, "issuer." + key + ".unit"));
            keyUsages.put(role, enums(data, "key-usage." + key, KeyUsageBit.class, KeyUsageBit::valueOf));
        }
        policies = new EnumMap<>(CertificateKind.class);
        for (CertificateKind kind : CertificateKind.values()) {
            String key = "policy." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            String oid = data.getProperty(key);
            if (oid != null) {
                policies.put(kind, oid.strip());
            }
        }
        kinds = policies.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
        foreignPolicies = Set.copyOf(list(data, "policy.foreign"));
        if (!Collections.disjoint(foreignPolicies, kinds.keySet())) {
            throw new IllegalArgumentException("a policy is both accepted and refused by this profile file");
        }
        algorithms = enums(data, "algorithms", KeyAlgorithm.class, KeyAlgorithm::valueOf);
        maximumValidity = Period.parse(required(data, "validity.maximum"));
        endsAt = LocalTime.parse(required(data, "validity.ends-at"));
        zone = ZoneId.of(required(data, "validity.zone"));
        cps = URI.create(required(data, "cps"));
        attributeOids = new AttributeOids(
                required(data, "attribute.name"),
                required(data, "attribute.name-substitutes"),
                required(data, "attribute.sex"),
                required(data, "attribute.date-of-birth"),
                required(data, "attribute.address"),
                required(data, "attribute.address-substitutes"));
    }

    /** The shipped profile of JPKI as run by J-LIS. */
    public static JpkiProfile production() {
        return shipped("production.properties");
    }

    /** The shipped profile of Musubi's sandbox. */
    public static JpkiProfile sandbox() {
        return shipped("sandbox.properties");
    }

    /**
     * Reads a profile from a properties file in UTF-8.
     *
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if a key is missing or a value cannot be understood
     */
    public static JpkiProfile load(InputStream in) {
        Properties data = new Properties();
        try {
            data.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return new JpkiProfile(data);
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("a time in this profile file cannot be understood", e);
        }
    }

    private static JpkiProfile shipped(String resource) {
        try (InputStream in = JpkiProfile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the shipped profile " + resource + " is missing");
            }
            return load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The environment whose certificates these are the rules of. */
    public Environment environment() {
        return environment;
    }

    /** The version of the rules, to be kept with whatever was decided by them. */
    public String version() {
        return version;
    }

    /** The O of the issuer's name: {@code JPKI} or {@code JPKI-SANDBOX}. */
    public String organization() {
        return organization;
    }

    /** The first OU of the name of the authority in this role. */
    public String issuerUnit(AuthorityRole role) {
        return lookup(issuerUnits, role);
    }

    /** The kind of certificate a policy OID (dotted) stands for, or empty if the policy is not accepted here. */
    public Optional<CertificateKind> kindOf(String policyOid) {
        return Optional.ofNullable(kinds.get(policyOid));
    }

    /** Whether a policy OID (dotted) is known to belong to another environment. */
    public boolean isForeign(String policyOid) {
        return foreignPolicies.contains(policyOid);
    }

    /** The kinds this environment has a policy for. */
    public Set<CertificateKind> kinds() {
        return Collections.unmodifiableSet(policies.keySet());
    }

    /**
     * The policy OID (dotted) of a kind.
     *
     * @throws IllegalArgumentException if this environment has no policy for the kind; see {@link #kinds()}
     */
    public String policyOid(CertificateKind kind) {
        return lookup(policies, kind);
    }

    /** All policy OIDs (dotted) accepted. */
    public Set<String> policyOids() {
        return kinds.keySet();
    }

    /** The algorithms accepted for keys and signatures of certificates, documents, CRLs and OCSP responses. */
    public Set<KeyAlgorithm> algorithms() {
        return Collections.unmodifiableSet(algorithms);
    }

    /** The key usage a certificate of this kind must have, exactly. */
    public Set<KeyUsageBit> keyUsage(CertificateKind kind) {
        return Collections.unmodifiableSet(lookup(keyUsages, kind.issuedBy()));
    }

    /** Whether a validity period is one the specification allows: not too long, and ending with a day in Japan. */
    public boolean allowsValidity(Instant notBefore, Instant notAfter) {
        ZonedDateTime from = notBefore.atZone(zone);
        ZonedDateTime to = notAfter.atZone(zone);
        return notBefore.isBefore(notAfter)
                && to.toLocalTime().equals(endsAt)
                && !to.toLocalDate().isAfter(from.toLocalDate().plus(maximumValidity));
    }

    /** The longest validity of an end-entity certificate. */
    public Period maximumValidity() {
        return maximumValidity;
    }

    /** The local time, in {@link #zone()}, at which certificates end. */
    public LocalTime endsAt() {
        return endsAt;
    }

    /** The time zone of the rules on validity. */
    public ZoneId zone() {
        return zone;
    }

    /** The CPS pointer in the policy qualifier. */
    public URI cps() {
        return cps;
    }

    /** The OIDs of the otherName entries with the four attributes. */
    public AttributeOids attributeOids() {
        return attributeOids;
    }

    @Override
    public String toString() {
        return "JpkiProfile[" + environment + ", " + version + "]";
    }

    private static <K, V> V lookup(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("this profile says nothing about " + key);
        }
        return value;
    }

    private static String required(Properties data, String key) {
        String value = data.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("this profile file has no " + key);
        }
        return value.strip();
    }

    private static Set<String> list(Properties data, String key) {
        return Arrays.stream(required(data, key).split(",", -1))
                .map(String::strip)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static <E extends Enum<E>> Set<E> enums(
            Properties data, String key, Class<E> type, Function<String, E> valueOf) {
        return list(data, key).stream().map(valueOf).collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
    }
}
