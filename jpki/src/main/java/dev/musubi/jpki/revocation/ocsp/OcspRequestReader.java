package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerExtension;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.DerShape;
import dev.musubi.jpki.der.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an OCSPRequest (RFC 6960 section 4.1.1). A signature on it, if any, is not looked at. */
final class OcspRequestReader {

    static final int MAXIMUM_BYTES = 8 * 1024;
    private static final int MAXIMUM_ITEMS = 16;
    private static final byte[] VERSION_1 = {0};
    private static final int MAXIMUM_NONCE_BYTES = 128;

    private OcspRequestReader() {}

    static OcspQuery read(byte[] request) throws DerException {
        if (request.length > MAXIMUM_BYTES) {
            throw new DerException("the request is too large");
        }
        DerShape.requireOneValue(request);
        DerReader outer = new DerReader(request).enter(Tag.SEQUENCE);
        DerReader tbs = outer.enter(Tag.SEQUENCE);
        if (outer.nextIs(Tag.constructed(0))) {
            outer.enterOnly(Tag.constructed(0), Tag.SEQUENCE); // a signature
        }
        outer.end();
        if (tbs.nextIs(Tag.constructed(0))
                && !Arrays.equals(tbs.contentOnly(Tag.constructed(0), Tag.INTEGER), VERSION_1)) {
            throw new DerException("not version 1");
        }
        if (tbs.nextIs(Tag.constructed(1))) {
            tbs.elementOnly(Tag.constructed(1)); // requestorName
        }
        DerReader list = tbs.enter(Tag.SEQUENCE);
        List<OcspQuery.Item> items = new ArrayList<>(1);
        while (list.hasMore()) {
            DerReader single = list.enter(Tag.SEQUENCE);
            items.add(OcspQuery.Item.read(single.element()));
            requireNothingCritical(single, 0);
            single.end();
            if (items.size() > MAXIMUM_ITEMS) {
                throw new DerException("the request asks about too many certificates");
            }
        }
        if (items.isEmpty()) {
            throw new DerException("the request asks about no certificate");
        }
        byte @Nullable [] nonce = requireNothingCritical(tbs, 2);
        tbs.end();
        return new OcspQuery(items, nonce);
    }

    /** Reads optional extensions under a tag; returns the nonce if there is one. */
    private static byte @Nullable [] requireNothingCritical(DerReader reader, int tag) throws DerException {
        byte @Nullable [] nonce = null;
        if (!reader.nextIs(Tag.constructed(tag))) {
            return nonce;
        }
        for (DerExtension extension : DerExtension.all(reader.enterOnly(Tag.constructed(tag), Tag.SEQUENCE))) {
            if (extension.oid().equals(OcspRequestFactory.NONCE)) {
                nonce = extension.value().content(Tag.OCTET_STRING);
                if (nonce.length == 0 || nonce.length > MAXIMUM_NONCE_BYTES) {
                    throw new DerException("a nonce has 1 to 128 bytes");
                }
            } else if (extension.critical()) {
                throw new DerException("the request has a critical extension that is not understood");
            }
        }
        return nonce;
    }
}
