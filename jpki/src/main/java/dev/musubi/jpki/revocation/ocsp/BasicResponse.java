package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerExtension;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.DerShape;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.profile.AlgorithmIdentifiers;
import dev.musubi.jpki.revocation.UnknownReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A BasicOCSPResponse (RFC 6960 section 4.2.1), taken apart from strict DER and not yet believed. */
final class BasicResponse {

    private static final String BASIC = "1.3.6.1.5.5.7.48.1.1";
    private static final int TRY_LATER = 3;
    private static final byte[] VERSION_1 = {0};
    private static final int MAXIMUM_SINGLES = 16;
    private static final int MAXIMUM_CERTIFICATES = 4;

    private final byte[] tbs;
    private final byte[] signature;
    private final String algorithm;
    private final List<byte[]> certificates;
    private ResponderId responder = new ResponderId(null, null);
    private Instant producedAt = Instant.EPOCH;
    private List<byte[]> singles = List.of();
    private byte @Nullable [] nonce;

    /** Either of the two forms of ResponderID. */
    static final class ResponderId {
        final byte @Nullable [] name;
        final byte @Nullable [] keyHash;

        ResponderId(byte @Nullable [] name, byte @Nullable [] keyHash) {
            this.name = name;
            this.keyHash = keyHash;
        }
    }

    private BasicResponse(byte[] tbs, byte[] signature, String algorithm, List<byte[]> certificates) {
        this.tbs = tbs;
        this.signature = signature;
        this.algorithm = algorithm;
        this.certificates = certificates;
    }

    static BasicResponse read(byte[] response) throws OcspUnknownException {
        try {
            return readBasic(basicOf(response));
        } catch (DerException e) {
            throw new OcspUnknownException(UnknownReason.MALFORMED);
        }
    }

    private static byte[] basicOf(byte[] response) throws DerException, OcspUnknownException {
        DerShape.requireOneValue(response);
        DerReader outer = new DerReader(response).enter(Tag.SEQUENCE);
        int status = outer.enumerated();
        if (status == TRY_LATER) {
            throw new OcspUnknownException(UnknownReason.TRY_LATER);
        }
        if (status != 0) {
            throw new OcspUnknownException(UnknownReason.RESPONDER_ERROR);
        }
        DerReader responseBytes = outer.enterOnly(Tag.constructed(0), Tag.SEQUENCE);
        outer.end();
        if (!responseBytes.oid().equals(BASIC)) {
            throw new DerException("not a basic response");
        }
        byte[] basic = responseBytes.content(Tag.OCTET_STRING);
        responseBytes.end();
        DerShape.requireOneValue(basic);
        return basic;
    }

    private static BasicResponse readBasic(byte[] der) throws DerException, OcspUnknownException {
        DerReader basic = new DerReader(der).enter(Tag.SEQUENCE);
        byte[] tbs = basic.element();
        String algorithm = AlgorithmIdentifiers.oid(basic);
        byte[] signature = basic.bitStringOctets();
        List<byte[]> certificates = new ArrayList<>(1);
        if (basic.nextIs(Tag.constructed(0))) {
            DerReader list = basic.enterOnly(Tag.constructed(0), Tag.SEQUENCE);
            while (list.hasMore()) {
                certificates.add(list.element());
                if (certificates.size() > MAXIMUM_CERTIFICATES) {
                    throw new DerException("too many certificates");
                }
            }
        }
        basic.end();
        BasicResponse response = new BasicResponse(tbs, signature, algorithm, certificates);
        response.readData();
        return response;
    }

    private void readData() throws DerException, OcspUnknownException {
        DerReader data = new DerReader(tbs).enter(Tag.SEQUENCE);
        if (data.nextIs(Tag.constructed(0))
                && !Arrays.equals(data.contentOnly(Tag.constructed(0), Tag.INTEGER), VERSION_1)) {
            throw new DerException("not version 1");
        }
        if (data.nextIs(Tag.constructed(1))) {
            responder = new ResponderId(data.elementOnly(Tag.constructed(1)), null);
        } else {
            responder = new ResponderId(null, data.contentOnly(Tag.constructed(2), Tag.OCTET_STRING));
        }
        producedAt = data.generalizedTime();
        DerReader list = data.enter(Tag.SEQUENCE);
        singles = new ArrayList<>(1);
        while (list.hasMore()) {
            singles.add(list.element());
            if (singles.size() > MAXIMUM_SINGLES) {
                throw new DerException("too many answers");
            }
        }
        if (data.nextIs(Tag.constructed(1))) {
            for (DerExtension extension : DerExtension.all(data.enterOnly(Tag.constructed(1), Tag.SEQUENCE))) {
                if (extension.oid().equals(OcspRequestFactory.NONCE)) {
                    nonce = extension.value().content(Tag.OCTET_STRING);
                } else if (extension.critical()) {
                    throw new OcspUnknownException(UnknownReason.NOT_UNDERSTOOD);
                }
            }
        }
        data.end();
    }

    /** The bytes that are signed. */
    byte[] tbs() {
        return tbs;
    }

    byte[] signature() {
        return signature;
    }

    /** The signature algorithm, dotted. */
    String algorithm() {
        return algorithm;
    }

    /** The DER of the certificates that came along. */
    List<byte[]> certificates() {
        return certificates;
    }

    ResponderId responder() {
        return responder;
    }

    Instant producedAt() {
        return producedAt;
    }

    /** The DER of the SingleResponses. */
    List<byte[]> singles() {
        return singles;
    }

    boolean hasNonce() {
        return nonce != null;
    }

    boolean hasNonce(byte[] expected) {
        return nonce != null && Arrays.equals(nonce, expected);
    }
}
