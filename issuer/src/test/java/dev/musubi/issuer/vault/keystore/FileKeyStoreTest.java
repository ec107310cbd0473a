package dev.musubi.issuer.vault.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.vault.Iterations;
import dev.musubi.issuer.vault.KeyEncryptionKeys.Wrapped;
import dev.musubi.issuer.vault.VaultException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeyStoreTest {

    private static final byte[] DATA_KEY = new byte[32];
    private static final byte[] BOUND = {1, 2, 3};
    private static final char[] SECRET = "secret".toCharArray();

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("keys.p12");
    }

    private FileKeyStore open(String password) {
        return new FileKeyStore(file(), password.toCharArray(), Iterations.FEW);
    }

    /** As earlier releases wrote it: numbered keys, and no word on which is current. */
    private void writeNumbered(String... names) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        KeyStore.PasswordProtection protection = new KeyStore.PasswordProtection(SECRET);
        int n = 1;
        for (String name : names) {
            byte[] bytes = new byte[32];
            bytes[0] = (byte) n++;
            store.setEntry(name, new KeyStore.SecretKeyEntry(new SecretKeySpec(bytes, "AES")), protection);
        }
        try (OutputStream out = Files.newOutputStream(file())) {
            store.store(out, SECRET);
        }
    }

    private void inTheFile(Change change) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file())) {
            store.load(in, SECRET);
        }
        change.on(store);
        try (OutputStream out = Files.newOutputStream(file())) {
            store.store(out, SECRET);
        }
    }

    private interface Change {
        void on(KeyStore store) throws GeneralSecurityException;
    }

    @Test
    void whenOpenedAgainThenItHasTheSameKeys() {
        FileKeyStore first = open("secret");
        Wrapped wrapped = first.wrap(DATA_KEY, BOUND);
        FileKeyStore again = open("secret");
        assertThat(again.unwrap(wrapped.keyId(), wrapped.bytes(), BOUND)).isEqualTo(DATA_KEY);
        assertThat(again.current()).isEqualTo(first.current()).matches("kek-[0-9a-f]{16}");
        assertThat(again.lookup()).isEqualTo(first.lookup());
        assertThat(again.subject()).isEqualTo(first.subject());
        assertThat(again.token()).isEqualTo(first.token());
    }

    @Test
    void whenMadeThenOnlyItsOwnerReadsIt() throws IOException {
        open("secret");
        for (Path each : List.of(file(), folder.resolve("keys.p12.lock"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing half done is left").hasSize(2);
        }
    }

    @Test
    void whenThePasswordIsWrongThenItDoesNotOpenAndSaysSo() {
        open("secret");
        assertThatThrownBy(() -> open("guess"))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("check its file and password");
    }

    @Test
    void whenThePasswordOfAnExistingStoreIsMissingThenNoneIsMadeUp() throws IOException {
        Path password = folder.resolve("keys.password");
        char[] made = FileKeyStore.passwordIn(password, file());
        assertThat(FileKeyStore.passwordIn(password, file())).isEqualTo(made);
        new FileKeyStore(file(), made, Iterations.FEW);
        Files.delete(password);
        assertThatThrownBy(() -> FileKeyStore.passwordIn(password, file()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("restore it");
        assertThat(password).doesNotExist();
    }

    @Test
    void whenRotatedThenTheOldKeyStillUnwrapsAfterARestart() {
        FileKeyStore store = open("secret");
        Wrapped before = store.wrap(DATA_KEY, BOUND);
        String next = store.rotate(before.keyId());
        assertThat(next).isNotEqualTo(before.keyId());
        FileKeyStore again = open("secret");
        assertThat(again.current()).isEqualTo(next);
        assertThat(again.unwrap(before.keyId(), before.bytes(), BOUND)).isEqualTo(DATA_KEY);
        assertThatThrownBy(() -> again.unwrap(next, before.bytes(), BOUND)).isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> again.unwrap("kek-9", before.bytes(), BOUND))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("lacks kek-9");
    }

    @Test
    void whenAnotherRotatedThenItsKeysAreKnownAndItsKeyIsCurrentHereToo() {
        FileKeyStore one = open("secret");
        FileKeyStore other = open("secret");
        String first = one.current();
        String second = other.rotate(first);
        Wrapped there = other.wrap(DATA_KEY, BOUND);
        assertThat(one.unwrap(second, there.bytes(), BOUND)).isEqualTo(DATA_KEY);
        assertThat(one.current()).isEqualTo(second);
        assertThat(one.wrap(DATA_KEY, BOUND).keyId()).isEqualTo(second);
        assertThat(one.rotate(first)).as("followed already").isEqualTo(second);
        String third = one.rotate(second);
        assertThat(other.wrap(DATA_KEY, BOUND).keyId()).isEqualTo(third);
        assertThat(other.unwrap(second, there.bytes(), BOUND)).isEqualTo(DATA_KEY);
    }

    @Test
    void whenKeysAreNumberedThenTheHighestIsCurrentAndAllStayAsTheyAre() throws Exception {
        writeNumbered("lookup", "subject", "kek-2", "kek-10", "kek-1");
        FileKeyStore store = open("secret");
        assertThat(store.current()).isEqualTo("kek-10");
        Wrapped numbered = store.wrap(DATA_KEY, BOUND);
        String next = store.rotate("kek-10");
        FileKeyStore again = open("secret");
        assertThat(again.current()).isEqualTo(next).matches("kek-[0-9a-f]{16}");
        assertThat(again.unwrap("kek-10", numbered.bytes(), BOUND)).isEqualTo(DATA_KEY);
        assertThat(again.token()).as("made when it was missing, and kept").isEqualTo(store.token());
    }

    @Test
    void whenAKeyStandsUnderAnothersNameThenTheStoreIsRefused() throws Exception {
        String name = open("secret").current();
        inTheFile(store -> store.setEntry(
                name,
                new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[32], "AES")),
                new KeyStore.PasswordProtection(SECRET)));
        assertThatThrownBy(() -> open("secret"))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("not the key it is named after");
    }

    @Test
    void whenTheCurrentKeyWasTakenAwayThenTheStoreIsRefused() throws Exception {
        String name = open("secret").current();
        inTheFile(store -> store.deleteEntry(name));
        assertThatThrownBy(() -> open("secret"))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("lacks its current key");
    }

    @Test
    void whenTheFileIsGoneThenNothingIsWrappedByWhatIsInMemoryAlone() throws IOException {
        FileKeyStore store = open("secret");
        Wrapped before = store.wrap(DATA_KEY, BOUND);
        Files.delete(file());
        assertThatThrownBy(() -> store.wrap(DATA_KEY, BOUND)).isInstanceOf(VaultException.class);
        assertThat(store.unwrap(before.keyId(), before.bytes(), BOUND)).isEqualTo(DATA_KEY);
    }

    @Test
    void whenSeveralProcessesStartAndRotateAtOnceThenNothingThatAnyOfThemWrappedIsLost() throws Exception {
        List<Process> processes = new ArrayList<>();
        List<Path> outputs = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            Path output = folder.resolve("out-" + n);
            outputs.add(output);
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            RotatingProgram.class.getName(),
                            file().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        }
        FileKeyStore store = open("secret");
        int wrapped = 0;
        for (Path output : outputs) {
            for (String line : Files.readAllLines(output)) {
                assertThat(line).matches("kek-[0-9a-f]{16} [0-9a-f]+");
                String[] parts = line.split(" ", 2);
                assertThat(store.unwrap(parts[0], HexFormat.of().parseHex(parts[1]), BOUND))
                        .isEqualTo(DATA_KEY);
                wrapped++;
            }
        }
        assertThat(wrapped).isEqualTo(3 * RotatingProgram.TURNS);
    }

    /** Opens a key store, rotates it again and again, and prints what it wrapped after each turn. */
    static final class RotatingProgram {

        static final int TURNS = 20;

        private RotatingProgram() {}

        /** With the store's file. */
        public static void main(String[] arguments) {
            FileKeyStore store = new FileKeyStore(Path.of(arguments[0]), SECRET, Iterations.FEW);
            for (int turn = 0; turn < TURNS; turn++) {
                store.rotate(store.current());
                Wrapped wrapped = store.wrap(DATA_KEY, BOUND);
                System.out.println(wrapped.keyId() + " " + HexFormat.of().formatHex(wrapped.bytes()));
            }
        }
    }
}
