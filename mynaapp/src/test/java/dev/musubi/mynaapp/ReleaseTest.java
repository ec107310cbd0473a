package dev.musubi.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Those who add this library to their own programs are on Java 17. */
class ReleaseTest {

    /** The class file format of Java 17 (JVM specification section 4.1). */
    private static final int JAVA_17 = 61;

    @Test
    void whenItIsBuiltThenJava17CanLoadIt() throws IOException {
        try (DataInputStream file = new DataInputStream(
                Objects.requireNonNull(MynaAppClient.class.getResourceAsStream("MynaAppClient.class")))) {
            assertThat(file.readInt()).isEqualTo(0xCAFEBABE);
            file.readUnsignedShort();
            assertThat(file.readUnsignedShort()).isEqualTo(JAVA_17);
        }
    }
}
