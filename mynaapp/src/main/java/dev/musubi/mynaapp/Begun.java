package dev.musubi.mynaapp;

import java.net.URI;

/**
 * Something that was begun.
 *
 * @param goTo where to send the browser
 * @param pending what to keep until it comes back
 */
public record Begun<P extends Pending>(URI goTo, P pending) {

    @Override
    public String toString() {
        return "Begun[redacted]";
    }
}
