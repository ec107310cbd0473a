package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import java.util.Optional;

/** Whoever takes notices out of the house by one way. */
interface Carrier {

    /** By which. */
    Channel.Way way();

    /** Whether an operator set it up. */
    boolean isOffered();

    /** How many go at once. */
    int atOnce();

    /** A notice, ready to go. Part of the caller's transaction on the holder. */
    Parcel notice(HolderId holderId, Channel channel, Notices.Kept kept);

    /** The question whether what is sent there reaches the holder; empty for a way that needs none. */
    default Optional<Parcel> question(HolderId holderId, Channel channel) {
        return Optional.empty();
    }

    /** Something written, which goes outside of any transaction. */
    interface Parcel {
        /** Hands it over, and waits for the other side's word. */
        Carried go();
    }
}
