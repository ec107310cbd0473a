package dev.musubi.sandbox.phone;

import java.util.function.Function;

/**
 * A signed document that lacks its signature.
 *
 * @param toBeSigned the octets whose SHA-256 the key signs
 * @param complete puts the signature where it belongs
 */
record Draft(byte[] toBeSigned, Function<byte[], String> complete) {

    @Override
    public String toString() {
        return "Draft[redacted]";
    }
}
