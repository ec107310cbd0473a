package dev.musubi.card.vpcd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;

/** The reader's side of a link, by hand. */
final class FakeVpcd implements AutoCloseable {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private Socket socket = new Socket();

    FakeVpcd() throws IOException {
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    void accept() throws IOException {
        socket = server.accept();
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    void order(int order) throws IOException {
        write(new byte[] {(byte) order});
    }

    String ask(String command) throws IOException {
        write(HEX.parseHex(command));
        return read();
    }

    String read() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        return HEX.formatHex(answer);
    }

    void write(byte[] payload) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(payload.length);
        out.write(payload);
        out.flush();
    }

    void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        server.close();
    }
}
