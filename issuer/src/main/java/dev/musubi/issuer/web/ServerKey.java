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
    KeyStore open() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("no PKCS #12 file that opens with its password: " + file, e);
        }
    }

    @Override
    public String toString() {
        return "ServerKey[" + file + "]";
    }
}
