package dev.musubi.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void whenPortsAreDrawnThenNoneIsOneThatIsLentToOutgoingConnections() {
        assertThat(IntStream.range(0, 200).map(i -> FreePorts.next()))
                .allSatisfy(port -> assertThat(port).isBetween(1024, 32_767));
    }

    @Test
    void whenSomebodyListensAtAPortThenItIsNotFree() throws IOException {
        int port = FreePorts.next();
        assertThat(FreePorts.isFree(port)).isTrue();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.isFree(taken.getLocalPort())).isFalse();
        }
        assertThat(FreePorts.isFree(port)).isTrue();
    }
}
