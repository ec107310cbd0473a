package dev.musubi.issuer.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** Where the server's key and certificate are. */
record ServerKey(Path file, String password) {

    /** The PKCS #12 file, opened. */
    KeyStore open() {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    file + " is no PKCS #12 file that opens with its password:"
                            + " see musubi.doors.key-store and musubi.doors.key-store-password",
                    e);
        }
    }

    @Override
    public String toString() {
        return "ServerKey[" + file + "]";
    }
}
