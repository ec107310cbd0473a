package dev.musubi.app.demo;

/** The story did not go as it should; the message says where. */
public final class StoryBrokenException extends RuntimeException {
    StoryBrokenException(String message) {
        super(message);
    }
}
