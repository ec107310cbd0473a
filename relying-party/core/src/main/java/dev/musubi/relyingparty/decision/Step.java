package dev.musubi.relyingparty.decision;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done before the means suffices.
 *
 * @param remedy what
 * @param with the authenticator or the means it is done with, by its id in the catalogue; null where there is none
 * @param japanese the same in words
 * @param english the same in English
 */
public record Step(Remedy remedy, @Nullable String with, String japanese, String english) implements Serializable {

    /** What is to be done. */
    public enum Remedy {
        /** The state is checked again: ask again a little later. */
        RECHECK,
        /** The attributes are brought up to date from the register, with the holder's consent. */
        REFRESH,
        /** The private ID is issued again: a sign-in that demands a live anchor leads the holder there. */
        REISSUE,
        /** The holder authenticates, now and with what is named: a sign-in anew. */
        AUTHENTICATE,
        /** Another means is presented instead. */
        ANOTHER_MEANS
    }
}
