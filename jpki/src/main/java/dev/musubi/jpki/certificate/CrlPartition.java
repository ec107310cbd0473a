package dev.musubi.jpki.certificate;

import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import java.util.Arrays;
import java.util.Optional;

/**
 * The revocation list a certificate belongs to. JPKI cuts its lists by issuing municipality; a certificate and the list
 * name the partition by the same directoryName (RFC 5280 sections 4.2.1.13 and 5.2.5): {@code C=JP, O=…, OU=<authority>,
 * OU=CRL Distribution Points, OU=<prefecture>, CN=<municipality> CRLDP}.
 *
 * <p>Two partitions are equal if their names have the same DER.
 */
public final class CrlPartition {

    private final String prefecture;
    private final String municipality;
    private final byte[] directoryName;

    private CrlPartition(String prefecture, String municipality, byte[] directoryName) {
        this.prefecture = prefecture;
        this.municipality = municipality;
        this.directoryName = directoryName;
    }

    /**
     * The partition of a municipality.
     *
     * @param prefecture in romaji, such as {@code Tokyo-to}
     * @param municipality in romaji, such as {@code Kiyose-shi}
     */
    public static CrlPartition of(JpkiProfile profile, AuthorityRole role, String prefecture, String municipality) {
        return new CrlPartition(
                prefecture, municipality, CrlPartitionNames.encode(profile, role, prefecture, municipality));
    }

    /**
     * Reads a partition from its name.
     *
     * @param directoryName the DER of an X.500 Name
     * @return empty if it is not the name of a partition of this authority
     */
    public static Optional<CrlPartition> read(JpkiProfile profile, AuthorityRole role, byte[] directoryName) {
        return CrlPartitionNames.decode(profile, role, directoryName)
                .map(place -> new CrlPartition(place.prefecture(), place.municipality(), directoryName.clone()));
    }

    /** The prefecture in romaji; empty if the list is a whole prefecture's. */
    public String prefecture() {
        return prefecture;
    }

    /** The municipality (or whole prefecture) in romaji. */
    public String municipality() {
        return municipality;
    }

    /** The DER of the X.500 Name, exactly as it was read. */
    public byte[] directoryName() {
        return directoryName.clone();
    }

    /** Whether a name, as DER, names this partition: the same bytes, or equal by the rules of RFC 5280 section 7.1. */
    public boolean isNamedBy(byte[] otherDirectoryName) {
        return DistinguishedNames.same(directoryName, otherDirectoryName);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof CrlPartition other && Arrays.equals(directoryName, other.directoryName);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(directoryName);
    }

    @Override
    public String toString() {
        return "CrlPartition[" + prefecture + "/" + municipality + "]";
    }
}
