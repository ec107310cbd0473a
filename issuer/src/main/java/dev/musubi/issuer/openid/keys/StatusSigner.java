package dev.musubi.issuer.openid.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import dev.musubi.issuer.status.TokenSigner;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Signs status lists with the key that signs ID tokens, which relying parties find in the key set they have already. */
@Component
final class StatusSigner implements TokenSigner {

    private final SigningKeys keys;

    StatusSigner(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public Signature sign(Function<String, byte[]> input) {
        ECKey key = (ECKey) keys.signingBy(JWSAlgorithm.ES256);
        try {
            // The signature is over the bytes alone: the header here only names the algorithm.
            return new Signature(
                    key.getKeyID(),
                    new ECDSASigner(key)
                            .sign(new JWSHeader(JWSAlgorithm.ES256), input.apply(key.getKeyID()))
                            .decode());
        } catch (JOSEException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }
}
