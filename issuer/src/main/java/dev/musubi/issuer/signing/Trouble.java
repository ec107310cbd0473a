package dev.musubi.issuer.signing;

import dev.musubi.issuer.message.Message;

/**
 * Why there is no signature.
 *
 * @param code stable
 * @param message what is so, and what to do now, for the holder
 * @param lasting whether doing the same again now cannot help: only a counter can
 */
public record Trouble(String code, Message message, boolean lasting) {

    /** One that trying again may end. */
    public Trouble(String code, Message message) {
        this(code, message, false);
    }
}
