package dev.musubi.app.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of a platform, all on 127.0.0.1.
 *
 * @param sandbox the sandbox's repository, phones and register (HTTP)
 * @param verifierServices the sandbox's services for signature verifiers (HTTPS, client certificate)
 * @param holders the issuer's door for residents (HTTPS)
 * @param relyingParties the issuer's door for relying parties (HTTPS, client certificate)
 * @param operators the issuer's door for operators (HTTP)
 * @param bank the bank of the demonstration (HTTPS)
 * @param telco its telco (HTTPS)
 * @param city its city office (HTTPS)
 * @param mynaApp the state's app's server, played by the sandbox (HTTPS)
 * @param landing the page of the demonstration with the doors to all the others (HTTP)
 */
public record Ports(
        int sandbox,
        int verifierServices,
        int holders,
        int relyingParties,
        int operators,
        int bank,
        int telco,
        int city,
        int mynaApp,
        int landing) {

    /** The usual ones. */
    public static Ports usual() {
        return new Ports(9080, 9443, 8443, 8444, 8445, 9001, 9002, 9003, 9444, 9000);
    }

    /** Ten that are free right now. */
    public static Ports free() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return new Ports(
                    ports.get(0),
                    ports.get(1),
                    ports.get(2),
                    ports.get(3),
                    ports.get(4),
                    ports.get(5),
                    ports.get(6),
                    ports.get(7),
                    ports.get(8),
                    ports.get(9));
        } catch (IOException e) {
            throw new IllegalStateException("no free ports", e);
        }
    }

    /** The first port somebody else listens on already; 0 if all are free. */
    public int taken() {
        for (int port : List.of(
                sandbox, verifierServices, holders, relyingParties, operators, bank, telco, city, mynaApp, landing)) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.setReuseAddress(true);
            } catch (IOException e) {
                return port;
            }
        }
        return 0;
    }
}
