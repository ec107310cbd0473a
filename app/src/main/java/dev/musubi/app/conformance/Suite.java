package dev.musubi.app.conformance;

import java.net.URI;

/**
 * A running conformance suite, as it is seen from here.
 *
 * @param base its address, without a slash at the end
 */
record Suite(String base) {

    /** Where the suite's own instructions start it. */
    static final String USUAL = "https://localhost.emobix.co.uk:8443";

    /** What the suite adds to the second client's redirect URI: it has to be kept as it is. */
    static final String SECOND_CLIENTS_QUERY = "?dummy1=lorem&dummy2=ipsum";

    Suite {
        URI uri = URI.create(base);
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null || uri.getRawQuery() != null) {
            throw new IllegalArgumentException("--suite takes an https address, such as " + USUAL);
        }
        base = base.replaceFirst("/+$", "");
    }

    /** Every page of the suite a browser is sent back to. */
    String pages() {
        return base + "/test/*";
    }

    /** An address of the tests that run under an alias. */
    String at(String alias, String what) {
        return base + "/test/a/" + alias + "/" + what;
    }

    /** Where a client is answered. */
    String callback(String alias) {
        return at(alias, "callback");
    }
}
