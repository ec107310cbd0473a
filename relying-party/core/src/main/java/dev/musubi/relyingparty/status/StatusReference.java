package dev.musubi.relyingparty.status;

import java.io.Serializable;
import java.net.URI;

/**
 * Where it can be looked up what became of something the issuer signed (claim {@code status}, Token Status List section
 * 6.2). Keep it with the record of a proofing: it names nobody, and is this relying party's alone.
 *
 * @param list the list's address
 * @param index which entry of the list, from 0
 */
public record StatusReference(URI list, int index) implements Serializable {

    /** @throws IllegalArgumentException if the address is not https, or the index negative */
    public StatusReference {
        if (!"https".equals(list.getScheme()) || list.getHost() == null || index < 0) {
            throw new IllegalArgumentException("a status reference is an https address and an index from 0");
        }
    }

    /** Says which list, and not which entry. */
    @Override
    public String toString() {
        return "StatusReference[" + list + "]";
    }
}
