package dev.musubi.issuer.notice;

import java.time.Duration;

/**
 * A message to a browser.
 *
 * @param content what the page's worker reads; short
 * @param topic by which an undelivered message is replaced by a later one (RFC 8030 section 5.4): up to 32 characters of the
 *     base64url alphabet, which mean nothing to the push service
 * @param urgency how much a sleeping phone is to be bothered (RFC 8030 section 5.3)
 * @param timeToLive how long the push service keeps it for a browser that is away (RFC 8030 section 5.2)
 */
record PushMessage(byte[] content, String topic, Urgency urgency, Duration timeToLive) {

    /** RFC 8030 section 5.3, of whose four we need two. */
    enum Urgency {
        /** Can wait until the device is awake anyhow. */
        NORMAL,
        /** Goes at once. */
        HIGH
    }

    /** It may be read by nobody but the browser. */
    @Override
    public String toString() {
        return "PushMessage[…]";
    }
}
