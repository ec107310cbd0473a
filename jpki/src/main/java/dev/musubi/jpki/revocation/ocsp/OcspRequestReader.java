package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.DerShape;
import dev.musubi.jpki.der.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an OCSPRequest (RFC 6960 section 4.1.1). A signature on it, if any, is not looked at. */
final class OcspRequestReader {

    static final int MAXIMUM_BYTES = 8 * 1024;
    private static final int MAXIMUM_ITEMS = 16;
    private static final int MAXIMUM_NONCE_BYTES = 128;

    private OcspRequestReader() {}

    static OcspQuery read(byte[] request) throws DerException {
        if (request.length > MAXIMUM_BYTES) {
            throw new DerException("the request is too large");
        }
        DerShape.requireOneValue(request);
        DerReader tbs = new DerReader(request).enter(Tag.SEQUENCE).enter(Tag.SEQUENCE);
        if (tbs.nextIs(Tag.constructed(0))) {
            tbs.skip(); // version 1, written out
        }
        if (tbs.nextIs(Tag.constructed(1))) {
            tbs.skip(); // requestorName
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
        DerReader extensions = reader.enter(Tag.constructed(tag)).enter(Tag.SEQUENCE);
        while (extensions.hasMore()) {
            DerReader extension = extensions.enter(Tag.SEQUENCE);
            String oid = extension.oid();
            boolean critical = extension.nextIs(Tag.BOOLEAN) && extension.bool();
            DerReader value = extension.enterOctetString();
            extension.end();
            if (oid.equals(OcspRequestFactory.NONCE)) {
                nonce = value.content(Tag.OCTET_STRING);
                value.end();
                if (nonce.length == 0 || nonce.length > MAXIMUM_NONCE_BYTES) {
                    throw new DerException("a nonce has 1 to 128 bytes");
                }
            } else if (critical) {
                throw new DerException("the request has a critical extension that is not understood");
            }
        }
        return nonce;
    }
}
