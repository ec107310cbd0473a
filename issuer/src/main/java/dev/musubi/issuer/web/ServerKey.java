package dev.musubi.issuer.web;

import java.nio.file.Path;

/** Where the server's key and certificate are. */
record ServerKey(Path file, String password) {
    @Override
    public String toString() {
        return "ServerKey[" + file + "]";
    }
}
