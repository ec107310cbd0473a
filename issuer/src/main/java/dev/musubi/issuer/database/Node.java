package dev.musubi.issuer.database;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which of the issuers on one database this is. The name outlives a restart, so that an issuer that starts again can let go
 * of what it held before; two that share a name by mistake do some work twice, and lose none.
 */
@Component
public final class Node {

    private final String name;

    Node(@Value("${musubi.work.node:}") String given, @Value("${musubi.doors.holders:8443}") int port) {
        this.name = given.isBlank() ? host() + ":" + port : given;
    }

    /** Its name: {@code musubi.work.node}, or the machine's name and the residents' port. */
    public String name() {
        return name;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
