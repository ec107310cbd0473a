package dev.musubi.issuer.anchor;

import java.util.Arrays;

/** A keyed hash as a key of a map: equal when its bytes are. */
record AnchorKey(byte[] bytes) {

    @Override
    public boolean equals(Object other) {
        return other instanceof AnchorKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
