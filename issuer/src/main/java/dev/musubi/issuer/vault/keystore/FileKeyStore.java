package dev.musubi.issuer.vault.keystore;

import dev.musubi.issuer.vault.AesGcm;
import dev.musubi.issuer.vault.Iterations;
import dev.musubi.issuer.vault.KeyEncryptionKeys;
import dev.musubi.issuer.vault.KeyedHash;
import dev.musubi.issuer.vault.PrivateFiles;
import dev.musubi.issuer.vault.VaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's long-lived keys in a PKCS #12 file: key-encryption keys, of which one is current, {@code lookup},
 * {@code subject} and {@code token}. Made on first use; readable by the account of the process alone.
 *
 * <p>Several issuers may use one file. Whoever changes it holds its lock, reads it again first, adds and takes nothing
 * away, and has it on disk before anything is wrapped by what is new. The others notice that the file changed when they
 * wrap next, and when they meet a key's name that they do not know.
 *
 * <p>Losing the file loses every sealed item; it belongs in a backup of its own, apart from the database's.
 */
public final class FileKeyStore implements KeyEncryptionKeys {

    private final Path file;
    private final char[] password;
    private final Iterations iterations;
    private volatile Loaded loaded;

    /** What tells one version of the file from the next, which is another file under the same name. */
    private record Stamp(@Nullable Object key, FileTime changed, long size) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        }
    }

    private record Loaded(KeyStoreContent content, Stamp stamp) {}

    /**
     * Opens {@code file}, or makes it with fresh keys.
     *
     * @param iterations by the kind of password; counts when the file is written
     */
    public FileKeyStore(Path file, char[] password, Iterations iterations) {
        this.file = file;
        this.iterations = iterations;
        this.password = password.clone();
        try {
            this.loaded = open();
        } catch (GeneralSecurityException | IOException e) {
            throw new VaultException("the key store does not open: check its file and password", e);
        }
    }

    /**
     * The password in {@code passwordFile}, made at random on first use.
     *
     * @param keyStore the file it is for; where that is there and its password is not, none is made up
     */
    public static char[] passwordIn(Path passwordFile, Path keyStore) throws IOException {
        if (Files.exists(keyStore) && !Files.exists(passwordFile)) {
            throw new NoSuchFileException(
                    passwordFile.toString(),
                    null,
                    "the password of " + keyStore + " is missing: restore it from its backup");
        }
        return PrivateFiles.once(passwordFile, () -> {
                    byte[] random = new byte[32];
                    new SecureRandom().nextBytes(random);
                    return HexFormat.of().formatHex(random);
                })
                .toCharArray();
    }

    /** The key for look-ups. */
    public SecretKey lookup() {
        return key(KeyStoreContent.LOOKUP);
    }

    /** The key for pairwise subjects. */
    public SecretKey subject() {
        return key(KeyStoreContent.SUBJECT);
    }

    /** The key for codes, tokens and cookies. */
    public SecretKey token() {
        return key(KeyStoreContent.TOKEN);
    }

    /** For each key that all issuers on one database must share, what tells it from another and gives nothing of it away. */
    Map<String, byte[]> fingerprints() {
        Map<String, byte[]> fingerprints = new TreeMap<>();
        for (String name : new String[] {KeyStoreContent.LOOKUP, KeyStoreContent.SUBJECT, KeyStoreContent.TOKEN}) {
            fingerprints.put(name, new KeyedHash(key(name)).of("fingerprint", new byte[0]));
        }
        return fingerprints;
    }

    @Override
    public String current() {
        return present().current();
    }

    @Override
    public Wrapped wrap(byte[] dataKey, byte[] boundTo) {
        KeyStoreContent present = present();
        return new Wrapped(present.current(), AesGcm.seal(keyIn(present, present.current()), dataKey, boundTo));
    }

    @Override
    public byte[] unwrap(String keyId, byte[] wrapped, byte[] boundTo) {
        return AesGcm.open(key(keyId), wrapped, boundTo);
    }

    @Override
    public String rotate(String from) {
        try {
            return PrivateFiles.locked(file, () -> {
                loaded = load().loaded();
                if (!current(loaded).equals(from)) {
                    return current(loaded);
                }
                KeyStoreContent next = loaded.content().rotated();
                store(next);
                loaded = load().loaded();
                if (!loaded.content().equals(next)) {
                    throw new VaultException("the key store does not read as it was written");
                }
                return next.current();
            });
        } catch (IOException e) {
            throw new VaultException("the new key could not be written, the old one stays current", e);
        }
    }

    private static String current(Loaded loaded) {
        return loaded.content().current();
    }

    /** A key by its name; one that is not known may have been made by another issuer since. */
    private SecretKey key(String name) {
        SecretKey known = loaded.content().keys().get(name);
        return known != null ? known : keyIn(again(), name);
    }

    private static SecretKey keyIn(KeyStoreContent content, String name) {
        SecretKey key = content.keys().get(name);
        if (key == null) {
            throw new VaultException("the key store lacks " + name
                    + ": if another issuer has a file of its own, all must be given the one that has every key");
        }
        return key;
    }

    /** What is in the file now. Nothing is wrapped by a key that a restart would not find again. */
    private KeyStoreContent present() {
        Loaded last = loaded;
        try {
            return Stamp.of(file).equals(last.stamp()) ? last.content() : again();
        } catch (IOException e) {
            throw new VaultException("the key store's file is gone: nothing is sealed without it", e);
        }
    }

    private synchronized KeyStoreContent again() {
        try {
            Loaded now = load().loaded();
            loaded = now;
            return now.content();
        } catch (IOException e) {
            throw new VaultException("the key store does not open any more", e);
        }
    }

    private Loaded open() throws GeneralSecurityException, IOException {
        if (Files.exists(file)) {
            Opened opened = load();
            if (opened.complete()) {
                return opened.loaded();
            }
        }
        return PrivateFiles.locked(file, () -> {
            if (!Files.exists(file)) {
                store(KeyStoreContent.fresh());
            } else {
                Opened opened = load();
                if (!opened.complete()) {
                    store(opened.loaded().content());
                }
            }
            return load().loaded();
        });
    }

    private record Opened(Loaded loaded, boolean complete) {}

    private Opened load() throws IOException {
        // Before its content: if the file changes in between, the next look finds that it did.
        Stamp stamp = Stamp.of(file);
        try {
            KeyStoreContent.Reading reading = KeyStoreContent.read(Files.readAllBytes(file), password);
            return new Opened(new Loaded(reading.content(), stamp), reading.complete());
        } catch (GeneralSecurityException e) {
            throw new IOException("a key in the store does not open", e);
        }
    }

    private void store(KeyStoreContent content) throws IOException {
        try {
            PrivateFiles.write(file, content.write(password, iterations));
        } catch (GeneralSecurityException e) {
            throw new IOException("the keys could not be laid into a store", e);
        }
    }
}
