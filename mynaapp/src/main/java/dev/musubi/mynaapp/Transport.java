package dev.musubi.mynaapp;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * How the client reaches the app's server: whoever uses it brings their own, with their deadlines, proxies and limits. It
 * follows no redirect, keeps no cookie, repeats nothing by itself and has checked the server's certificate.
 */
@FunctionalInterface
public interface Transport {

    /**
     * Sends one request and reads the whole answer, whatever its status.
     *
     * @throws IOException if there is no whole answer in time, or it is larger than the call allows
     */
    Answer exchange(Call call) throws IOException;

    /**
     * One request.
     *
     * @param method {@code GET} or {@code POST}
     * @param uri where to
     * @param headers by name; they may hold a token
     * @param body empty for {@code GET}
     * @param largestAnswer how many bytes of body are read at most
     */
    record Call(String method, URI uri, Map<String, String> headers, byte[] body, int largestAnswer) {

        @Override
        public String toString() {
            return "Call[" + method + "]";
        }
    }

    /** One answer. */
    record Answer(int status, byte[] body) {

        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }
}
