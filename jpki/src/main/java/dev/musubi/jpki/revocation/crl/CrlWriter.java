package dev.musubi.jpki.revocation.crl;

import dev.musubi.jpki.profile.KeyAlgorithm;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;

/**
 * Writes full v2 lists of one partition (RFC 5280 section 5), streaming: the entries are walked once to know their
 * length and once to write and sign them; with ECDSA, whose signatures vary in length, once more to sign before writing.
 * Thread-safe.
 */
public final class CrlWriter {

    private final PrivateKey key;

    /** @param key the authority's private key, RSA or EC */
    public CrlWriter(PrivateKey key) {
        this.key = key;
    }

    /**
     * Writes a list. The stream is flushed, not closed.
     *
     * @param entries ascending by serial without repetition; must give the same entries each time it is iterated
     * @throws IllegalArgumentException if they are not
     */
    public void write(CrlDescription list, Iterable<CrlEntry> entries, OutputStream out) throws IOException {
        KeyAlgorithm algorithm = KeyAlgorithm.of(list.authority().publicKey())
                .orElseThrow(() -> new IllegalArgumentException("the authority's key is of no accepted algorithm"));
        TbsCertListWriter tbs = new TbsCertListWriter(list, algorithm, entries);
        try {
            Signature signature = Signature.getInstance(algorithm.signatureAlgorithm());
            signature.initSign(key);
            if (list.authority().publicKey() instanceof RSAPublicKey rsa) {
                int length = (rsa.getModulus().bitLength() + 7) / 8;
                CrlOutput output = new CrlOutput(out, signature);
                tbs.writeOuterHeader(output, length);
                tbs.write(output.signing(true));
                tbs.writeSignature(output.signing(false), signature.sign(), length);
                output.flush();
            } else {
                CrlOutput first = new CrlOutput(OutputStream.nullOutputStream(), signature);
                tbs.write(first.signing(true));
                first.flush();
                byte[] value = signature.sign();
                CrlOutput output = new CrlOutput(out, signature);
                tbs.writeOuterHeader(output, value.length);
                tbs.write(output);
                tbs.writeSignature(output, value, value.length);
                output.flush();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key does not sign with the authority's algorithm", e);
        }
    }
}
