package dev.musubi.issuer.status;

import java.nio.ByteBuffer;

/**
 * Where the places of one list lie: a keyed permutation of 20 bits. A counter goes through it, so no two places share an
 * index, nobody asks which are free, and an index says nothing of the one dealt before or after it (Token Status List
 * section 12.5, 13.3).
 *
 * <p>A balanced Feistel network of ten rounds over halves of ten bits, as format-preserving encryption has it (NIST SP
 * 800-38G, FF1), with HMAC-SHA-256 as its round function. A half has 1,024 values, so the ten functions are written down
 * once for each list, and from then on a place costs ten look-ups.
 */
final class Permutation {

    private static final int ROUNDS = 10;
    private static final int HALF = 10;
    private static final int HALVES = 1 << HALF;
    private static final int MASK = HALVES - 1;
    private static final int VALUES_A_HASH = 16;

    private final short[][] rounds = new short[ROUNDS][HALVES];

    Permutation(StatusKey key, long list) {
        StatusKey.Source source = key.source(StatusKey.Use.PERMUTATION);
        for (int round = 0; round < ROUNDS; round++) {
            for (int at = 0; at < HALVES; at += VALUES_A_HASH) {
                ByteBuffer hash = source.of(list, round * (long) HALVES + at);
                for (int i = 0; i < VALUES_A_HASH; i++) {
                    rounds[round][at + i] = (short) (hash.getShort() & MASK);
                }
            }
        }
    }

    /** The index of a place. */
    int index(int place) {
        int left = place >>> HALF;
        int right = place & MASK;
        for (short[] round : rounds) {
            int next = left ^ round[right];
            left = right;
            right = next;
        }
        return left << HALF | right;
    }

    /** The place at an index. */
    int place(int index) {
        int left = index >>> HALF;
        int right = index & MASK;
        for (int round = ROUNDS - 1; round >= 0; round--) {
            int before = right ^ rounds[round][left];
            right = left;
            left = before;
        }
        return left << HALF | right;
    }
}
