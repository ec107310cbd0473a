package dev.musubi.issuer.relyingparty;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.musubi.issuer.message.Message;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who accepts private IDs.
 *
 * @param id its id, chosen at registration: lower-case letters, digits and hyphens
 * @param name its name, as holders see it
 * @param nameEn the same as those see it who read English; null where the one name has to do
 * @param sector its sector identifier; relying parties of one sector know a holder under the same subject
 * @param law the frame it proofs identities under
 * @param returnUris where a holder may be sent back to, exactly
 * @param verifier true if it is a signature verifier in its own right (署名検証者, 公的個人認証法 17条)
 * @param accreditation by what reference, if it is
 */
public record RelyingParty(
        String id,
        String name,
        @Nullable String nameEn,
        String sector,
        Law law,
        List<URI> returnUris,
        boolean verifier,
        @Nullable String accreditation) {

    /** With one name in all languages. */
    public RelyingParty(
            String id,
            String name,
            String sector,
            Law law,
            List<URI> returnUris,
            boolean verifier,
            @Nullable String accreditation) {
        this(id, name, null, sector, law, returnUris, verifier, accreditation);
    }

    private static final String UNVERIFIED = "unverified:";

    /** The sector of a relying party that registered itself: its own and nobody else's. */
    public static String unverifiedSector(String id) {
        return UNVERIFIED + id;
    }

    /** True if an operator may name a sector so: it is nobody's own, and is none of the words used inside. */
    public static boolean mayBeSector(String sector) {
        return sector.matches("[A-Za-z0-9._-]{1,200}");
    }

    /** Its name, in its reader's language. */
    @JsonIgnore
    public Message title() {
        return new Message(name, nameEn == null ? name : nameEn);
    }

    /** True if nobody has verified who it is: it registered itself, and its name is what it calls itself. */
    @JsonIgnore
    public boolean unverified() {
        return sector.startsWith(UNVERIFIED);
    }

    /** The frame of law a relying party proofs identities under. */
    public enum Law {
        /** 犯罪収益移転防止法. */
        JP_AML,
        /** 携帯電話不正利用防止法. */
        JP_MPIUPA,
        /** 行政手続. */
        ADMINISTRATIVE_PROCEDURE,
        /** None in particular. */
        NONE
    }
}
