package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerExtension;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.jpki.revocation.UnknownReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One answer about one certificate (RFC 6960 section 4.2.1).
 *
 * @param answer what it says
 * @param thisUpdate the time it is known to be correct for
 * @param nextUpdate when newer information will be there
 */
record SingleResponse(
        OcspAnswer answer, Instant thisUpdate, @Nullable Instant nextUpdate) {

    /** Reads what follows the CertID. */
    static SingleResponse read(DerReader single) throws DerException, OcspUnknownException {
        OcspAnswer answer;
        if (single.nextIs(Tag.primitive(0))) {
            requireEmpty(single.content(Tag.primitive(0)));
            answer = new OcspAnswer.Good();
        } else if (single.nextIs(Tag.primitive(2))) {
            requireEmpty(single.content(Tag.primitive(2)));
            answer = new OcspAnswer.Unknown();
        } else {
            answer = revoked(single.enter(Tag.constructed(1)));
        }
        Instant thisUpdate = single.generalizedTime();
        @Nullable Instant nextUpdate = null;
        if (single.nextIs(Tag.constructed(0))) {
            DerReader only = single.enter(Tag.constructed(0));
            nextUpdate = only.generalizedTime();
            only.end();
        }
        if (single.nextIs(Tag.constructed(1))) {
            for (DerExtension extension : DerExtension.all(single.enterOnly(Tag.constructed(1), Tag.SEQUENCE))) {
                if (extension.critical()) {
                    throw new OcspUnknownException(UnknownReason.NOT_UNDERSTOOD);
                }
            }
        }
        single.end();
        return new SingleResponse(answer, thisUpdate, nextUpdate);
    }

    private static OcspAnswer revoked(DerReader info) throws DerException, OcspUnknownException {
        Instant at = info.generalizedTime();
        RevocationReason reason = RevocationReason.UNSPECIFIED;
        if (info.nextIs(Tag.constructed(0))) {
            DerReader only = info.enter(Tag.constructed(0));
            reason = RevocationReason.ofCode(only.enumerated())
                    .orElseThrow(() -> new OcspUnknownException(UnknownReason.NOT_UNDERSTOOD));
            only.end();
        }
        info.end();
        return new OcspAnswer.Revoked(at, reason);
    }

    private static void requireEmpty(byte[] content) throws DerException {
        if (content.length != 0) {
            throw new DerException("a NULL is not empty");
        }
    }
}
