package dev.musubi.issuer.status;

import com.authlete.cbor.CBORPairList;
import com.authlete.cbor.CBORPairsBuilder;
import com.authlete.cbor.CBORTaggedItem;
import com.authlete.cose.COSEProtectedHeader;
import com.authlete.cose.COSEProtectedHeaderBuilder;
import com.authlete.cose.COSESign1Builder;
import com.authlete.cose.SigStructureBuilder;
import com.authlete.cose.constants.COSEAlgorithms;
import com.authlete.cwt.CWTClaimsSetBuilder;
import org.springframework.stereotype.Component;

/** Puts a list into a signed CWT (Token Status List section 5.2, RFC 8392, RFC 9052): the same statements, a quarter smaller. */
@Component
final class StatusCwts {

    private static final int SIGN1 = 18;
    private static final int TYPE = 16;
    private static final int TIME_TO_LIVE = 65534;
    private static final int STATUS_LIST = 65533;

    private final TokenSigner signer;
    private final StatusSettings settings;

    StatusCwts(TokenSigner signer, StatusSettings settings) {
        this.signer = signer;
        this.settings = settings;
    }

    /** The list as a CWT. */
    byte[] list(StatusToken token, byte[] compressed) {
        byte[] claims = new CWTClaimsSetBuilder()
                .iss(settings.issuer().toString())
                .sub(settings.list(token.list()).toString())
                .iat(token.issuedAt().getEpochSecond())
                .exp(token.expiresAt().getEpochSecond())
                .put(TIME_TO_LIVE, settings.ttl().toSeconds())
                .put(
                        STATUS_LIST,
                        new CBORPairList(new CBORPairsBuilder()
                                .add("bits", StatusBits.BITS)
                                .add("lst", compressed)
                                .add("aggregation_uri", settings.lists().toString())
                                .build()))
                .build()
                .encode();
        COSEProtectedHeader[] header = new COSEProtectedHeader[1];
        TokenSigner.Signature signature = signer.sign(keyId -> {
            header[0] = new COSEProtectedHeaderBuilder()
                    .alg(COSEAlgorithms.ES256)
                    .kid(keyId)
                    .put(TYPE, "application/statuslist+cwt")
                    .build();
            return new SigStructureBuilder()
                    .signature1()
                    .bodyAttributes(header[0])
                    .payload(claims)
                    .build()
                    .encode();
        });
        // By the tag of what it is: the one of CWTs must not be there.
        return new CBORTaggedItem(
                        SIGN1,
                        new COSESign1Builder()
                                .protectedHeader(header[0])
                                .payload(claims)
                                .signature(signature.bytes())
                                .build())
                .encode();
    }
}
