package dev.musubi.issuer.privateid;

import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.vault.ItemId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One issue of a private ID.
 *
 * @param number from 1, without gaps
 * @param anchorId the certificate it stands on
 * @param source where its attributes come from
 * @param sourceAsOf the moment the attributes were true at by that source's word
 * @param attributes the sealed four attributes
 * @param evidence the sealed proof: the signed application, or J-LIS's answer
 * @param beganAt when it began
 * @param endedAt when the next one began or the private ID ended; null while it is the present one
 */
public record Generation(
        int number,
        AnchorId anchorId,
        Source source,
        Instant sourceAsOf,
        ItemId attributes,
        @Nullable ItemId evidence,
        Instant beganAt,
        @Nullable Instant endedAt) {

    /** Where attributes come from. */
    public enum Source {
        /** The signature certificate the holder signed with. */
        SIGNATURE_CERTIFICATE,
        /** J-LIS's latest-attributes service, with the holder's consent. */
        J_LIS
    }
}
