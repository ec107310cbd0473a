package dev.musubi.assurance;

import java.util.List;

/** What came of deciding again what a record says was decided. */
public sealed interface Replay {

    /** The same, to the last word. */
    record Same(Decision decision) implements Replay {}

    /**
     * Not the same, though the data and the code say they are: the record was altered.
     *
     * @param decision what is decided now
     * @param differing the members that differ
     */
    record Differs(Decision decision, List<String> differing) implements Replay {
        /** Copies. */
        public Differs {
            differing = List.copyOf(differing);
        }
    }

    /**
     * It was decided on other data; take a catalogue with that digest.
     *
     * @param edition the edition the record names
     * @param digest the digest the record names
     */
    record OtherData(String edition, String digest) implements Replay {}

    /** It was decided by another version of the code. */
    record OtherEngine(int version) implements Replay {}

    /** It is no record. */
    record NotARecord() implements Replay {}
}
