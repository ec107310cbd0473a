package dev.musubi.issuer.outbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connections from which no more than so many bytes are read, whatever the other side goes on saying: for a library that
 * reads an answer to its end and has no limit of its own. Where the connection is private from its first byte on (TLS), the
 * name in the certificate is that of the server asked for.
 */
final class BoundedSockets extends SocketFactory {

    private final long most;
    private final String host;
    private final @Nullable SSLSocketFactory tls;

    /**
     * Of one server.
     *
     * @param tls makes the connection private from its first byte on; null where it is not, or not yet
     */
    BoundedSockets(long most, String host, @Nullable SSLSocketFactory tls) {
        this.most = most;
        this.host = host;
        this.tls = tls;
    }

    @Override
    public Socket createSocket() {
        Bounded plain = new Bounded(most);
        return tls == null ? plain : new Private(plain, tls, host);
    }

    @Override
    public Socket createSocket(String name, int port) throws IOException {
        return connected(new InetSocketAddress(name, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return connected(new InetSocketAddress(address, port));
    }

    @Override
    public Socket createSocket(String name, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(name, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(address, port));
    }

    private Socket connected(SocketAddress address) throws IOException {
        Socket socket = createSocket();
        socket.connect(address);
        return socket;
    }

    private static final class Bounded extends Socket {
        private final long most;
        private @Nullable InputStream in;

        Bounded(long most) {
            this.most = most;
        }

        /** Word and answer take turns: nothing is gained by waiting for more to send. */
        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            super.connect(address, timeout);
            setTcpNoDelay(true);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            InputStream known = in;
            if (known == null) {
                known = new BoundedStream(super.getInputStream(), most);
                in = known;
            }
            return known;
        }
    }

    private static final class BoundedStream extends FilterInputStream {
        private long left;

        BoundedStream(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("the other side says more than is listened to");
            }
            int read = in.read(bytes, from, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        /** What is skipped counts as well; TLS skips what is left where it ends in a fault. */
        @Override
        public long skip(long count) throws IOException {
            byte[] skipped = new byte[(int) Math.min(count, 4096)];
            return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    /** One connection over another. Of the library's own there is none that could be told which certificates to trust. */
    private static final class Private extends Socket {
        private final Bounded plain;
        private final SSLSocketFactory tls;
        private final String host;
        private @Nullable SSLSocket over;

        Private(Bounded plain, SSLSocketFactory tls, String host) {
            this.plain = plain;
            this.tls = tls;
            this.host = host;
        }

        @Override
        public void connect(SocketAddress address) throws IOException {
            connect(address, 0);
        }

        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            plain.connect(address, timeout);
            SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, plain.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            over = socket;
        }

        private SSLSocket over() throws SocketException {
            SSLSocket socket = over;
            if (socket == null) {
                throw new SocketException("not connected");
            }
            return socket;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return over().getInputStream();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return over().getOutputStream();
        }

        @Override
        public void setSoTimeout(int timeout) throws SocketException {
            plain.setSoTimeout(timeout);
        }

        @Override
        public int getSoTimeout() throws SocketException {
            return plain.getSoTimeout();
        }

        @Override
        public void setTcpNoDelay(boolean on) throws SocketException {
            plain.setTcpNoDelay(on);
        }

        @Override
        public InetAddress getLocalAddress() {
            return plain.getLocalAddress();
        }

        @Override
        public @Nullable InetAddress getInetAddress() {
            return plain.getInetAddress();
        }

        @Override
        public int getPort() {
            return plain.getPort();
        }

        @Override
        public boolean isConnected() {
            return over != null;
        }

        @Override
        public boolean isClosed() {
            return plain.isClosed();
        }

        @Override
        public void close() throws IOException {
            SSLSocket socket = over;
            if (socket != null) {
                socket.close();
            }
            plain.close();
        }
    }
}
