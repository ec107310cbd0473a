package dev.musubi.card.virtual;

import dev.musubi.card.CardPin;
import java.util.function.Supplier;

/** An elementary file of an application. */
sealed interface CardFile {

    /** What it takes to read a file. */
    sealed interface Access {
        /** Nothing. */
        record Free() implements Access {}

        /** This PIN. */
        record After(CardPin pin) implements Access {}

        /** Nothing helps. */
        record Never() implements Access {}
    }

    /** Bytes to read, asked for only by somebody who may read them. */
    record Transparent(Supplier<byte[]> content, Access access) implements CardFile {}

    /** A PIN to verify and change. */
    record Pin(CardPin pin) implements CardFile {}

    /** A key to sign with, after its PIN. */
    record Key(CardSigner signer, CardPin pin) implements CardFile {}
}
