package dev.musubi.issuer.openid.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.status.ChangeSettings;
import dev.musubi.issuer.status.StatusSettings;
import dev.musubi.issuer.status.TokenSigner;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Signs status lists, and batches of changes, with the key that signs ID tokens, which relying parties find in the key set they
 * have already; and where they find it for as long as what it signed can be asked for.
 */
@Component
final class StatusSigner implements TokenSigner {

    private final SigningKeys keys;

    /** @throws IllegalStateException where the key of something that is still kept would be published no longer */
    StatusSigner(SigningKeys keys, OpenIdSettings settings, StatusSettings lists, ChangeSettings changes) {
        require(settings, "musubi.status.history", lists.history());
        require(settings, "musubi.changes.keep", changes.keep());
        this.keys = keys;
    }

    private static void require(OpenIdSettings settings, String name, Duration kept) {
        if (kept.compareTo(settings.signingKeyKept()) > 0) {
            throw new IllegalStateException(name + " is " + kept + ", and musubi.openid.signing-key-kept only "
                    + settings.signingKeyKept() + ": what is kept that long could not be verified");
        }
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
