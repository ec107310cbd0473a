package dev.musubi.card.client;

import dev.musubi.card.DigestAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest of a document that is to be signed. */
public final class CardDigest {

    private final DigestAlgorithm algorithm;
    private final byte[] value;

    private CardDigest(DigestAlgorithm algorithm, byte[] value) {
        this.algorithm = algorithm;
        this.value = value;
    }

    /**
     * A digest made elsewhere.
     *
     * @throws IllegalArgumentException if it has not the length of the algorithm
     */
    public static CardDigest of(DigestAlgorithm algorithm, byte[] digest) {
        if (digest.length != algorithm.length()) {
            throw new IllegalArgumentException(
                    "a digest by " + algorithm.jcaName() + " has " + algorithm.length() + " bytes");
        }
        return new CardDigest(algorithm, digest.clone());
    }

    /** The digest of these bytes. */
    public static CardDigest ofDocument(DigestAlgorithm algorithm, byte[] document) {
        try {
            return new CardDigest(
                    algorithm, MessageDigest.getInstance(algorithm.jcaName()).digest(document));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has this digest", e);
        }
    }

    /** By which algorithm. */
    public DigestAlgorithm algorithm() {
        return algorithm;
    }

    /** The digest. */
    public byte[] value() {
        return value.clone();
    }
}
